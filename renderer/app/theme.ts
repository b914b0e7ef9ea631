import {
  ActionIcon,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Popover,
  Portal,
  Tooltip,
} from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e9f4f6',
  '#d3e8ec',
  '#a9d2da',
  '#7dbac6',
  '#55a2b1',
  '#348a9b',
  '#1f7384',
  '#125b6b',
  '#0c4a58',
  '#063944',
];
const gray: MantineColorsTuple = [
  '#f7f9f9',
  '#eef1f2',
  '#e2e7e9',
  '#d0d7da',
  '#b3bdc2',
  '#8b979d',
  '#66737a',
  '#4f5b61',
  '#374247',
  '#1f282c',
];
const dark: MantineColorsTuple = [
  '#d9e0e3',
  '#b6c1c6',
  '#97a4aa',
  '#68767d',
  '#3d484e',
  '#323c41',
  '#283135',
  '#1f272a',
  '#181f22',
  '#12181a',
];

const controlHeight = '32px';
const fontSizes = { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' };

/** Calm and dense: 14 px base, 13 px lists, 4 px grid, one accent colour. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  colors: { petrol, gray, dark },
  white: '#ffffff',
  black: '#1b2327',
  // Fonts of the system, the narrower ones first: lists must hold much.
  fontFamily: '"Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Consolas, monospace',
  fontSizes,
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '6px', xl: '8px' },
  defaultRadius: 'md',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, { size }) => ({
        root: size === 'sm' ? { '--button-height': controlHeight, '--button-padding-x': '12px' } : {},
      }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', size: 32, color: 'gray' } }),
    // Never under 12 px, and words as they are written.
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm' },
      vars: () => ({ root: { '--badge-fz': '12px', '--badge-height': '20px', '--badge-padding-x': '6px' } }),
      styles: { root: { textTransform: 'none', fontWeight: 500 } },
    }),
    InputWrapper: Input.Wrapper.extend({
      vars: () => ({
        label: {},
        success: {},
        error: { '--input-error-size': '12px' },
        description: { '--input-description-size': '12px' },
      }),
    }),
    Input: Input.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, { size }) => ({ wrapper: size === 'sm' ? { '--input-height': controlHeight } : {} }),
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, withArrow: true, events: { hover: true, focus: true, touch: false } },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        transitionProps: { duration: 0 },
        closeButtonProps: { 'aria-label': 'Schließen' },
      },
    }),
    // Its placeholder is no menu item, which screen readers do not expect there.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    // What floats over the page stands in a landmark of its own, see index.html.
    Portal: Portal.extend({ defaultProps: { target: '#overlays' } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 0 } } }),
  },
});

/** The desk's own surfaces and words as CSS variables; all pairs keep 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--desk-row': '28px' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b2327',
    '--mantine-color-dimmed': '#55626a',
    '--mantine-color-placeholder': '#66737a',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#125b6b',
    '--mantine-color-default-border': '#b3bdc2',
    '--desk-frame': '#e8ecee',
    '--desk-rail': '#dfe5e8',
    '--desk-paper': '#ffffff',
    '--desk-quiet': '#f4f6f7',
    '--desk-line': '#d0d7da',
    '--desk-hover': '#eef3f4',
    '--desk-chosen': '#d3e8ec',
    '--desk-chosen-text': '#063944',
    '--desk-accent': '#125b6b',
    '--desk-unread': '#125b6b',
    '--desk-good': '#1b6e3c',
    '--desk-warn': '#8a4b00',
    '--desk-warn-back': '#fdf1dc',
    '--desk-bad': '#b3261e',
    '--desk-bad-back': '#fceceb',
    '--desk-mark': '#ffe58a',
  },
  dark: {
    '--mantine-color-body': '#1f272a',
    '--mantine-color-text': '#e3e9eb',
    '--mantine-color-dimmed': '#a3b0b6',
    '--mantine-color-placeholder': '#97a4aa',
    '--mantine-color-error': '#ff9d94',
    '--mantine-color-anchor': '#7dbac6',
    '--mantine-color-default-border': '#4d5a60',
    '--desk-frame': '#161c1f',
    '--desk-rail': '#12181a',
    '--desk-paper': '#1f272a',
    '--desk-quiet': '#1a2124',
    '--desk-line': '#364146',
    '--desk-hover': '#28333a',
    '--desk-chosen': '#17454f',
    '--desk-chosen-text': '#e9f4f6',
    '--desk-accent': '#7dbac6',
    '--desk-unread': '#7dbac6',
    '--desk-good': '#7fd19f',
    '--desk-warn': '#f0bd6e',
    '--desk-warn-back': '#3a2d15',
    '--desk-bad': '#ff9d94',
    '--desk-bad-back': '#45201d',
    '--desk-mark': '#6b5a12',
  },
});
