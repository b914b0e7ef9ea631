import type { Id } from '../../core/domain/ids.ts';
import type { RecordKind } from '../../core/domain/records.ts';

/** What has changed in the store, by a command or by the sync; told after the commit. */
export type RecordsChanged = {
  caseFileIds: Id[];
  /** Case files of which only the worker's own visit is another one: nothing in them differs. */
  visitedIds: Id[];
  inboxIds: Id[];
  /** Records of the house: directory, keywords, substitutions. */
  house: boolean;
  kinds: RecordKind[];
};

export type DeskChanges = {
  records: RecordsChanged;
  /** Scopes came or went: lists of files and Postkörbe differ. */
  scopes: { gained: Id[]; lost: Id[] };
  /** A step of a long fetch is done. */
  progress: Record<string, never>;
  acts: Record<string, never>;
  clarifications: Record<string, never>;
  /** Something waits to be pushed. */
  outbox: Record<string, never>;
  /** Somebody looked at something, or the centre has been told. */
  looks: Record<string, never>;
  /** Bytes have come or gone. */
  blobs: { sha256: string[] };
};

export type ChangeNotices = {
  on<Topic extends keyof DeskChanges>(topic: Topic, listener: (change: DeskChanges[Topic]) => void): () => void;
  tell<Topic extends keyof DeskChanges>(topic: Topic, change: DeskChanges[Topic]): void;
};

/** Makes the place where changes of one store are told. A listener that throws harms nobody else. */
export function createChangeNotices(onListenerError: (error: unknown) => void = () => {}): ChangeNotices {
  const listeners = new Map<keyof DeskChanges, Set<(change: never) => void>>();
  return {
    on(topic, listener) {
      const ofTopic = listeners.get(topic) ?? new Set();
      listeners.set(topic, ofTopic);
      ofTopic.add(listener);
      return () => ofTopic.delete(listener);
    },
    tell(topic, change) {
      for (const listener of [...(listeners.get(topic) ?? [])]) {
        try {
          listener(change as never);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
  };
}
