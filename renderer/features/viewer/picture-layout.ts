export type Size = { width: number; height: number };
export type PictureZoom = 'page' | 'width' | number;

/** How large a picture stands in a view, turned by quarter turns: fitted whole, to the width, or at a scale. Never enlarged by fitting. */
export function placePicture(picture: Size, turns: number, zoom: PictureZoom, view: Size) {
  const turned = turns % 2 === 0 ? picture : { width: picture.height, height: picture.width };
  const byWidth = view.width / Math.max(1, turned.width);
  const byHeight = view.height / Math.max(1, turned.height);
  const scale = typeof zoom === 'number' ? zoom : Math.min(1, zoom === 'width' ? byWidth : Math.min(byWidth, byHeight));
  return {
    scale,
    /** What the picture takes up on the screen. */
    seen: { width: turned.width * scale, height: turned.height * scale },
    /** The picture itself, before it is turned. */
    own: { width: picture.width * scale, height: picture.height * scale },
  };
}
