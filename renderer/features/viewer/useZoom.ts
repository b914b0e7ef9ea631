import { useState } from 'react';
import { useCommand } from '../../shared/commands.ts';
import { nextScale } from './pdf/page-layout.ts';

/** Zoom and turning of a single picture: null fits it to the view. */
export function useZoom() {
  const [scale, setScale] = useState<number | null>(null);
  const [turns, setTurns] = useState(0);
  const step = (direction: 1 | -1) => setScale((before) => nextScale(before ?? 1, direction));
  useCommand('document.zoomIn', () => step(1));
  useCommand('document.zoomOut', () => step(-1));
  useCommand('document.fit', () => setScale((before) => (before === null ? 1 : null)));
  useCommand('document.rotate', () => setTurns((before) => (before + 1) % 4));
  return { scale, turns, percent: Math.round((scale ?? 1) * 100) };
}
