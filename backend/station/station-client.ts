import { z } from 'zod';
import {
  type ComposedLetters,
  type ComposeLettersRequest,
  composedLetters,
  type CorrectStackRequest,
  coverCase,
  type LetterProposal,
  type LetterToPropose,
  letterProposal,
  type StackDetail,
  type StationOverview,
  stackDetail,
  stationOverview,
  type Turn,
  uploadedStack,
} from '../../core/contract/station-shapes.ts';
import type { Id } from '../../core/domain/ids.ts';

/** What the people of the scan station, and Postkörbe of its machinery, ask of the centre; there is nothing of it on the desk. Throws AppError like all calls to it. */
export type StationCentral = {
  overview(): Promise<StationOverview>;
  stack(stackId: Id): Promise<StackDetail>;
  act(stackId: Id, act: 'retry' | 'return' | 'seen'): Promise<void>;
  correct(stackId: Id, request: CorrectStackRequest): Promise<void>;
  /** For every worker: makes the bytes of letters that are to be split or merged; see core/commands/letter-rearranging.ts. */
  compose(inboxId: Id, request: ComposeLettersRequest): Promise<ComposedLetters>;
  /** For every worker: how a letter may be filed; see central/intake/letters/propose-letter.ts. */
  propose(letter: LetterToPropose): Promise<LetterProposal>;
  /** A JPEG; `turned` degrees clockwise as it lies in the file, without it as it is now. */
  page(wanted: { stackId: Id; page: number; turned?: Turn | undefined }): Promise<Uint8Array<ArrayBuffer>>;
  /** Bytes of the file as it came, `to` exclusive. */
  original(stackId: Id, from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
  coverCase(fileNumber: string): Promise<z.output<typeof coverCase>>;
  /** Sends a file as it comes; the answer comes when the centre keeps it. */
  upload(
    file: { station: string; fileName: string; content: ReadableStream<Uint8Array> },
    signal: AbortSignal,
  ): Promise<z.output<typeof uploadedStack>>;
};

type Asking = {
  method: string;
  path: string;
  json?: unknown;
  headers?: Record<string, string>;
  stream?: ReadableStream<Uint8Array>;
  signal?: AbortSignal;
  wait?: number;
};
type AskJson = <Schema extends z.ZodType>(schema: Schema, asking: Asking) => Promise<z.output<Schema>>;

export type AskWays = {
  askJson: AskJson;
  /** For answers without content. */
  ask: (asking: Asking) => Promise<void>;
  askBytes: (mediaType: string, asking: Asking) => Promise<Uint8Array<ArrayBuffer>>;
};

/** The calls of the scan station over HTTP. */
export function stationCalls({ askJson, ask, askBytes }: AskWays): StationCentral {
  const base = '/v1/station';
  return {
    overview: () => askJson(stationOverview, { method: 'GET', path: base }),
    stack: (stackId) => askJson(stackDetail, { method: 'GET', path: `${base}/stacks/${stackId}` }),
    act: (stackId, act) => ask({ method: 'POST', path: `${base}/stacks/${stackId}/${act}` }),
    correct: (stackId, json) => ask({ method: 'POST', path: `${base}/stacks/${stackId}/correct`, json, wait: 180_000 }),
    compose: (inboxId, json) =>
      askJson(composedLetters, { method: 'POST', path: `/v1/inboxes/${inboxId}/compose`, json, wait: 180_000 }),
    propose: (json) => askJson(letterProposal, { method: 'POST', path: '/v1/letters/propose', json, wait: 5_000 }),
    page: ({ stackId, page, turned }) => {
      const path = `${base}/stacks/${stackId}/pages/${page}${turned === undefined ? '' : `?turned=${turned}`}`;
      return askBytes('image/jpeg', { method: 'GET', path, wait: 120_000 });
    },
    original: (stackId, from, to) => {
      const headers = { range: `bytes=${from}-${to - 1}` };
      const path = `${base}/stacks/${stackId}/original`;
      return askBytes('application/octet-stream', { method: 'GET', path, headers, wait: 120_000 });
    },
    coverCase: async (fileNumber) => {
      const path = `${base}/cover-case?fileNumber=${encodeURIComponent(fileNumber)}`;
      return (await askJson(z.object({ found: coverCase }), { method: 'GET', path })).found;
    },
    upload: ({ station, fileName, content }, signal) => {
      const query = new URLSearchParams({ station, fileName });
      return askJson(uploadedStack, {
        method: 'POST',
        path: `${base}/stacks?${query}`,
        stream: content,
        signal,
        wait: 0,
      });
    },
  };
}
