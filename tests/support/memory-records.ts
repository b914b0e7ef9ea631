import { type CommandName, commandByName } from '../../core/commands/registry.ts';
import { type Decision, type Inverse, type RecordWrite, type RuleContext, runRule } from '../../core/commands/rule.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type BodyOf, parentOf, type RecordKind, recordSchemas } from '../../core/domain/records.ts';

/** Records in memory with the rules of core on top: the smallest place in which commands can be tried. */
export class MemoryRecords {
  readonly rows = new Map<string, { kind: RecordKind; scopeId: Id; id: Id; body: Record<string, unknown> }>();

  write(write: RecordWrite): void {
    const key = `${write.scopeId}/${write.kind}/${write.id}`;
    if (write.body === null) this.rows.delete(key);
    else {
      const body = recordSchemas[write.kind].parse(write.body) as Record<string, unknown>;
      this.rows.set(key, { kind: write.kind, scopeId: write.scopeId, id: write.id, body });
    }
  }

  read<K extends RecordKind>(kind: K, scopeId: Id, id: Id): BodyOf<K> | null {
    return (this.rows.get(`${scopeId}/${kind}/${id}`)?.body as BodyOf<K> | undefined) ?? null;
  }

  children<K extends RecordKind>(kind: K, scopeId: Id, parentId: Id): { id: Id; body: BodyOf<K> }[] {
    return [...this.rows.values()]
      .filter((row) => row.kind === kind && row.scopeId === scopeId && parentOf(kind, row.body) === parentId)
      .sort((left, right) => (left.id < right.id ? -1 : 1))
      .map((row) => ({ id: row.id, body: row.body as BodyOf<K> }));
  }

  /** Decides a command and writes what it says; also gives the command that would take it back. */
  run(name: CommandName, args: unknown, context: RuleContext): { decision: Decision; inverse: Inverse | null } {
    const command = commandByName(name);
    if (!command) throw new Error(`no command ${name}`);
    const input = command.input.parse(args);
    const answer = (request: { read: 'record' | 'children'; kind: RecordKind; scopeId: Id; id?: Id; parentId?: Id }) =>
      request.read === 'record'
        ? this.read(request.kind, request.scopeId, request.id as Id)
        : this.children(request.kind, request.scopeId, request.parentId as Id);
    const inverse = command.inverse ? runRule(command.inverse(input, context), answer) : null;
    const decision = runRule(command.decide(input, context), answer);
    if (decision.outcome === 'accepted') for (const write of decision.writes) this.write(write);
    return { decision, inverse };
  }
}
