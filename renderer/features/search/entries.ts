import type { OutputOf } from '../../shared/backend.tsx';
import type { Command } from '../../shared/commands.ts';

type Result = OutputOf<'search', 'query'>;
type RecentCase = OutputOf<'caseFiles', 'list'>['rows'][number];

/** One line that can be chosen. */
export type Entry = { key: string } & (
  | { kind: 'case'; row: Result['cases'][number] }
  | { kind: 'document'; row: Result['documents'][number] }
  | { kind: 'inbox'; row: Result['inbox'][number] }
  | { kind: 'note'; row: Result['notes'][number] }
  | { kind: 'command'; command: Command }
  | { kind: 'text'; text: string }
);
export type Group = { title: string; entries: Entry[] };

const commandsShown = 6;

/** The groups for a text: cases first (the phone rings), then what was found in them, then commands. */
export function groupsFor(text: string, result: Result | undefined, commands: readonly Command[]): Group[] {
  const groups: Group[] = [];
  const add = (title: string, entries: Entry[]) => {
    if (entries.length > 0) groups.push({ title, entries });
  };
  if (text.startsWith('>')) {
    const wanted = text.slice(1);
    add('Befehle', commandEntries(wanted, commands));
    return groups;
  }
  if (result) {
    add(
      'Akten',
      result.cases.map((row) => ({ kind: 'case', key: `case-${row.caseFileId}`, row })),
    );
    add(
      'Dokumente',
      result.documents.map((row) => ({ kind: 'document', key: `document-${row.documentId}-${row.page}`, row })),
    );
    add(
      'Postkorb',
      result.inbox.map((row) => ({ kind: 'inbox', key: `inbox-${row.itemId}`, row })),
    );
    add(
      'Vermerke',
      result.notes.map((row) => ({ kind: 'note', key: `note-${row.noteId}`, row })),
    );
  }
  add('Befehle', commandEntries(text, commands).slice(0, commandsShown));
  return groups;
}

/** What is offered before anything is typed: files opened lately, searches made lately. */
export function startGroups(recent: readonly RecentCase[], searches: readonly string[]): Group[] {
  const groups: Group[] = [];
  const cases = recent.slice(0, 8).map(
    (row): Entry => ({
      kind: 'case',
      key: `case-${row.caseFileId}`,
      row: { ...row, matched: '' },
    }),
  );
  if (cases.length > 0) groups.push({ title: 'Zuletzt geöffnete Akten', entries: cases });
  const texts = searches.map((text): Entry => ({ kind: 'text', key: `text-${text}`, text }));
  if (texts.length > 0) groups.push({ title: 'Letzte Suchen', entries: texts });
  return groups;
}

function commandEntries(text: string, commands: readonly Command[]): Entry[] {
  const words = text.toLocaleLowerCase('de').split(/\s+/).filter(Boolean);
  return commands
    .filter(({ isKeyOnly, id }) => !isKeyOnly && id !== 'search.open')
    .filter(({ title, group }) => {
      const searched = `${title} ${group}`.toLocaleLowerCase('de');
      return words.every((word) => searched.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)));
    })
    .map((command) => ({ kind: 'command', key: `command-${command.id}`, command }));
}

/** The latest search first, each once, at most 8. */
export function rememberSearch(searches: readonly string[], text: string): string[] {
  const wanted = text.trim();
  if (wanted.length < 2 || wanted.startsWith('>')) return [...searches];
  return [wanted, ...searches.filter((other) => other !== wanted)].slice(0, 8);
}
