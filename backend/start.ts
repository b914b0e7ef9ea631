import { randomFillSync } from 'node:crypto';
import { hostname } from 'node:os';
import { type DeskApi, type DeskHandlers, deskApi, deskContractVersion, type Shape } from '../core/contract/desk.ts';
import type { configuration } from '../core/contract/desk-shapes.ts';
import { AppError } from '../core/domain/errors.ts';
import { createIdSource } from '../core/domain/ids.ts';
import type { Emit } from '../core/rpc/definition.ts';
import type { Port } from '../core/rpc/port.ts';
import { serve } from '../core/rpc/serve.ts';
import { noteDamage } from '../db/damage-mark.ts';
import type { KeySealer } from '../db/keys.ts';
import { readableError } from '../db/open.ts';
import { caseAccessHandlers } from './case-access/handlers.ts';
import { branchScanHandlers } from './branch-scans/handlers.ts';
import { caseFileHandlers } from './case-files/handlers.ts';
import { clarificationHandlers } from './clarifications/handlers.ts';
import { createInspectionPool, type InspectionPoolOptions } from '../intake/content/inspection-pool.ts';
import { contentHandlers } from './content-access/handlers.ts';
import { createStackReader, type StackReaderOptions } from '../intake/station/stack-reader.ts';
import type { StackReader } from '../intake/station/stack-reading.ts';
import { type Attention, createAttention } from './attention.ts';
import type { BackendContext, OpenDesk } from './context.ts';
import { deskHandlers } from './desk/handlers.ts';
import { deskStoreHandlers } from './desk-stores/handlers.ts';
import { documentHandlers } from './documents/handlers.ts';
import { tellPages } from './events.ts';
import { followUpHandlers } from './follow-ups/handlers.ts';
import { inboxHandlers } from './inbox/handlers.ts';
import { journalHandlers } from './journal/handlers.ts';
import { leftWorkHandlers } from './left-work/handlers.ts';
import { noteHandlers } from './notes/handlers.ts';
import { officeHandlers } from './office/handlers.ts';
import { searchHandlers } from './search/handlers.ts';
import { createSession, type Session } from './session/session.ts';
import { sessionHandlers, syncHandlers } from './session/handlers.ts';
import { staffHandlers } from './staff/handlers.ts';
import { stationHandlers } from './station/handlers.ts';
import { substitutionHandlers } from './substitutions/handlers.ts';
import type { Central, KeyCentral } from './sync/central.ts';
import { createCentralClient, thisProgram } from './sync/central-client.ts';
import { type Clock, systemClock, systemTimers, type Timers } from './sync/environment.ts';
import { tourHandlers } from './tours/handlers.ts';
import { undoHandlers } from './undo/handlers.ts';
import { uploadHandlers } from './uploads/handlers.ts';

export type BackendOptions = {
  /** Where the stores of the workers of this machine lie. */
  dataFolder: string;
  /** Origin of the centre, for example `https://zentrale.kreis.example`. */
  centralUrl: string;
  configuration: Shape<typeof configuration>;
  /** The operating system's key store, where there is one. */
  keyStore: KeySealer | null;
  /** Told of faults of the program; `where` is a call (`inbox.file`) or a part (`sync`). Must not log personal data. */
  onUnexpectedError: (error: unknown, where: string) => void;
  /** Where worker and WebAssembly of the inspection lie once they are bundled. */
  inspection?: InspectionPoolOptions;
  /** Where the workers that read scans lie once they are bundled. */
  stackReader?: StackReaderOptions;
  /** Where the thread that reads first fetches lies once it is bundled. */
  snapshotWorkerUrl?: URL;
  /** Where the thread that looks for damage in a store lies once it is bundled. */
  damageSearchUrl?: URL;
  /** In place of the client over HTTP. */
  createCentral?: () => Central & KeyCentral;
  /** In place of the clock and the timers of the system. */
  clock?: Clock;
  timers?: Timers;
};

export type Backend = {
  /** Serves the desk on one port until it closes; `welcome` checks the token where a pipe is open to others. */
  serve(port: Port, welcome?: (token: string | null) => string | null): void;
  /** Locks the store and ends everything; work that waits for the centre stays in the store. */
  close(): Promise<void>;
};

/** Puts the backend together: the same in Electron's utility process, in the browser host and in tests. */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const servings = new Set<ReturnType<typeof serve>>();
  const emit = ((group: string, name: string, payload: unknown) => {
    for (const serving of servings) serving.emit(group, name, payload);
  }) as Emit<DeskApi>;
  const clock = options.clock ?? systemClock;
  const attention = createAttention(() => performance.now());
  let reader: StackReader | null = null;
  const session = createSession({
    dataFolder: options.dataFolder,
    createCentral:
      options.createCentral ?? (() => createCentralClient(options.centralUrl, thisProgram, options.snapshotWorkerUrl)),
    sealer: options.keyStore,
    deviceName: hostname().slice(0, 100),
    newId: createIdSource(
      () => clock.now(),
      (bytes) => randomFillSync(bytes),
    ),
    clock,
    timers: options.timers ?? systemTimers,
    random: Math.random,
    ...(options.damageSearchUrl ? { damageSearchUrl: options.damageSearchUrl } : {}),
    isAsked: attention.isAsked,
    stackReader: () => (reader ??= createStackReader(options.stackReader)),
    onFault: (error) => options.onUnexpectedError(error, 'sync'),
  });
  void session.lookForOrders(); // beside the start, which does not wait for the centre
  const inspection = createInspectionPool(options.inspection);
  const desk = followSession(session, emit, (error) => options.onUnexpectedError(error, 'session'));
  const context: BackendContext = { desk: desk.open, inspection, configuration: options.configuration };
  const handlers = guarded(allHandlers(context, session), desk, attention);
  return {
    serve(port, welcome) {
      const serving = serve(port, {
        api: deskApi,
        contractVersion: deskContractVersion,
        handlers,
        ...(welcome ? { welcome } : {}),
        onUnexpectedError: (error, { group, name }) => options.onUnexpectedError(error, `${group}.${name}`),
      });
      servings.add(serving);
      port.onClose(() => servings.delete(serving));
    },
    async close() {
      await session.close();
      await Promise.all([inspection.close(), reader?.close()]);
      for (const serving of servings) serving.close();
    },
  };
}

/** Keeps what lasts as long as a log-in: opened protected documents, uploads, who is told of changes. */
function followSession(session: Session, emit: Emit<DeskApi>, onError: (error: unknown) => void) {
  let current: OpenDesk | null = null;
  let stopTelling = () => {};
  session.onState((state) => emit('session', 'changed', state));
  session.onOpen((open) => {
    stopTelling();
    for (const upload of current?.uploads.values() ?? []) if (!upload.finished) void upload.writer.abort();
    for (const upload of current?.scanUploads.values() ?? []) void upload.writer.abort();
    current = open && {
      ...open.desk,
      centre: open.sync,
      openedProtected: new Set(),
      uploads: new Map(),
      scanUploads: new Map(),
      scans: open.scans,
      texts: open.texts,
    };
    if (!open) return;
    stopTelling = tellPages(open, emit);
    // Uploads that were neither filed nor discarded when the desk was last closed.
    open.desk.store.blobs.removeUnused().catch(onError);
  });
  return {
    open(): OpenDesk {
      if (!current) throw new AppError('locked', 'Bitte melden Sie sich an.');
      return current;
    },
    /** A handler failed: where a page of the store cannot be read, that is noted beside it. */
    noteFailure: (error: unknown) => {
      if (current) noteDamage(current.store.folder, error);
    },
    /** How to find out later whether the session is still the one of now. */
    isSame: () => {
      const then = current;
      return () => current === then;
    },
  };
}

function allHandlers(context: BackendContext, session: Session): DeskHandlers {
  return {
    session: sessionHandlers(session),
    sync: syncHandlers(session),
    tours: tourHandlers(session),
    deskStores: deskStoreHandlers(session),
    leftWork: leftWorkHandlers(session),
    staff: staffHandlers(context),
    office: officeHandlers(context),
    inbox: inboxHandlers(context),
    caseAccess: caseAccessHandlers(context),
    caseFiles: caseFileHandlers(context),
    documents: documentHandlers(context),
    uploads: uploadHandlers(context),
    branchScans: branchScanHandlers(context),
    content: contentHandlers(context),
    notes: noteHandlers(context),
    followUps: followUpHandlers(context),
    search: searchHandlers(context),
    substitutions: substitutionHandlers(context),
    clarifications: clarificationHandlers(context),
    undo: undoHandlers(context),
    journal: journalHandlers(context),
    desk: deskHandlers(context),
    station: stationHandlers(context),
  };
}

/** Asked again and again where nobody does anything but wait. */
const aboutProgress: ReadonlySet<string> = new Set(['session', 'sync']);

type AnyHandler = (input: never, more: never) => unknown;

/** A full disk is told as such; a call that was under way when the desk was locked ends as any call on a locked desk. */
function guarded(
  handlers: DeskHandlers,
  { isSame, noteFailure }: Pick<ReturnType<typeof followSession>, 'isSame' | 'noteFailure'>,
  attention: Attention,
): DeskHandlers {
  const guard =
    (handler: AnyHandler, group: string): AnyHandler =>
    async (input, more) => {
      if (!aboutProgress.has(group)) attention.noteAsked();
      const isStill = isSame();
      try {
        return await handler(input, more);
      } catch (error) {
        if (!(error instanceof AppError) && !isStill()) {
          throw new AppError('locked', 'Sie wurden abgemeldet. Bitte melden Sie sich wieder an.');
        }
        noteFailure(error);
        throw readableError(error);
      }
    };
  const groups = Object.entries(handlers).map(([group, calls]) => [
    group,
    Object.fromEntries(Object.entries(calls).map(([name, handler]) => [name, guard(handler as AnyHandler, group)])),
  ]);
  return Object.fromEntries(groups) as DeskHandlers;
}
