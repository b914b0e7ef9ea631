import type { DeskHandlers } from '../../core/contract/desk.ts';
import { foldedWords, foldGerman as fold } from '../../core/domain/folding.ts';
import { cases, contents } from './fake-desk-data.ts';
import { documents, inboxItems, notes } from './fake-desk-fill.ts';

type Query = DeskHandlers['search']['query'];

function hitsIn(text: string, words: string[]): [number, number][] {
  const hits: [number, number][] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const word = words.find((wanted) => fold(match[0]).startsWith(wanted));
    if (word) hits.push([match.index, match.index + Math.min(word.length, match[0].length)]);
  }
  return hits;
}

/** Every word begins some word of the text; slow and plain, for a few documents. */
export const search: Query = ({ text, caseFileId, limit }) => {
  const started = performance.now();
  const words = foldedWords(text);
  const matches = (candidate: string) => {
    const parts = fold(candidate).split(/[^\p{L}\p{N}]+/u);
    return (
      words.length > 0 && words.every((word) => parts.some((part) => part.startsWith(word) || part.includes(word)))
    );
  };
  const pageOf = (ownerId: never) => {
    const page = contents.get(ownerId)?.pages.findIndex((candidate) => matches(candidate)) ?? -1;
    const source = contents.get(ownerId)?.pages[page]?.replaceAll('\n', ' ').slice(0, 160);
    return { page: page < 0 ? null : page + 1, snippet: source ? { text: source, hits: hitsIn(source, words) } : null };
  };
  const titleOf = (id: string) => cases.find((caseFile) => caseFile.caseFileId === id);
  const here = (id: string) => caseFileId === null || caseFileId === id;
  const foundDocuments = documents
    .filter((document) => here(document.caseFileId))
    .map((document) => ({ document, inTitle: matches(`${document.title} ${document.sender}`) }))
    .flatMap(({ document, inTitle }) => {
      const hit = pageOf(document.documentId as never);
      if (!inTitle && hit.page === null) return [];
      return {
        caseFileId: document.caseFileId,
        documentId: document.documentId,
        caseTitle: titleOf(document.caseFileId)?.title ?? '',
        fileNumber: titleOf(document.caseFileId)?.fileNumber ?? '',
        title: document.title,
        keywordNames: [document.title],
        letterDate: document.letterDate,
        page: inTitle ? null : hit.page,
        snippet: inTitle ? null : hit.snippet,
      };
    });
  return {
    cases: cases
      .filter(
        (caseFile) => caseFileId === null && matches(`${caseFile.title} ${caseFile.fileNumber} ${caseFile.place}`),
      )
      .map(({ caseFileId: id, fileNumber, title, place, workerName, substitutedFor, state }) => ({
        caseFileId: id,
        fileNumber,
        title,
        place,
        workerName,
        substitutedFor,
        state,
        matched: title,
      })),
    documents: foundDocuments.slice(0, limit),
    inbox: inboxItems
      .filter((item) => item.state === 'open' && caseFileId === null && matches(`${item.title} ${item.sender}`))
      .map(({ inboxId, itemId, title }) => ({ inboxId, itemId, title, page: null, snippet: null })),
    notes: notes
      .filter((note) => here(note.caseFileId) && matches(note.text))
      .map((note) => ({
        caseFileId: note.caseFileId,
        noteId: note.noteId,
        caseTitle: titleOf(note.caseFileId)?.title ?? '',
        snippet: { text: note.text, hits: hitsIn(note.text, words) },
      })),
    isMore: foundDocuments.length > limit,
    milliseconds: performance.now() - started,
  };
};
