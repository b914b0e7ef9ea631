import { useEffect, useRef, useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { readTiffPage, type RasterPage } from './tiff-page.ts';
import { useDesk } from '../../shared/backend.tsx';

type State = { raster: RasterPage | null; error: unknown };

/**
 * One page of a TIFF; the one after it is read ahead. Pages are not kept in the cache of answers: each is as large as a picture in
 * memory. Who leaves the document waits for its pages no longer: nothing else must queue behind them.
 */
export function useTiffPage(place: { scopeId: Id; ownerId: Id }, number: number, pageCount: number): State {
  const desk = useDesk();
  const { scopeId, ownerId } = place;
  const [state, setState] = useState<State>({ raster: null, error: null });
  const [ahead] = useState(() => new Map<number, Promise<RasterPage>>());
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const leave = new AbortController();
    leaving.current = leave;
    return () => {
      leave.abort();
      ahead.clear();
    };
  }, [ahead, scopeId, ownerId]);
  useEffect(() => {
    let isGone = false;
    const { signal } = leaving.current;
    const read = (page: number) => {
      const reading = ahead.get(page) ?? readTiffPage(desk, { scopeId, ownerId, number: page }, signal);
      reading.catch(() => ahead.delete(page));
      ahead.set(page, reading);
      return reading;
    };
    read(number).then(
      (raster) => {
        if (isGone) return;
        setState({ raster, error: null });
        for (const page of ahead.keys()) if (Math.abs(page - number) > 1) ahead.delete(page);
        if (number < pageCount) read(number + 1).catch(() => undefined); // told when it is turned to
      },
      (error: unknown) => {
        if (!isGone) setState({ raster: null, error });
      },
    );
    return () => {
      isGone = true;
    };
  }, [ahead, desk, scopeId, ownerId, number, pageCount]);
  return state;
}
