import type { z } from 'zod';
import type { Id } from '../domain/ids.ts';
import type { Level, Role } from '../domain/levels.ts';
import type { Moment } from '../domain/moments.ts';
import type { BodyOf, ContentFacts, RecordKind } from '../domain/records.ts';

/** What a rule asks for while it decides; the desk answers from SQLite at once, the centre from PostgreSQL. */
export type ReadRequest =
  | { read: 'record'; kind: RecordKind; scopeId: Id; id: Id }
  | { read: 'children'; kind: RecordKind; scopeId: Id; parentId: Id };

/** A pure rule: a generator that yields reads and returns its result. No clock, no random, no input or output. */
export type Rule<Result> = Generator<ReadRequest, Result, unknown>;

export type RuleContext = {
  readonly commandId: Id;
  readonly actorId: Id;
  readonly actorRole: Role;
  /** When the worker did it, by the clock of her desk; only for display. */
  readonly at: Moment;
  /** False at a desk that holds no copy of the scope: then what cannot be read is unknown, not absent. Always true at the centre. */
  knows(scopeId: Id): boolean;
};

export type RecordWrite = {
  [K in RecordKind]: { kind: K; id: Id; scopeId: Id; body: BodyOf<K> | null }; // null: the record goes
}[RecordKind];

/** One line of the journal, written to the hash chain of its scope. */
export type JournalLine = { scopeId: Id; action: string; targetKind: RecordKind; targetId: Id; reason?: string };

/** Changes of rights that follow from a command; only the centre carries them out. */
export type AccessChange =
  | { change: 'createScope'; scopeId: Id; kind: 'c'; grants: { principalId: Id; level: Level }[] }
  | {
      change: 'addMembership';
      sourceId: Id;
      workerId: Id;
      principalId: Id;
      from: Moment;
      to: Moment | null;
      reason: string;
    }
  | { change: 'endMembership'; sourceId: Id; at: Moment }
  | { change: 'grantScope'; scopeId: Id; principalId: Id; level: Level }
  | { change: 'revokeScope'; scopeId: Id; principalId: Id }
  | { change: 'deny'; scopeId: Id; workerId: Id; reason: string }
  | { change: 'endDenial'; scopeId: Id; workerId: Id }
  /** Whatever made her a member of it. */
  | { change: 'leavePrincipal'; workerId: Id; principalId: Id }
  /** In all files she is responsible for and in her own Postkorb the right of one team ends and that of another begins; `formerId` keeps that the first one had it. */
  | { change: 'moveToTeam'; workerId: Id; from: Id | null; to: Id | null; formerId: Id; reason: string }
  | { change: 'setRole'; workerId: Id; role: Role }
  | { change: 'closeAccount'; workerId: Id; by: Id }
  | { change: 'reopenAccount'; workerId: Id };

/** What the scan station is told of a letter that came from it; only the centre carries it out, in the same transaction. */
export type StationChange =
  | { change: 'return'; place: LetterPlace; part: StackPart; by: Id; at: Moment; reason: string }
  | { change: 'takeBackReturn'; place: LetterPlace; by: Id }
  /** The letters of one stack were split or merged: `parts` became `made`, or are what they were again. */
  | { change: 'rearrange'; parts: StackPart[]; made: MadeLetter[] }
  | { change: 'takeBackRearranging'; parts: StackPart[]; made: LetterPlace[] };
export type LetterPlace = { inboxId: Id; itemId: Id };
/** A document of a stack as its transfer note names it. */
export type StackPart = { stackId: Id; pages: number[] };
export type MadeLetter = {
  place: LetterPlace;
  part: StackPart;
  content: ContentFacts;
  pageTexts: string[];
  title: string;
};

export type Accepted = {
  outcome: 'accepted';
  writes: RecordWrite[];
  journal: JournalLine[];
  access: AccessChange[];
  station: StationChange[];
  /** Things the worker should be told although all went well, for example that somebody changed the title meanwhile. */
  hints: { code: string; message: string }[];
};
export type Refused = { outcome: 'refused'; code: RefusalCode; message: string; details: Record<string, unknown> };
export type RefusalCode = 'notFound' | 'notAllowed' | 'alreadyDone' | 'changedMeanwhile' | 'invalid' | 'missingContent';
export type Decision = Accepted | Refused;

/** Takes back what a command did: another command, decided from the state before. */
export type Inverse = { name: string; args: unknown };

export type CommandDefinition<Args = unknown> = {
  readonly name: string;
  readonly input: z.ZodType<Args>;
  /** Online-only commands are not queued: the centre must answer at once. */
  readonly mode: 'offline-safe' | 'online-only';
  /** The least level the actor must hold in each scope. Checked before the rule runs. */
  needs(args: Args): { scopeId: Id; level: Level }[];
  /** Scopes of others it writes to without a right there: somebody must be told. A desk that does not hold them leaves these writes out. */
  touches?(args: Args): Id[];
  /** Bytes that must be at the centre before the command counts: SHA-256 in hex. */
  blobs?(args: Args): string[];
  decide(args: Args, context: RuleContext): Rule<Decision>;
  inverse?(args: Args, context: RuleContext): Rule<Inverse | null>;
  /** German words for the act, for undo and lists: "Ablegen: Mietvertrag". */
  label(args: Args): string;
};

/** Keeps the type of the arguments while commands of all kinds stand in one registry. */
export function defineCommand<Schema extends z.ZodType>(
  definition: Omit<CommandDefinition<z.output<Schema>>, 'input'> & { input: Schema },
): CommandDefinition<z.output<Schema>> {
  return definition as unknown as CommandDefinition<z.output<Schema>>;
}

/** Reads one record; null when there is none or it was deleted. */
export function* readRecord<K extends RecordKind>(kind: K, scopeId: Id, id: Id): Rule<BodyOf<K> | null> {
  return (yield { read: 'record', kind, scopeId, id }) as BodyOf<K> | null;
}

/** Reads all living children of a record, in order of their ids. */
export function* readChildren<K extends RecordKind>(
  kind: K,
  scopeId: Id,
  parentId: Id,
): Rule<{ id: Id; body: BodyOf<K> }[]> {
  return (yield { read: 'children', kind, scopeId, parentId }) as { id: Id; body: BodyOf<K> }[];
}

export function accepted(
  writes: RecordWrite[],
  journal: JournalLine[],
  more: Partial<Pick<Accepted, 'access' | 'hints' | 'station'>> = {},
): Accepted {
  const { access = [], hints = [], station = [] } = more;
  return { outcome: 'accepted', writes, journal, access, hints, station };
}

export function refused(code: RefusalCode, message: string, details: Record<string, unknown> = {}): Refused {
  return { outcome: 'refused', code, message, details };
}

/** Runs a rule whose reads are answered at once (desk, tests). */
export function runRule<Result>(rule: Rule<Result>, answer: (request: ReadRequest) => unknown): Result {
  let step = rule.next();
  while (!step.done) step = rule.next(answer(step.value));
  return step.value;
}

/** Runs a rule whose reads take time (centre). */
export async function runRuleAsync<Result>(
  rule: Rule<Result>,
  answer: (request: ReadRequest) => Promise<unknown>,
): Promise<Result> {
  let step = rule.next();
  while (!step.done) step = rule.next(await answer(step.value));
  return step.value;
}
