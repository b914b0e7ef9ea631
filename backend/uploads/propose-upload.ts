import { setTimeout } from 'node:timers/promises';
import type { OpenDesk } from '../context.ts';
import type { UploadPart } from './mail-parts.ts';
import { type LetterProposal, pagesOf, proposeLetterHere } from './propose-letter-here.ts';
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
  const ending = new AbortController();
  const tooLate = setTimeout(longestWait, null, { signal: ending.signal, ref: false }).catch(() => null);
  try {
    return await Promise.race([proposeUpload(desk, finished).catch(() => null), tooLate]);
  } finally {
    ending.abort();
  }
}

async function propose(desk: OpenDesk, finished: FinishedUpload): Promise<LetterProposal> {
  const { content, pageTexts, says, mail } = finished;
  const isMail = content.kind === 'mail';
  const proposal = await proposeLetterHere(desk, { pages: pagesOf(pageTexts), isMail, says });
  void proposeParts(desk, mail?.parts ?? []).catch(() => undefined);
  return proposal;
}

async function proposeParts(desk: OpenDesk, parts: readonly UploadPart[]): Promise<void> {
  for (const part of parts.slice(0, mostParts)) {
    const isMail = part.content.kind === 'mail';
    part.proposal = await proposeLetterHere(desk, { pages: pagesOf(part.pageTexts), isMail, says: part.says });
  }
}
