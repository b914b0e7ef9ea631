import { describe, expect, it } from 'vitest';
import { asId } from '../../../core/domain/ids.ts';
import type { Command } from '../../shared/commands.ts';
import { groupsFor, rememberSearch } from './entries.ts';

const id = asId('0192a000-0000-7000-8000-000000000001');
const command = (part: Partial<Command>): Command =>
  ({
    id: 'note.add',
    title: 'Vermerk',
    group: 'Akte',
    shortcuts: ['V'],
    isEnabled: true,
    run: () => undefined,
    ...part,
  }) as Command;
const commands = [
  command({}),
  command({ id: 'go.inbox', title: 'Postkorb', group: 'Gehe zu' }),
  command({ id: 'list.next', title: 'Vermerk weiter', isKeyOnly: true }),
];
const found = {
  cases: [
    {
      caseFileId: id,
      fileNumber: '1',
      title: 'Verm, A',
      place: null,
      workerName: '',
      substitutedFor: null,
      state: 'running' as const,
      matched: '',
    },
  ],
  documents: [],
  inbox: [],
  notes: [{ caseFileId: id, noteId: id, caseTitle: 'A', snippet: { text: 'x', hits: [] } }],
  isMore: false,
  milliseconds: 1,
};

describe('what the search shows', () => {
  it('puts cases first and leaves empty groups out', () => {
    expect(groupsFor('verm', found, commands).map(({ title }) => title)).toEqual(['Akten', 'Vermerke', 'Befehle']);
  });

  it('offers commands by the beginning of their words, without those that are keys only', () => {
    const [group] = groupsFor('ver', undefined, commands);
    expect(group?.entries.map(({ key }) => key)).toEqual(['command-note.add']);
  });

  it('offers all commands, and nothing else, behind >', () => {
    expect(groupsFor('>', found, commands).flatMap(({ entries }) => entries).length).toBe(2);
  });

  it('remembers searches once, the latest first, at most eight', () => {
    const many = Array.from({ length: 8 }, (_, index) => `suche ${index}`);
    expect(rememberSearch(many, ' suche 3 ').slice(0, 2)).toEqual(['suche 3', 'suche 0']);
    expect(rememberSearch(many, 'neu')).toHaveLength(8);
    expect(rememberSearch([], '>x')).toEqual([]);
    expect(rememberSearch([], 'a')).toEqual([]);
  });
});
