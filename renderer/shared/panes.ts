const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), iframe, [tabindex]:not([tabindex="-1"])';

/** Moves the focus to the next (1) or previous (-1) area of the page. Areas carry `data-pane` (see ui/Pane.tsx). */
export function focusNeighbourPane(direction: 1 | -1): boolean {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.getClientRects().length > 0 && !pane.querySelector('[data-pane]'),
  );
  if (panes.length === 0) return false;
  const here = panes.findIndex((pane) => pane.contains(document.activeElement));
  const start = here < 0 ? (direction === 1 ? -1 : 0) : here;
  focusInto(panes[(start + direction + panes.length) % panes.length]);
  return true;
}

/** Puts the focus into an area: where it was marked to go, else the first thing that takes it. */
export function focusInto(pane: HTMLElement | undefined): void {
  const target =
    pane?.querySelector<HTMLElement>('[data-pane-focus]') ?? pane?.querySelector<HTMLElement>(focusable) ?? pane;
  target?.focus();
}
