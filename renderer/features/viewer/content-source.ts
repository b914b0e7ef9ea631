import { useMemo } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDesk } from '../../shared/backend.tsx';

/** Bytes that can be read in pieces, wherever they lie. `key` names them for as long as the page lives. */
export type ByteSource = {
  key: string;
  fileName: string;
  mediaType: string;
  size: number;
  /** Bytes from..to, exclusive. */
  read(from: number, to: number, signal?: AbortSignal): Promise<Uint8Array>;
};
type Facts = { fileName: string; mediaType: string; size: number };
type Desk = ReturnType<typeof useDesk>;

const pieceSize = 4 * 1024 * 1024;

/** The bytes of a document or letter, read from the backend. */
export function contentSource(desk: Desk, place: { scopeId: Id; ownerId: Id }, facts: Facts): ByteSource {
  const { scopeId, ownerId } = place;
  return {
    key: `${scopeId}/${ownerId}`,
    fileName: facts.fileName,
    mediaType: facts.mediaType,
    size: facts.size,
    read: (from, to, signal) => desk.content.readRange({ scopeId, ownerId, from, to }, signal ? { signal } : {}),
  };
}

/** The same for a component; stays one object as long as it means the same bytes. */
export function useContentSource(place: { scopeId: Id; ownerId: Id }, facts: Facts): ByteSource {
  const desk = useDesk();
  const { scopeId, ownerId } = place;
  const { fileName, mediaType, size } = facts;
  return useMemo(
    () => contentSource(desk, { scopeId, ownerId }, { fileName, mediaType, size }),
    [desk, scopeId, ownerId, fileName, mediaType, size],
  );
}

/** Bytes at hand, for what lies inside another document. */
export function memorySource(key: string, fileName: string, mediaType: string, bytes: Uint8Array): ByteSource {
  return { key, fileName, mediaType, size: bytes.byteLength, read: async (from, to) => bytes.slice(from, to) };
}

/** All bytes, in pieces of at most 4 MiB. */
export async function readAll(source: ByteSource, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(source.size);
  for (let from = 0; from < source.size; from += pieceSize) {
    whole.set(await source.read(from, Math.min(source.size, from + pieceSize), signal), from);
  }
  return whole;
}
