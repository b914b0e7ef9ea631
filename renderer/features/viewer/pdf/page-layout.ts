/** Size of a page in PDF points, unrotated view. */
export type PageSize = { width: number; height: number };
export type Zoom = { kind: 'width' } | { kind: 'page' } | { kind: 'scale'; scale: number };
/** Where a page stands in the scroll, in CSS pixels. */
export type PagePlace = { number: number; top: number; left: number; width: number; height: number };
export type Layout = { scale: number; places: PagePlace[]; width: number; height: number };

export const pageGap = 12;
const margin = 16;
export const scaleSteps = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5];
/** CSS pixels per point at 100 %. */
const pixelsPerPoint = 96 / 72;

/** The size of a page as it is seen after turning the view by quarter turns. */
export function turned(size: PageSize, quarterTurns: number): PageSize {
  return quarterTurns % 2 === 0 ? size : { width: size.height, height: size.width };
}

/** Places all pages one under the other, centred; the scale follows the widest page or the first page for "whole page". */
export function layOut(sizes: PageSize[], quarterTurns: number, zoom: Zoom, view: PageSize): Layout {
  const seen = sizes.map((size) => turned(size, quarterTurns));
  const widest = Math.max(1, ...seen.map((size) => size.width));
  const tallest = Math.max(1, ...seen.map((size) => size.height));
  const fitWidth = Math.max(0.1, (view.width - 2 * margin) / (widest * pixelsPerPoint));
  const fitPage = Math.min(fitWidth, Math.max(0.1, (view.height - 2 * pageGap) / (tallest * pixelsPerPoint)));
  const scale = zoom.kind === 'scale' ? zoom.scale : zoom.kind === 'page' ? fitPage : Math.min(fitWidth, 3);
  const pixels = scale * pixelsPerPoint;
  const width = Math.max(view.width, Math.floor(widest * pixels + 0.001) + 2 * margin);
  let top = pageGap;
  const places = seen.map((size, index) => {
    const place = {
      number: index + 1,
      top,
      left: Math.floor((width - size.width * pixels) / 2),
      width: Math.floor(size.width * pixels),
      height: Math.floor(size.height * pixels),
    };
    top += place.height + pageGap;
    return place;
  });
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

/** The next larger or smaller step from a scale. */
export function nextScale(scale: number, direction: 1 | -1): number {
  const steps = direction === 1 ? scaleSteps : scaleSteps.toReversed();
  return steps.find((step) => (direction === 1 ? step > scale + 0.005 : step < scale - 0.005)) ?? scale;
}
