import { createRandom } from '../random.ts';
import type { Composer } from './composer.ts';

/** Draws the signature of a name at a baseline: the same name always signs the same way. */
export function drawSignature(composer: Composer, name: string, x: number, y: number, color = '#1c2f6b'): void {
  const random = createRandom(`signature/${name}`);
  const letters = Math.min(9, Math.max(5, name.length - 4));
  const slant = 2 + random.next() * 4;
  const points: number[] = [x, y - 4, x + 4, y - 18 - random.next() * 6, x + 9, y + 2];
  let across = x + 10;
  for (let i = 0; i < letters; i++) {
    const height = random.chance(0.25) ? 13 + random.next() * 6 : 4 + random.next() * 4;
    const step = 5 + random.next() * 5;
    points.push(
      across + slant,
      y - height,
      across + step * 0.7,
      y - height * 0.3,
      across + step,
      y + random.next() * 2,
    );
    if (random.chance(0.15)) points.push(across + step - 3, y + 9 + random.next() * 4, across + step + 2, y - 1);
    across += step;
  }
  points.push(across + 14, y - 3, across + 26, y - 5 - random.next() * 4);
  composer.ink(points, 0.9 + random.next() * 0.4, color);
}
