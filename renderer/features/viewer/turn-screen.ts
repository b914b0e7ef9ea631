/** Scrolls an element a screen on (1) or back (-1); false when it was at the end already. */
export function turnScreen(element: HTMLElement | null, direction: 1 | -1): boolean {
  if (!element) return false;
  const before = element.scrollTop;
  const end = element.scrollHeight - element.clientHeight;
  if (direction === 1 ? before >= end - 2 : before <= 2) return false;
  element.scrollTop = Math.min(end, Math.max(0, before + direction * element.clientHeight * 0.9));
  return true;
}
