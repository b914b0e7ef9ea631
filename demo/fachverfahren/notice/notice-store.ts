import { randomUUID } from 'node:crypto';
import type { Day } from '../model/months.ts';
import type { NoticeKind } from './notice-request.ts';

export type StoredNotice = {
  id: string;
  fileNumber: string;
  kind: NoticeKind;
  title: string;
  keyword: string;
  letterDate: Day;
  fileName: string;
  bytes: Uint8Array;
  createdAt: number;
  /** Set when the desk confirmed that the notice is in the file. */
  filed: boolean;
  /** Set when it was laid into the print folder. */
  printed: boolean;
};

export type NoticeStore = {
  add: (notice: Omit<StoredNotice, 'id' | 'createdAt' | 'filed' | 'printed'>) => StoredNotice;
  find: (id: string) => StoredNotice | undefined;
  /** Notices of a case that are still kept, newest first. */
  ofCase: (fileNumber: string) => StoredNotice[];
};

export const noticeLifetimeHours = 8;
const largestCount = 200;

/** Keeps finished notices for a working day, at most 200 of them; ids cannot be guessed. `clock` gives milliseconds. */
export function createNoticeStore(clock: () => number = Date.now): NoticeStore {
  const notices = new Map<string, StoredNotice>();
  const prune = () => {
    const oldest = clock() - noticeLifetimeHours * 3_600_000;
    for (const notice of notices.values()) {
      if (notice.createdAt < oldest || notices.size > largestCount) notices.delete(notice.id);
    }
  };
  return {
    add: (notice) => {
      const stored = { ...notice, id: randomUUID(), createdAt: clock(), filed: false, printed: false };
      notices.set(stored.id, stored);
      prune();
      return stored;
    },
    find: (id) => {
      prune();
      return notices.get(id);
    },
    ofCase: (fileNumber) => {
      prune();
      return [...notices.values()].filter((notice) => notice.fileNumber === fileNumber).reverse();
    },
  };
}
