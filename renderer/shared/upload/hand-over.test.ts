import { describe, expect, it } from 'vitest';
import type { DeskClient } from '../../../core/contract/desk.ts';
import { asId } from '../../../core/domain/ids.ts';
import { bytesSource, handOver } from './hand-over.ts';

const id = asId('0192a000-0000-7000-8000-000000000001');

/** Notes what a desk is asked, in order. */
function listening() {
  const asked: string[] = [];
  const parts: Uint8Array[] = [];
  const uploads = {
    begin: async ({ size }: { size: number }) => {
      asked.push(`begin ${size}`);
      return { uploadId: id };
    },
    part: async ({ offset, bytes }: { offset: number; bytes: Uint8Array }) => {
      asked.push(`part ${offset}+${bytes.byteLength}`);
      parts.push(bytes);
      return {};
    },
    finish: async () => {
      asked.push('finish');
      return { uploadId: id };
    },
    discard: async () => {
      asked.push('discard');
      return {};
    },
  };
  return { client: { uploads } as unknown as DeskClient, asked, parts };
}

describe('handing a file over', () => {
  it('sends it in parts of at most 1 MiB, in order and complete', async () => {
    const { client, asked, parts } = listening();
    const bytes = Uint8Array.from({ length: 2_200_000 }, (_, index) => index % 251);
    const progress: number[] = [];
    await handOver(client, { caseFileId: id }, bytesSource('a.pdf', bytes), {
      onProgress: (done) => progress.push(done),
    });
    expect(asked).toEqual(['begin 2200000', 'part 0+1048576', 'part 1048576+1048576', 'part 2097152+102848', 'finish']);
    const received = new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
    expect(received).toEqual(bytes);
    expect(progress).toEqual([1_048_576, 2_097_152, 2_200_000]);
  });

  it('takes an empty file, too', async () => {
    const { client, asked } = listening();
    await handOver(client, { caseFileId: id }, bytesSource('leer.pdf', new Uint8Array()));
    expect(asked).toEqual(['begin 0', 'finish']);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const { client, asked } = listening();
    const abort = new AbortController();
    const source = bytesSource('a.pdf', new Uint8Array(3_000_000));
    const run = handOver(client, { caseFileId: id }, source, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toEqual(['begin 3000000', 'part 0+1048576', 'discard']);
  });
});
