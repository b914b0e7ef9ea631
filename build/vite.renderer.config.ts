import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import presetMantine from 'postcss-preset-mantine';
import { defineConfig } from 'vite';

const inProject = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

// Builds the desk's page to dist/renderer: `vite build -c build/vite.renderer.config.ts`.
// Everything is local and no script is inline, so that the page runs under `script-src 'self'`.
export default defineConfig({
  root: inProject('renderer'),
  base: './',
  cacheDir: inProject('node_modules/.vite'),
  plugins: [react()],
  css: { postcss: { plugins: [presetMantine()] } },
  build: {
    outDir: inProject('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: { polyfill: false },
    // A data: address in a style sheet would need its own permission in the page's CSP.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    sourcemap: false,
  },
});
