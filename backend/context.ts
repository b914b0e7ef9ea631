import type { Shape } from '../core/contract/desk.ts';
import type { configuration } from '../core/contract/desk-shapes.ts';
import { type CommandArgs, type CommandName, commandByName } from '../core/commands/registry.ts';
import { AppError } from '../core/domain/errors.ts';
import type { Id } from '../core/domain/ids.ts';
import { mayInScope, readScope } from '../db/scopes.ts';
import type { Viewer } from '../db/queries/viewer.ts';
import { actorOf, type Desk } from './commands/desk.ts';
import { endOfAccess } from './commands/end-of-access.ts';
import { runCommand } from './commands/run-command.ts';
import type { InspectionPool } from '../intake/content/inspection-pool.ts';
import type { SyncEngine } from './sync/engine.ts';
import type { ScanDesk } from './branch-scans/scan-desk.ts';
import type { ScanUpload } from './branch-scans/scan-upload.ts';
import type { TextDesk } from './uploads/text-desk.ts';
import type { Upload } from './uploads/upload.ts';

/** What the handlers work on while somebody is logged in; what is remembered here ends with the session. */
export type OpenDesk = Desk & {
  /** What is asked of the centre directly; everything else goes through the store. Throws AppError `offline` when it is away. */
  readonly centre: Pick<SyncEngine, 'askStation' | 'fetchContent' | 'readAccessLog' | 'readJournal' | 'state'>;
  /** Protected documents for which a reason was given in this session. */
  readonly openedProtected: Set<Id>;
  readonly uploads: Map<Id, Upload>;
  /** Scans on their way from the page. */
  readonly scanUploads: Map<Id, ScanUpload>;
  readonly scans: ScanDesk;
  readonly texts: TextDesk;
};

/** What all handlers are made from. */
export type BackendContext = {
  /** The desk of the worker who is logged in. Throws AppError `locked` when nobody is. */
  desk(): OpenDesk;
  readonly inspection: InspectionPool;
  readonly configuration: Shape<typeof configuration>;
};

/** Who asks, and when. */
export function viewerOf(desk: Desk): Viewer {
  return { workerId: actorOf(desk.store.db).id, now: desk.now() };
}

/** Throws AppError `offline` when only the centre can do this and it is away. */
export function requireCentreFor(desk: OpenDesk, name: string): void {
  // What must not happen twice in the house is not put aside for later: she is told at once, and nothing has happened.
  const { connection } = desk.centre.state();
  if (commandByName(name)?.mode !== 'online-only' || connection === 'connected') return;
  if (connection === 'paused') throw new AppError('offline', pausedWords);
  throw new AppError(
    'offline',
    'Dafür ist die Verbindung zur Zentrale nötig. Es wurde nichts geändert. Bitte versuchen Sie es noch einmal, sobald die Verbindung wieder besteht.',
  );
}

/** Runs a command and gives what the page is told about it. Throws AppError `offline` when only the centre can do it and it is away. */
export function perform<Name extends CommandName>(desk: OpenDesk, name: Name, args: CommandArgs<Name>) {
  requireCentreFor(desk, name);
  const { commandId, label, canUndo, hints } = runCommand(desk, name, args);
  return { commandId, label, canUndo, hints };
}

const pausedWords =
  'Dafür ist die Verbindung zur Zentrale nötig, und der Abgleich ist angehalten. Es wurde nichts geändert. Bitte setzen Sie den Abgleich fort.';

/** Throws AppError `not_found` when a case file or Postkorb is not on this desk or the right to it has run out. */
export function requireReadable(desk: Desk, scopeId: Id, what: 'Akte' | 'Postkorb'): void {
  if (mayInScope(desk.store.db, scopeId, 'read', desk.now())) return;
  const scope = readScope(desk.store.db, scopeId);
  if (scope?.validTo && scope.validTo <= desk.now()) {
    const words = `${endOfAccess(scope, desk.now())} Was davon auf diesem Gerät ist, wird entfernt.`;
    throw new AppError('not_found', words, { lostAccess: 'ranOut' });
  }
  throw new AppError(
    'not_found',
    what === 'Akte'
      ? 'Diese Akte ist nicht auf diesem Gerät, oder Sie haben keinen Zugriff mehr.'
      : 'Dieser Postkorb ist nicht auf diesem Gerät, oder Sie haben keinen Zugriff mehr.',
    { lostAccess: 'gone' },
  );
}
