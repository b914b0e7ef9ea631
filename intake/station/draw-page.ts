import type { Explained } from '../content/content-report.ts';
import { explain } from '../content/explanations.ts';
import type { PageAnswer, PageJob, SharedFile } from '../pages/page-jobs.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import { shareFile } from './share-file.ts';

/** A page somebody wants to see. `key` names the file: asked for again soon, its bytes are not read a second time. */
export type PageToDraw = {
  key: string;
  fileName: string;
  bytes: () => Promise<Uint8Array>;
  /** From 1. */
  page: number;
  /** Degrees clockwise to stand upright, as reading found it; what the file says itself is part of it. Null: as the file lies. */
  turned: number | null;
};
export type DrawnPage = { jpeg: Uint8Array };

/** Pixels of the longer side: enough to read a letter at the size of a window. */
const longSide = 1_600;
const keptFor = 60_000; // milliseconds

type Kept = { key: string; file: Promise<SharedFile>; timer: NodeJS.Timeout };

/** Draws pages in the workers of a pool; whoever looks through a stack asks for one after the other, so the last file is kept for a while. */
export function createPageDrawer(pages: WorkerPool<PageJob, PageAnswer>) {
  let kept: Kept | null = null;
  const forget = () => {
    kept = null;
  };
  const fileOf = ({ key, bytes, fileName }: PageToDraw): Promise<SharedFile> => {
    clearTimeout(kept?.timer);
    const file = kept?.key === key ? kept.file : bytes().then((all) => shareFile(all, fileName));
    const timer = setTimeout(forget, keptFor);
    timer.unref();
    kept = { key, file, timer };
    file.catch(forget);
    return file;
  };
  return async (wanted: PageToDraw): Promise<DrawnPage | Explained> => {
    const file = await fileOf(wanted);
    const job = { task: 'draw' as const, file, index: wanted.page - 1, turned: wanted.turned, longSide };
    const answer = await pages.ask(job, { isWaitedFor: true, affinity: `${file.number}` });
    return 'jpeg' in answer && answer.jpeg ? { jpeg: answer.jpeg } : 'explanation' in answer ? answer : unreadable();
  };
}

const unreadable = (): Explained => ({ explanation: explain('unreadable') });
