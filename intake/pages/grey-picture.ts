/** A page as brightness: one byte per pixel, 0 black to 255 white, rows from the top. */
export type GreyPicture = { width: number; height: number; grey: Uint8Array };

/** Quarter turns clockwise, in degrees. */
export type Turn = 0 | 90 | 180 | 270;

/** The sum of turns, again from 0 to 270. */
export function addTurns(left: number, right: number): Turn {
  return ((((left + right) % 360) + 360) % 360) as Turn;
}

/** The picture turned clockwise. */
export function turnPicture(picture: GreyPicture, turn: Turn): GreyPicture {
  const { width, height, grey } = picture;
  if (turn === 0) return picture;
  if (turn === 180) return { width, height, grey: Uint8Array.from(grey).reverse() };
  const turned = new Uint8Array(grey.length);
  for (let y = 0; y < height; y += 1) {
    const column = turn === 90 ? height - 1 - y : y;
    for (let x = 0; x < width; x += 1) {
      const row = turn === 90 ? x : width - 1 - x;
      turned[row * height + column] = grey[y * width + x] ?? 255;
    }
  }
  return { width: height, height: width, grey: turned };
}

/** The picture with left and right exchanged. */
export function mirrorPicture({ width, height, grey }: GreyPicture): GreyPicture {
  const mirrored = Uint8Array.from(grey);
  for (let y = 0; y < height; y += 1) mirrored.subarray(y * width, (y + 1) * width).reverse();
  return { width, height, grey: mirrored };
}

/** The picture turned clockwise by few degrees around its middle, in its old size; what comes in from outside is white. */
export function straightenPicture(picture: GreyPicture, degrees: number): GreyPicture {
  const { width, height, grey } = picture;
  const straight = new Uint8Array(grey.length).fill(255);
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  for (let y = 0; y < height; y += 1) {
    let sourceX = -middleX * cos + (y - middleY) * sin + middleX;
    let sourceY = middleX * sin + (y - middleY) * cos + middleY;
    for (let x = 0; x < width; x += 1, sourceX += cos, sourceY -= sin) {
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
      if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) continue;
      const [partX, partY] = [sourceX - left, sourceY - top];
      const at = top * width + left;
      const upper = (grey[at] ?? 255) * (1 - partX) + (grey[at + 1] ?? 255) * partX;
      const lower = (grey[at + width] ?? 255) * (1 - partX) + (grey[at + width + 1] ?? 255) * partX;
      straight[y * width + x] = upper * (1 - partY) + lower * partY + 0.5;
    }
  }
  return { width, height, grey: straight };
}

/** The picture in another size; pixels that become one are averaged. */
export function resizePicture(picture: GreyPicture, width: number, height: number): GreyPicture {
  if (width === picture.width && height === picture.height) return picture;
  const wide = resizeRows(picture.grey, picture.width, picture.height, width);
  const tall = resizeColumns(wide, width, picture.height, height);
  return { width, height, grey: tall };
}

function resizeRows(grey: Uint8Array, width: number, height: number, newWidth: number): Uint8Array {
  const parts = partsOf(width, newWidth);
  const resized = new Uint8Array(newWidth * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 0; x < newWidth; x += 1) {
      const { from, weights } = parts[x] ?? { from: 0, weights: [] };
      let sum = 0.5;
      for (let index = 0; index < weights.length; index += 1)
        sum += (grey[row + from + index] ?? 255) * (weights[index] ?? 0);
      resized[y * newWidth + x] = sum;
    }
  }
  return resized;
}

function resizeColumns(grey: Uint8Array, width: number, height: number, newHeight: number): Uint8Array {
  const parts = partsOf(height, newHeight);
  const resized = new Uint8Array(width * newHeight);
  const sums = new Float32Array(width);
  for (const [y, { from, weights }] of parts.entries()) {
    sums.fill(0.5);
    for (let index = 0; index < weights.length; index += 1) {
      const [row, weight] = [(from + index) * width, weights[index] ?? 0];
      for (let x = 0; x < width; x += 1) sums[x] = (sums[x] ?? 0) + (grey[row + x] ?? 255) * weight;
    }
    resized.set(sums, y * width);
  }
  return resized;
}

// Which old pixels make a new one, and how much of each: areas when it becomes smaller, the two nearest when larger.
function partsOf(size: number, newSize: number): { from: number; weights: number[] }[] {
  const step = size / newSize;
  return Array.from({ length: newSize }, (_, index) => {
    if (step <= 1) {
      const middle = Math.min(size - 1, Math.max(0, (index + 0.5) * step - 0.5));
      const from = Math.min(Math.floor(middle), Math.max(0, size - 2));
      return { from, weights: size === 1 ? [1] : [1 - (middle - from), middle - from] };
    }
    const [start, end] = [index * step, Math.min(size, (index + 1) * step)];
    const from = Math.floor(start);
    const weights = Array.from(
      { length: Math.ceil(end - 1e-9) - from },
      (_, part) => (Math.min(end, from + part + 1) - Math.max(start, from + part)) / step,
    );
    return { from, weights };
  });
}

/** The picture as a file other programs read (PGM): a short head and the bytes as they are. */
export function greyFile({ width, height, grey }: GreyPicture): Uint8Array {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const file = new Uint8Array(head.length + grey.length);
  file.set(head);
  file.set(grey, head.length);
  return file;
}
