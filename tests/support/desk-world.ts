import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChangeNotices } from '../../backend/commands/changes.ts';
import type { Desk } from '../../backend/commands/desk.ts';
import { createSyncEngine, type SyncEngine } from '../../backend/sync/engine.ts';
import type { Timers } from '../../backend/sync/environment.ts';
import type { CommandArgs } from '../../core/commands/registry.ts';
import type { RecordWrite } from '../../core/commands/rule.ts';
import { createIdSource, type Id, type IdSource } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { everyonePrincipalId, houseScopeId } from '../../core/domain/standing-ids.ts';
import { openStore, type Store } from '../../db/store.ts';
import { memoryCentral, type MemoryCentralOptions } from './memory-central.ts';
import { MemoryCentre } from './memory-centre.ts';

/** Random numbers that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Timers a test lets run by hand. */
export function handTimers(): Timers & { due(): number; fire(upTo?: number): void } {
  let waiting: { milliseconds: number; callback: () => void }[] = [];
  return {
    after(milliseconds, callback) {
      const timer = { milliseconds, callback };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((one) => one !== timer);
      };
    },
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    due: () => waiting.length,
    /** Lets timers run out; with `upTo` only those set for at most so many milliseconds. */
    fire(upTo = Number.POSITIVE_INFINITY) {
      const due = waiting.filter((one) => one.milliseconds <= upTo);
      waiting = waiting.filter((one) => one.milliseconds > upTo);
      for (const { callback } of due) callback();
    },
  };
}

export type TestDesk = {
  desk: Desk;
  store: Store;
  sync: SyncEngine;
  timers: ReturnType<typeof handTimers>;
  calls: string[];
  workerId: Id;
  login: string;
  folder: string;
};
export type TestWorker = { login: string; workerId: Id; inboxId: Id };

/** A house with a centre in memory: two workers with Postkörben, one keyword, two case files both may write. */
export class DeskWorld {
  time = Date.parse('2026-11-22T08:00:00.000Z');
  readonly random: () => number;
  readonly newId: IdSource;
  readonly centre: MemoryCentre;
  readonly jensen: TestWorker;
  readonly thomsen: TestWorker;
  readonly keywordId: Id;
  readonly caseFileId: Id;
  readonly otherCaseFileId: Id;
  readonly now = (): string => momentOf(this.time);
  private readonly folders: string[] = [];
  private readonly desks: TestDesk[] = [];

  constructor(seed = 1) {
    this.random = seededRandom(seed);
    this.newId = createIdSource(
      () => this.time,
      (bytes) => {
        for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(this.random() * 256);
      },
    );
    this.centre = new MemoryCentre(this.now);
    this.jensen = { login: 'jensen', workerId: this.newId(), inboxId: this.newId() };
    this.thomsen = { login: 'thomsen', workerId: this.newId(), inboxId: this.newId() };
    this.keywordId = this.newId();
    this.caseFileId = this.newId();
    this.otherCaseFileId = this.newId();
    this.fill();
  }

  private fill(): void {
    const { centre, jensen, thomsen } = this;
    for (const { login, workerId } of [jensen, thomsen]) {
      centre.accounts.push({ login, password: `${login}-kennwort`, workerId, role: 'worker' });
    }
    centre.addScope(houseScopeId, 'g', [[everyonePrincipalId, 'read']]);
    const registerId = this.newId();
    const rules = {
      copyHint: null,
      isProtected: false,
      retentionYears: 10,
      courtDocumentClass: null,
      followUpDays: null,
    };
    const writes: RecordWrite[] = [
      {
        kind: 'office',
        id: this.newId(),
        scopeId: houseScopeId,
        body: { name: 'Jobcenter Nordfriesland', county: 'Nordfriesland' },
      },
      {
        kind: 'register',
        id: registerId,
        scopeId: houseScopeId,
        body: { number: 3, name: 'Unterkunft und Heizung', isProtected: false, validFrom: '2020-01-01', validTo: null },
      },
      {
        kind: 'keyword',
        id: this.keywordId,
        scopeId: houseScopeId,
        body: { registerId, name: 'Nebenkosten', rules, validFrom: '2020-01-01', validTo: null },
      },
    ];
    for (const worker of [jensen, thomsen]) {
      const familyName = worker === jensen ? 'Jensen' : 'Thomsen';
      const { workerId, inboxId } = worker;
      writes.push(
        {
          kind: 'worker',
          id: workerId,
          scopeId: houseScopeId,
          body: {
            familyName,
            givenName: 'Grete',
            signature: 'GJ',
            role: 'worker',
            teamId: null,
            inboxId,
            isActive: true,
          },
        },
        {
          kind: 'inbox',
          id: inboxId,
          scopeId: houseScopeId,
          body: { kind: 'worker', ownerId: workerId, name: familyName },
        },
      );
      centre.addScope(workerId, 'u', [[workerId, 'write']]);
      centre.addScope(inboxId, 'o', [
        [workerId, 'write'],
        [everyonePrincipalId, 'deliver'],
      ]);
    }
    centre.write(writes);
    for (const [index, caseFileId] of [this.caseFileId, this.otherCaseFileId].entries()) {
      centre.addScope(caseFileId, 'c', [
        [jensen.workerId, 'write'],
        [thomsen.workerId, 'write'],
      ]);
      centre.write([{ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: this.caseFileBody(index) }]);
    }
  }

  private caseFileBody(index: number): BodyOf<'caseFile'> {
    return {
      fileNumber: `13102BG000471${index}`,
      kind: 'benefit',
      title: index === 0 ? 'Petersen, Anna' : 'Hinrichsen, Uwe',
      householdId: null,
      workerId: this.jensen.workerId,
      state: 'running',
      approvedFrom: null,
      approvedUntil: null,
      openedOn: '2020-01-01',
      nextSheet: 1,
    };
  }

  /** A letter in somebody's Postkorb, put there by the centre; gives its id. */
  deliver(
    worker: TestWorker,
    title: string,
    text = 'Mietvertrag über die Wohnung',
    more: Partial<CommandArgs<'deliverInboxItem'>> = {},
  ): Id {
    const itemId = this.newId();
    const sha256 = this.centre.keepBlob(new TextEncoder().encode(`${title}\n${itemId}`));
    const result = this.centre.decide(worker.workerId, {
      id: this.newId(),
      name: 'deliverInboxItem',
      at: this.now(),
      args: {
        inboxId: worker.inboxId,
        itemId,
        title,
        letterDate: '2026-11-20',
        receivedDate: '2026-11-21',
        sender: 'Wohnungsbau Husum',
        direction: 'incoming',
        source: 'scan',
        content: this.content(sha256, title.length + 1 + itemId.length),
        pageTexts: [text],
        proposedCase: null,
        proposedKeyword: null,
        remark: null,
        ...more,
      },
    });
    if (result.result !== 'ok') throw new Error(`not delivered: ${result.message}`);
    return itemId;
  }

  content(sha256: string, size: number) {
    return {
      fileName: 'brief.pdf',
      mediaType: 'application/pdf',
      size,
      sha256,
      kind: 'pdf' as const,
      pageCount: 2,
      encrypted: 'no' as const,
      hasText: true,
      explanation: null,
      attachments: [],
    };
  }

  filing(title: string) {
    return {
      title,
      keywordIds: [this.keywordId],
      letterDate: '2026-11-20',
      receivedDate: '2026-11-21',
      sender: 'Wohnungsbau Husum',
      direction: 'incoming' as const,
      isProtected: false,
    };
  }

  temporaryFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'aktenpult-test-'));
    this.folders.push(folder);
    return folder;
  }

  /** A desk of a worker with an empty store, or with the store in a folder; not synced yet. */
  openDesk(
    worker: TestWorker,
    options: MemoryCentralOptions & { folder?: string; onFault?: (error: unknown) => void } = {},
  ): TestDesk {
    const folder = options.folder ?? this.temporaryFolder();
    const store = openStore({ folder, key: new Uint8Array(32).fill(7), newId: this.newId, now: this.now });
    const desk: Desk = { store, changes: createChangeNotices(), newId: this.newId, now: this.now };
    const central = memoryCentral(this.centre, options);
    const timers = handTimers();
    const logInAgain = () =>
      central.logIn({ login: worker.login, password: `${worker.login}-kennwort`, deviceName: 'Test' });
    const onFault = options.onFault ?? rethrowLater;
    const sync = createSyncEngine({ desk, central, timers, random: this.random, logInAgain, onFault });
    sync.start(null);
    const { login, workerId } = worker;
    const opened = { desk, store, sync, timers, calls: central.calls, workerId, login, folder };
    this.desks.push(opened);
    return opened;
  }

  async closeDesk(one: TestDesk): Promise<void> {
    await one.sync.stop();
    one.store.close();
    this.desks.splice(this.desks.indexOf(one), 1);
  }

  async close(): Promise<void> {
    for (const one of [...this.desks]) await this.closeDesk(one);
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** A fault of the program itself must fail the test, wherever it happens. */
function rethrowLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
