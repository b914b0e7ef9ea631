import type { LetterProposal, LetterToPropose } from '../../core/contract/station-shapes.ts';
import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { commandByName } from '../../core/commands/registry.ts';
import { type CommandDefinition, type RecordWrite, type RuleContext, runRule } from '../../core/commands/rule.ts';
import type { LeaseResponse, Poke, PulledRow, PushResult, SessionResponse } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { AccessEvent } from '../../core/contract/access-events.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough, type Level, levels, type Role, type ScopeKind } from '../../core/domain/levels.ts';
import { parentOf, type RecordKind } from '../../core/domain/records.ts';
import { everyonePrincipalId } from '../../core/domain/standing-ids.ts';
import type { LeftWorkList } from '../../core/contract/left-work.ts';
import type { MemoryRefusal } from './memory-refusals.ts';
import { changeAccess, rowKey } from './memory-access.ts';
import { keepLateWork } from './memory-late-work.ts';
import { addDigest, digestAsText, recordDigest } from '../../db/digest.ts';

export type MemoryRow = PulledRow & { kind: RecordKind };
export type MemoryScope = {
  id: Id;
  kind: ScopeKind;
  head: number;
  lastChange: number;
  rows: Map<string, MemoryRow>;
  grants: Map<Id, Level>;
};
type Account = { login: string; password: string; workerId: Id; role: Role };
type Membership = { sourceId: Id; workerId: Id; principalId: Id; from: string; to: string };
type Client = { workerId: Id; lastMid: number; lastId: Id | null };
type State = {
  epoch: string;
  change: number;
  scopes: Map<Id, MemoryScope>;
  decided: Map<Id, PushResult>;
  order: Id[];
  refusals: Map<Id, MemoryRefusal>;
  clients: Map<Id, Client>;
  memberships: Membership[];
  denials: Set<string>;
  access: Map<Id, number>;
};

const x25519PublicKey = () =>
  Buffer.from(generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString(
    'base64',
  );

/** A centre in memory with the rules of core: for tests of the desk alone. Accounts, scopes and rows are put in by the test. */
export class MemoryCentre {
  /** What it proposes for letters; null: it does not answer that. */
  proposeLetter: ((letter: LetterToPropose) => LetterProposal) | null = null;
  readonly accounts: Account[] = [];
  readonly blobs = new Map<string, Uint8Array>();
  /** Contents whose bytes went bad. */
  readonly damaged = new Set<string>();
  readonly uploads = new Map<string, { sha256: string; size: number; parts: Uint8Array[] }>();
  readonly sessions = new Map<string, { workerId: Id; refresh: string }>();
  readonly shares = new Map<Id, { workerId: Id; share: string }>();
  /** What closed accounts have left behind. */
  leftWork: LeftWorkList = { work: [], count: 0 };
  leaseSeconds = 72 * 3_600;
  readonly escrowKey = { id: randomUUID() as Id, publicKey: x25519PublicKey() };
  readonly listeners = new Set<(poke: Poke) => void>();
  /** Up to which version of her rights the desk of a worker said last that everything taken away is gone. */
  readonly cleared = new Map<Id, number | undefined>();
  readonly accessEvents = new Map<Id, AccessEvent & { workerId: Id }>();
  state: State = {
    epoch: randomUUID(),
    change: 1,
    scopes: new Map(),
    decided: new Map(),
    order: [],
    refusals: new Map(),
    clients: new Map(),
    memberships: [],
    denials: new Set(),
    access: new Map(),
  };
  private readonly now: () => string;

  constructor(now: () => string) {
    this.now = now;
  }

  /** Adds a scope with grants to principals (a worker's id, a team's id or everyone). */
  addScope(id: Id, kind: ScopeKind, grants: [Id, Level][]): void {
    const { state } = this;
    state.scopes.set(id, { id, kind, head: 0, lastChange: state.change, rows: new Map(), grants: new Map(grants) });
    this.bumpAccess();
  }

  /** Changes a right; null takes it away. */
  grant(scopeId: Id, principalId: Id, level: Level | null): void {
    const { grants } = this.scope(scopeId);
    if (level) grants.set(principalId, level);
    else grants.delete(principalId);
    this.bumpAccess();
  }

  /** Puts records in at the next version of their scopes, as an import does. */
  write(writes: RecordWrite[]): Map<Id, number> {
    const { state } = this;
    const versions = new Map<Id, number>();
    for (const write of writes) {
      const scope = this.scope(write.scopeId);
      const ver = versions.get(scope.id) ?? scope.head + 1;
      versions.set(scope.id, ver);
      scope.head = ver;
      scope.lastChange = state.change;
      const deleted = write.body === null;
      // Bodies travel as JSON: what is undefined here is not there at the desk.
      const body = write.body === null ? null : (JSON.parse(JSON.stringify(write.body)) as Record<string, unknown>);
      scope.rows.delete(rowKey(write.kind, write.id));
      scope.rows.set(rowKey(write.kind, write.id), { kind: write.kind, id: write.id, ver, deleted, body });
    }
    state.change += 1;
    const heads = [...versions].map(([scopeId, head]) => ({ scopeId, head }));
    for (const listener of this.listeners) listener({ heads, isWhole: true });
    return versions;
  }

  scope(id: Id): MemoryScope {
    const scope = this.state.scopes.get(id);
    if (!scope) throw new Error(`no scope ${id}`);
    return scope;
  }

  digestOf(scope: MemoryScope): string {
    let sum = 0n;
    for (const row of scope.rows.values()) sum = addDigest(sum, recordDigest(row));
    return digestAsText(sum);
  }

  /** A copy of everything but contents, for restoring it later. */
  backup(): State {
    return structuredClone(this.state);
  }

  /** The centre comes back as it was then, with a new epoch. */
  restore(copy: State): void {
    this.state = { ...structuredClone(copy), epoch: randomUUID() };
  }

  /** The centre comes back as it was then, and nobody notices: a fail-over that lost the end, a copy of the whole machine. */
  setBack(copy: State): void {
    this.state = structuredClone(copy);
  }

  levelOf(workerId: Id, scopeId: Id): Level | null {
    const grants = this.state.scopes.get(scopeId)?.grants;
    if (!grants || this.state.denials.has(`${scopeId}/${workerId}`)) return null;
    const held = this.principalsOf(workerId).flatMap((principal) => grants.get(principal) ?? []);
    return held.sort((left, right) => levels.indexOf(right) - levels.indexOf(left))[0] ?? null;
  }

  private principalsOf(workerId: Id): Id[] {
    const now = this.now();
    const running = this.state.memberships.filter((one) => one.from <= now && now < one.to);
    const mine = new Set([workerId]);
    // Whom she stands in for, and whom they stand in for: the set grows while it is gone through.
    for (const one of mine) for (const next of running) if (next.workerId === one) mine.add(next.principalId);
    return [...mine, everyonePrincipalId];
  }

  /** Everybody's rights may be other ones now. */
  bumpAccess(): void {
    for (const { workerId } of this.accounts) {
      this.state.access.set(workerId, (this.state.access.get(workerId) ?? 0) + 1);
    }
    for (const listener of this.listeners) listener({ heads: [], isWhole: false });
  }

  readableScopes(workerId: Id): MemoryScope[] {
    return [...this.state.scopes.values()].filter((scope) => isEnough(this.levelOf(workerId, scope.id), 'read'));
  }

  openSession(login: string, password: string): SessionResponse {
    const account = this.accounts.find((one) => one.login === login && one.password === password);
    if (!account) throw new AppError('unauthenticated', 'Kennung oder Kennwort ist nicht richtig.');
    return this.sessionFor(account);
  }

  refreshSession(refreshToken: string): SessionResponse {
    const [token, session] = [...this.sessions].find(([, one]) => one.refresh === refreshToken) ?? [];
    const account = this.accounts.find((one) => one.workerId === session?.workerId);
    if (!token || !account) throw new AppError('unauthenticated', 'Die Anmeldung ist abgelaufen.');
    this.sessions.delete(token);
    return this.sessionFor(account);
  }

  /** The centre's share of a store's key. */
  leaseOf(workerId: Id, storeId: Id): LeaseResponse {
    const known = this.shares.get(storeId) ?? { workerId, share: randomBytes(32).toString('base64') };
    if (known.workerId !== workerId) throw new AppError('forbidden', 'Nicht Ihr Bestand.', { reason: 'notHerStore' });
    this.shares.set(storeId, known);
    return { share: known.share, seconds: this.leaseSeconds, escrowKey: this.escrowKey };
  }

  private sessionFor({ workerId, role }: Account): SessionResponse {
    const accessToken = randomUUID();
    const refreshToken = randomUUID();
    this.sessions.set(accessToken, { workerId, refresh: refreshToken });
    return {
      accessToken,
      accessExpiresAt: this.now(),
      refreshToken,
      workerId,
      role,
      epoch: this.state.epoch,
      serverTime: this.now(),
      minProtocol: 1,
      maxProtocol: 1,
    };
  }

  /** Decides one command as the centre does; results are kept by id. */
  decide(workerId: Id, command: { id: Id; name: string; args: unknown; at: string }): PushResult {
    const before = this.state.decided.get(command.id);
    if (before) return before.result === 'ok' ? { ...before, result: 'dup' } : before;
    const plain = { id: command.id, code: null, message: null, details: {}, hints: [], scopes: [] };
    const definition = commandByName(command.name);
    const parsed = definition?.input.safeParse(command.args);
    if (!definition || !parsed?.success) return this.remember({ ...plain, result: 'refused', code: 'invalid' });
    const args = parsed.data;
    const isAllowed = definition
      .needs(args)
      .every((need) => isEnough(this.levelOf(workerId, need.scopeId), need.level));
    const late = isAllowed ? null : keepLateWork(this, workerId, command, { definition, args });
    if (late) return this.remember({ ...plain, ...late });
    if (!isAllowed) {
      return this.remember({
        ...plain,
        result: 'forbidden',
        code: 'notAllowed',
        message: 'Dafür fehlt Ihnen das Recht.',
      });
    }
    const missing = (definition.blobs?.(args) ?? []).filter((sha256) => !this.blobs.has(sha256));
    if (missing.length > 0) return { ...plain, result: 'needBlob', details: { sha256: missing } };
    return this.remember({ ...plain, ...this.runRule(workerId, definition, args, command) });
  }

  private runRule(
    workerId: Id,
    definition: CommandDefinition,
    args: unknown,
    command: { id: Id; at: string },
  ): Pick<PushResult, 'result' | 'code' | 'message' | 'details' | 'hints' | 'scopes'> {
    const context: RuleContext = {
      commandId: command.id,
      actorId: workerId,
      actorRole: this.accounts.find((one) => one.workerId === workerId)?.role ?? 'worker',
      at: command.at,
      knows: () => true,
    };
    const decision = runRule(definition.decide(args, context), (request) => {
      const rows = this.state.scopes.get(request.scopeId)?.rows;
      if (request.read === 'record') return structuredClone(rows?.get(rowKey(request.kind, request.id))?.body ?? null);
      return [...(rows?.values() ?? [])]
        .filter((row) => row.kind === request.kind && row.body && parentOf(row.kind, row.body) === request.parentId)
        .map((row) => ({ id: row.id, body: structuredClone(row.body) }))
        .sort((left, right) => (left.id < right.id ? -1 : 1));
    });
    if (decision.outcome === 'refused') {
      const { code, message, details } = decision;
      return { result: 'refused', code, message, details, hints: [], scopes: [] };
    }
    for (const change of decision.access) changeAccess(this, change, this.now());
    if (decision.access.length > 0) this.bumpAccess();
    // Who has no scope of her own cannot be told.
    const writes = decision.writes.filter(({ kind, scopeId }) => kind !== 'overlap' || this.state.scopes.has(scopeId));
    const versions = writes.length > 0 ? this.write(writes) : new Map<Id, number>();
    const scopes = [...versions].map(([scopeId, ver]) => ({ scopeId, ver }));
    return { result: 'ok', code: null, message: null, details: {}, hints: decision.hints, scopes };
  }

  private remember(result: PushResult): PushResult {
    this.state.decided.set(result.id, result);
    if (result.result === 'ok') this.state.order.push(result.id);
    return result;
  }

  /** Takes bytes as an upload leaves them. */
  keepBlob(bytes: Uint8Array): string {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.blobs.set(sha256, bytes);
    this.damaged.delete(sha256);
    return sha256;
  }
}
