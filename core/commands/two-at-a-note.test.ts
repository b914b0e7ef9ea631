import { describe, expect, test } from 'vitest';
import {
  newId,
  people,
  caseFileId,
  run,
  rows,
  sideOf,
  checkTable,
  type Act,
} from '../../tests/support/two-at-one-thing.ts';
import type { Id } from '../domain/ids.ts';

describe('a note', () => {
  const noteId = newId();
  const acts = {
    revise: {
      ...{ name: 'reviseNote', word: ({ title }) => title },
      args: ({ title }) => ({ caseFileId, noteId: newId(), replaces: [noteId], text: title, isPinned: false }),
    },
    retract: {
      ...{ name: 'retractNote', args: ({ reason }) => ({ caseFileId, noteId, reason }) },
      word: ({ reason }) => reason,
    },
  } satisfies Record<string, Act>;
  const write = () => {
    const words = { documentId: null, text: 'Anruf', isPinned: false, isPhoneCall: true };
    run('addNote', { caseFileId, noteId, ...words }, people.anna);
  };
  const standing = () => {
    const notes = rows('note').filter(({ body }) => body.retractedAt === null);
    const replaced = new Set(notes.flatMap(({ body }) => body.parentIds as Id[]));
    return notes.filter(({ id }) => !replaced.has(id)).map(({ body }) => body.text);
  };

  checkTable<keyof typeof acts>(
    acts,
    [
      [
        ...(['revise', 'revise'] as const),
        ({ left, right }) => expect(standing().sort()).toEqual([left.title, right.title].sort()),
        'nobody',
      ],
      ['revise', 'retract', ({ left }) => expect(standing()).toEqual([left.title]), 'right'],
      ['retract', 'retract', () => expect(standing()).toEqual([]), 'second'],
    ],
    write,
  );

  test('with two texts is one again when somebody joins them', () => {
    write();
    for (const by of Object.values(people)) run('reviseNote', acts.revise.args(sideOf(by, by === people.anna)), by);
    const replaces = rows('note').flatMap(({ id, body }) => (body.text === 'Anruf' ? [] : [id]));
    expect(replaces).toHaveLength(2);
    run('reviseNote', { caseFileId, noteId: newId(), replaces, text: 'Beides', isPinned: false }, people.bernd);
    expect(standing()).toEqual(['Beides']);
    expect(rows('note')).toHaveLength(4);
  });
});
