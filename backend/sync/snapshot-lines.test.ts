import { describe, expect, it } from 'vitest';
import type { PulledRow } from '../../core/contract/central.ts';
import type { SnapshotHeader } from '../../core/contract/snapshot.ts';
import { AppError } from '../../core/domain/errors.ts';
import { sourceRows } from '../../db/prepared-rows.ts';
import { readSnapshotLines } from './snapshot-lines.ts';

const id = '0192a000-0000-7000-8000-000000000001';
const text = `{"line":"snapshot","epoch":"e","denied":[]}
{"line":"scope","scopeId":"${id}","head":2,"digest":"7","rowCount":2}
["note","${id}",1,{"text":"Süd\\nstraße [4]"}]
["note","${id}",2,null]
{"line":"end","isWhole":true}
`;

type Told = SnapshotHeader | { line: 'rows'; rows: PulledRow[] };

async function read(...pieces: Uint8Array[]): Promise<Told[]> {
  const parts: Told[] = [];
  async function* source() {
    yield* pieces;
  }
  for await (const part of readSnapshotLines(source())) {
    const last = parts.at(-1);
    if (part.line !== 'rows') parts.push(part);
    else if (last?.line === 'rows') last.rows.push(...sourceRows(part.rows.source));
    else parts.push({ line: 'rows', rows: sourceRows(part.rows.source) });
  }
  return parts;
}

const codeOf = async (line: string): Promise<string> => {
  try {
    await read(Buffer.from(line));
    return 'none';
  } catch (error) {
    return error instanceof AppError ? error.code : `unexpected ${error}`;
  }
};

describe('the lines of a snapshot', () => {
  it('are the same wherever the line cuts them', async () => {
    const bytes = Buffer.from(text);
    const whole = await read(bytes);
    expect(whole[2]).toEqual({
      line: 'rows',
      rows: [
        { kind: 'note', id, ver: 1, deleted: false, body: { text: 'Süd\nstraße [4]' } },
        { kind: 'note', id, ver: 2, deleted: true, body: null },
      ],
    });
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(await read(bytes.subarray(0, at), bytes.subarray(at))).toEqual(whole);
    }
  });

  it('count as cut when the last one has no end', async () => {
    expect(await codeOf(text.slice(0, -1))).toBe('offline');
  });

  it.each([
    ['a page of a portal', '<html>\n'],
    ['a line of another kind', '{"line":"other"}\n'],
    ['an empty line', '\n'],
    ['a row that is cut', `["note","${id}",1\n`],
    ['a row without version', `["note","${id}",0,null]\n`],
    ['a row without an id', '["note","x",1,null]\n'],
    ['a row whose body is a list', `["note","${id}",1,[]]\n`],
    ['a row that is a number', `["note","${id}",1,5]\n`],
  ])('are not taken when one is %s', async (_what, line) => {
    expect(await codeOf(line)).toBe('internal');
  });
});
