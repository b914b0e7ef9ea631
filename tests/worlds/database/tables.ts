import type { PushResult } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { Level, Role, ScopeKind } from '../../../core/domain/levels.ts';

// The rows of central/migrations/0001-store.sql, as they lie in memory. Rows are never changed in place: a write puts a new one.

export type StoreRow = { epoch: string };
export type ScopeRow = {
  id: Id;
  kind: ScopeKind;
  head: number;
  lastXid: number;
  digest: string;
  rowCount: number;
  chain: Buffer;
  journalCount: number;
  purgeFloor: number;
};
export type RecordRow = {
  scopeId: Id;
  kind: string;
  id: Id;
  ver: number;
  deleted: boolean;
  parentId: Id | null;
  body: string | null;
  h: string;
};
/** Moments in milliseconds; Infinity: never. */
export type MembershipRow = {
  id: number;
  workerId: Id;
  principalId: Id;
  from: number;
  to: number;
  sourceId: Id | null;
  reason: string;
  nextEdge: number | null;
};
export type GrantRow = { scopeId: Id; principalId: Id; level: Level };
export type DenyRow = { scopeId: Id; workerId: Id };
export type AccessVersionRow = { workerId: Id; version: number; lastXid: number };
/** `closingUntil`: null while it is open. */
export type AccountRow = { workerId: Id; role: Role; closingUntil: number | null };
export type EscrowKeyRow = { id: Id; publicKey: Buffer; privateKey: Buffer };
export type EscrowCommandRow = { commandId: Id; workerId: Id; body: string; isProven: boolean; isTaken: boolean };
/** `order`: it is to be wiped. */
export type DeskStoreRow = {
  id: Id;
  workerId: Id;
  proofKey: Buffer;
  order: string | null;
  isFarewell: boolean;
  isWiped: boolean;
};
export type ClientRow = {
  clientId: Id;
  workerId: Id;
  lastMid: number;
  lastId: Id | null;
  durableMid: number;
};
export type MutationRow = {
  id: Id;
  clientId: Id;
  workerId: Id;
  mid: number;
  name: string;
  argsHash: Buffer;
  result: PushResult;
};
export type QuarantineRow = { commandId: Id; workerId: Id; name: string; args: string; state: 'open' | 'settled' } & {
  schema: number;
  code: string;
  message: string;
  details: string;
  atDesk: string;
};
export type JournalLineRow = {
  scopeId: Id;
  number: number;
  at: string;
  atDesk: string;
  actorId: Id;
  clientId: Id | null;
  commandId: Id | null;
  action: string;
  targetKind: string;
  targetId: Id;
  reason: string | null;
  payloadHash: Buffer;
  prev: Buffer;
  hash: Buffer;
};
export type BlobRow = { sha256: string; size: number; state: 'stored' | 'damaged' };
export type BlobScopeRow = { sha256: string; scopeId: Id };
export type UploadRow = { id: string; workerId: Id; sha256: string; state: 'open' | 'done' };
/** What the scan station knows of its stacks; the rest of their rows decides nothing here. */
export type StackRow = { id: Id; round: number };
export type StackDocumentRow = {
  id: Id;
  stackId: Id;
  round: number;
  number: number;
  pages: number[];
  inboxId: Id;
  itemId: Id;
  state: 'delivered' | 'needsLook' | 'replaced';
};
export type LetterReturnRow = {
  id: Id;
  stackId: Id;
  documentId: Id;
  inboxId: Id;
  itemId: Id;
  returnedBy: Id;
  state: 'open' | 'takenBack' | 'answered';
};

type Tables = {
  store: StoreRow;
  scope: ScopeRow;
  membership: MembershipRow;
  grant: GrantRow;
  deny: DenyRow;
  accessVersion: AccessVersionRow;
  account: AccountRow;
  escrowKey: EscrowKeyRow;
  escrowCommand: EscrowCommandRow;
  deskStore: DeskStoreRow;
  client: ClientRow;
  mutation: MutationRow;
  quarantine: QuarantineRow;
  blob: BlobRow;
  blobScope: BlobScopeRow;
  upload: UploadRow;
  stack: StackRow;
  stackDocument: StackDocumentRow;
  letterReturn: LetterReturnRow;
};
/** Records and journal lines lie in a table per scope, since everything asks for them by scope. */
export type TableName = keyof Tables | `record ${Id}` | `journal ${Id}`;
export type RowOf<Name extends TableName> = Name extends keyof Tables
  ? Tables[Name]
  : Name extends `record ${string}`
    ? RecordRow
    : JournalLineRow;
export type AnyRow = Tables[keyof Tables] | RecordRow | JournalLineRow;

/** All committed rows: table, key, row. */
export type Contents = Map<TableName, Map<string, AnyRow>>;
