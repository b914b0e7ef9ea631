import type { CommandArgs } from '../../core/commands/registry.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { PageWords } from '../../core/letters/page-words.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import { readableError } from '../../db/open.ts';
import { documentsWithoutText, nextTextToRead, removeTextToRead, type TextToRead } from '../../db/texts-to-read.ts';
import type { StackReader } from '../../intake/station/stack-reading.ts';
import type { Desk } from '../commands/desk.ts';
import { runCommand } from '../commands/run-command.ts';
import type { Timers } from '../sync/environment.ts';

const mostPages = 300; // of one content; whoever needs the text of more has it scanned
const longestPage = 200_000; // characters, as records allow
const retryAfter = 10_000; // milliseconds until a full disk is tried again

/** Recognises what was handed in at this desk without text, as long as somebody is logged in. Nobody waits for it who does not ask. */
export type TextDesk = {
  /** The words of a content, by its bytes; once however often it is asked. Empty where there are none. */
  read(content: Pick<ContentFacts, 'sha256' | 'fileName'>): Promise<PageWords[]>;
  /** Something was noted that is to be recognised. */
  wake(): void;
  /** Ends reading; what is noted is read after the next log-in. */
  stop(): Promise<void>;
};

type Words = CommandArgs<'addRecognisedText'>;
/** What is proposed for a letter, from what was recognised in it; null where that is not known. */
export type ProposeLater = (pages: PageWords[], text: TextToRead) => Promise<Words['proposal']>;

type Parts = {
  desk: Desk;
  reader: () => StackReader;
  timers: Pick<Timers, 'after'>;
  /** False while the first records are still coming. */
  isReady: () => boolean;
  propose: ProposeLater;
  onFault: (error: unknown) => void;
};

/** Whether a content may hold text that has to be recognised. */
export function isToBeRead({ kind, encrypted, explanation, pageCount }: ContentFacts, pageTexts: string[]): boolean {
  const isPicture = kind === 'pdf' || kind === 'image' || kind === 'tiff';
  const hasText = pageTexts.some((text) => text.trim() !== '');
  return isPicture && !hasText && encrypted !== 'password' && !explanation && (pageCount ?? 1) <= mostPages;
}

/** The text of each page, by its number. */
export const textsOfPages = (pages: readonly PageWords[]): string[] =>
  pages.map(({ text }) => text.slice(0, longestPage));

/** Starts recognising for one store. */
export function startTextDesk({ desk, reader, timers, isReady, propose, onFault }: Parts): TextDesk {
  const { db, blobs } = desk.store;
  const ending = new AbortController();
  const readings = new Map<string, Promise<PageWords[]>>();
  let working: Promise<void> | null = null;
  let cancelRetry = () => {};

  const readNow = async ({ sha256, fileName }: Pick<ContentFacts, 'sha256' | 'fileName'>) => {
    const bytes = await blobs.readAll(sha256);
    return reader().readText(bytes, fileName, { priority: 'waitedFor', signal: ending.signal });
  };
  const read: TextDesk['read'] = (content) => {
    const known = readings.get(content.sha256);
    if (known) return known;
    const reading = readNow(content);
    readings.set(content.sha256, reading);
    reading.catch(() => readings.delete(content.sha256));
    return reading;
  };
  const finish = async (text: TextToRead) => {
    const pages = blobs.has(text.sha256) ? await read(text) : [];
    const pageTexts = textsOfPages(pages);
    if (pageTexts.some((one) => one.trim() !== '')) {
      const proposal = text.isInbox ? await propose(pages, text) : null;
      if (ending.signal.aborted) return;
      runCommand(desk, 'addRecognisedText', commandOf(text, pageTexts, proposal));
      for (const other of documentsWithoutText(db, text.sha256)) give(other, pageTexts);
    }
    removeTextToRead(db, text);
    readings.delete(text.sha256);
  };
  /** A letter that was filed meanwhile; in a file she may only read it stays as it is. */
  const give = (text: TextToRead, pageTexts: string[]) => {
    try {
      runCommand(desk, 'addRecognisedText', commandOf(text, pageTexts, null));
    } catch (error) {
      if (!(readableError(error) instanceof AppError)) throw error;
    }
  };
  /** False: nothing can be kept now, the rest waits. */
  const finishOrSay = async (text: TextToRead): Promise<boolean> => {
    try {
      await finish(text);
      return true;
    } catch (error) {
      if (ending.signal.aborted) return false;
      const told = readableError(error);
      if (told instanceof AppError && told.code === 'storage_full') {
        cancelRetry = timers.after(retryAfter, wake);
        return false;
      }
      if (!(told instanceof AppError)) onFault(error);
      removeTextToRead(db, text);
      return true;
    }
  };
  const work = async () => {
    for (let text = nextTextToRead(db); text && !ending.signal.aborted; text = nextTextToRead(db)) {
      if (!(await finishOrSay(text))) break;
    }
  };
  const wake = () => {
    if (ending.signal.aborted || !isReady()) return;
    working ??= work()
      .catch((error: unknown) => {
        if (!ending.signal.aborted) onFault(error);
      })
      .finally(() => {
        working = null;
      });
  };
  if (nextTextToRead(db)) wake();
  return {
    read,
    wake,
    async stop() {
      ending.abort();
      cancelRetry();
      await Promise.allSettled([working, ...readings.values()]);
    },
  };
}

function commandOf(
  { scopeId, ownerId, versionId, isInbox }: TextToRead,
  pageTexts: string[],
  proposal: Words['proposal'],
): Words {
  return { ...{ scopeId, ownerId, versionId, isInbox }, pageTexts, proposal };
}
