import { setTimeout } from 'node:timers/promises';
import { versionIdOf } from '../../core/commands/document-parts.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import type { PageWords } from '../../core/letters/page-words.ts';
import { addTextToRead } from '../../db/texts-to-read.ts';
import type { OpenDesk } from '../context.ts';
import type { UploadPart } from './mail-parts.ts';
import { type LetterProposal, pagesOf, proposeLetterHere } from './propose-letter-here.ts';
import { isToBeRead, textsOfPages } from './text-desk.ts';
import type { FinishedUpload } from './upload.ts';

const longestWait = 3_000; // milliseconds an act waits for what is proposed
const mostParts = 20; // of a mail; more are delivered with what they say of themselves

/** Proposes how an upload is to be filed, once however often it is asked; its attachments follow, without anybody waiting for them. */
export function proposeUpload(desk: OpenDesk, finished: FinishedUpload): Promise<LetterProposal> {
  finished.proposal ??= propose(desk, finished);
  return finished.proposal;
}

/** What is proposed, where that is known soon; null where it fails or takes long: then the act goes on without. */
export async function proposedSoon(desk: OpenDesk, finished: FinishedUpload): Promise<LetterProposal | null> {
  // What is still to be recognised is filled in afterwards.
  if (isToBeRead(finished.content, finished.pageTexts)) return null;
  const ending = new AbortController();
  const tooLate = setTimeout(longestWait, null, { signal: ending.signal, ref: false }).catch(() => null);
  try {
    return await Promise.race([proposeUpload(desk, finished).catch(() => null), tooLate]);
  } finally {
    ending.abort();
  }
}

async function propose(desk: OpenDesk, finished: FinishedUpload): Promise<LetterProposal> {
  const { content, says, mail } = finished;
  const isMail = content.kind === 'mail';
  const pages = await pagesToPropose(desk, finished);
  const proposal = await proposeLetterHere(desk, { pages, isMail, says });
  void proposeParts(desk, mail?.parts ?? []).catch(() => undefined);
  return proposal;
}

/** The pages of an upload; those of a picture or scan without text are recognised, and are its text from then on. */
async function pagesToPropose(desk: OpenDesk, finished: FinishedUpload): Promise<PageWords[]> {
  const { content, pageTexts } = finished;
  if (!isToBeRead(content, pageTexts)) return pagesOf(pageTexts);
  const pages = await desk.texts.read(content);
  finished.pageTexts = textsOfPages(pages);
  if (!isToBeRead(content, finished.pageTexts)) finished.content = { ...content, hasText: true };
  return pages;
}

type Handed = { ownerId: Id; content: ContentFacts; pageTexts: string[] };

/** Notes what was handed in without text, to be recognised afterwards. */
export function recogniseLater(desk: OpenDesk, scopeId: Id, isInbox: boolean, handed: readonly Handed[]): void {
  for (const { ownerId, content, pageTexts } of handed) {
    if (!isToBeRead(content, pageTexts)) continue;
    const { sha256, fileName } = content;
    const text = { scopeId, ownerId, versionId: versionIdOf(ownerId), isInbox, sha256, fileName };
    addTextToRead(desk.store.db, text, desk.now());
  }
}

async function proposeParts(desk: OpenDesk, parts: readonly UploadPart[]): Promise<void> {
  for (const part of parts.slice(0, mostParts)) {
    const isMail = part.content.kind === 'mail';
    part.proposal = await proposeLetterHere(desk, { pages: pagesOf(part.pageTexts), isMail, says: part.says });
  }
}
