import { expect, test } from 'vitest';
import { placePicture } from './picture-layout.ts';

const view = { width: 800, height: 600 };
const photo = { width: 4000, height: 2000 };

test('a large picture is fitted whole into the view, upright and turned', () => {
  expect(placePicture(photo, 0, 'page', view).seen).toEqual({ width: 800, height: 400 });
  const turned = placePicture(photo, 1, 'page', view);
  expect(turned.seen).toEqual({ width: 300, height: 600 });
  expect(turned.own).toEqual({ width: 600, height: 300 });
});

test('a small picture is not enlarged by fitting', () => {
  expect(placePicture({ width: 40, height: 20 }, 0, 'width', view).scale).toBe(1);
});

test('a chosen scale holds whatever the view', () => {
  expect(placePicture(photo, 2, 0.5, view).seen).toEqual({ width: 2000, height: 1000 });
});
