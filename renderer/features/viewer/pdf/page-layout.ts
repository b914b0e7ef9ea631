/** Size of a page in PDF points, unrotated view. */
export type PageSize = { width: number; height: number };
export type Zoom = { kind: 'width' } | { kind: 'page' } | { kind: 'scale'; scale: number };
/** Where a page stands in the scroll, in CSS pixels, and how large it is drawn (1 is 100 %). */
export type PagePlace = { number: number; top: number; left: number; width: number; height: number; scale: number };
export type Layout = { scale: number; places: PagePlace[]; width: number; height: number };
/** A place in the layout that stays where it is when zoom, turn or window change: shares of a page at an offset of the view. */
export type Anchor = { page: number; shareX: number; shareY: number; offsetX: number; offsetY: number };

export const pageGap = 12;
const margin = 16;
export const scaleSteps = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5];
/** CSS pixels per point at 100 %. */
export const pixelsPerPoint = 96 / 72;

/** The size of a page as it is seen after turning the view by quarter turns. */
export function turned(size: PageSize, quarterTurns: number): PageSize {
  return quarterTurns % 2 === 0 ? size : { width: size.height, height: size.width };
}

/** The size that most pages have; the scale goes by it, so that one plan among letters does not make the letters tiny. */
function usualSize(sizes: PageSize[]): PageSize {
  const counts = new Map<string, { size: PageSize; count: number }>();
  for (const size of sizes) {
    const key = `${Math.round(size.width)}/${Math.round(size.height)}`;
    const found = counts.get(key) ?? { size, count: 0 };
    found.count += 1;
    counts.set(key, found);
  }
  let usual = { size: { width: 595, height: 842 }, count: 0 };
  for (const found of counts.values()) if (found.count > usual.count) usual = found;
  return usual.size;
}

/** Places all pages one under the other, centred. Fitted to the width or whole, no page is larger than the view. */
export function layOut(sizes: PageSize[], quarterTurns: number, zoom: Zoom, view: PageSize): Layout {
  const seen = sizes.map((size) => turned(size, quarterTurns));
  const fit = (size: PageSize): number => {
    if (zoom.kind === 'scale') return zoom.scale;
    const byWidth = Math.max(20, view.width - 2 * margin) / (Math.max(1, size.width) * pixelsPerPoint);
    const byHeight = Math.max(20, view.height - 2 * pageGap) / (Math.max(1, size.height) * pixelsPerPoint);
    return zoom.kind === 'page' ? Math.min(byWidth, byHeight) : Math.min(byWidth, 3);
  };
  const scale = fit(usualSize(seen));
  let top = pageGap;
  let widest = 0;
  const sized = seen.map((size, index) => {
    const own = Math.min(scale, fit(size));
    const place = {
      number: index + 1,
      top,
      width: Math.max(1, Math.floor(size.width * own * pixelsPerPoint)),
      height: Math.max(1, Math.floor(size.height * own * pixelsPerPoint)),
      scale: own,
    };
    top += place.height + pageGap;
    widest = Math.max(widest, place.width);
    return place;
  });
  const width = Math.max(view.width, widest + 2 * margin);
  const places = sized.map((place) => ({ ...place, left: Math.floor((width - place.width) / 2) }));
  return { scale, places, width, height: top };
}

/** The first page whose lower edge lies below a height, by halving. */
export function firstPageBelow(places: PagePlace[], top: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = places[middle] as PagePlace;
    if (place.top + place.height < top) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The pages to draw for a scroll position: those seen, and a screen before and after. */
export function pagesAround(layout: Layout, scrollTop: number, viewHeight: number): PagePlace[] {
  const first = firstPageBelow(layout.places, scrollTop - viewHeight);
  const seen: PagePlace[] = [];
  for (let index = first; index < layout.places.length; index += 1) {
    const place = layout.places[index] as PagePlace;
    if (place.top > scrollTop + 2 * viewHeight) break;
    seen.push(place);
  }
  return seen;
}

/** The page that is being read: the one that covers the upper third of the view. */
export function currentPage(layout: Layout, scrollTop: number, viewHeight: number): number {
  return layout.places[firstPageBelow(layout.places, scrollTop + viewHeight / 3)]?.number ?? 1;
}

/** What lies at a point of the view, to be found again in another layout. */
export function anchorAt(
  layout: Layout,
  scroll: { left: number; top: number },
  offset: { x: number; y: number },
): Anchor {
  const place = layout.places[firstPageBelow(layout.places, scroll.top + offset.y)];
  if (!place) return { page: 1, shareX: 0.5, shareY: 0, offsetX: offset.x, offsetY: offset.y };
  return {
    page: place.number,
    shareX: (scroll.left + offset.x - place.left) / place.width,
    shareY: (scroll.top + offset.y - place.top) / place.height,
    offsetX: offset.x,
    offsetY: offset.y,
  };
}

/** The scroll position at which an anchor stands where it stood. */
export function scrollTo(layout: Layout, anchor: Anchor): { left: number; top: number } {
  const place = layout.places[Math.min(Math.max(anchor.page, 1), layout.places.length) - 1];
  if (!place) return { left: 0, top: 0 };
  return {
    left: Math.max(0, place.left + anchor.shareX * place.width - anchor.offsetX),
    top: Math.max(0, place.top + anchor.shareY * place.height - anchor.offsetY),
  };
}

/** The anchor of a page's top edge, a little below the upper edge of the view. */
export function topOf(page: number, view: PageSize): Anchor {
  return { page, shareX: 0.5, shareY: 0, offsetX: view.width / 2, offsetY: pageGap };
}

/** The next larger or smaller step from a scale. */
export function nextScale(scale: number, direction: 1 | -1): number {
  const steps = direction === 1 ? scaleSteps : scaleSteps.toReversed();
  return steps.find((step) => (direction === 1 ? step > scale + 0.005 : step < scale - 0.005)) ?? scale;
}
