import type { Id } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { overlapWrite } from './overlaps.ts';
import { type RecordWrite, type Rule, type RuleContext, readChildren } from './rule.ts';

type Place = { caseFileId: Id; documentId: Id };
type Field = 'title' | 'letterDate' | 'receivedDate' | 'sender' | 'direction';
type Line = BodyOf<'historyEntry'>;

/** Tells those whose value of a field is written over by somebody who had not seen it. Both values stay in the history. */
export function* authorsTold(
  { caseFileId, documentId }: Place,
  document: BodyOf<'document'>,
  unseen: readonly Field[],
  context: RuleContext,
): Rule<RecordWrite[]> {
  if (unseen.length === 0) return [];
  const lines = (yield* readChildren('historyEntry', caseFileId, documentId)).map(({ body }) => body);
  const losses = new Map<Id, { values: Record<string, string>; ownAt: string }>();
  for (const field of unseen) {
    const line = lineOfValue(lines, field, document[field]);
    if (!line || line.by === context.actorId) continue;
    const { values } = losses.get(line.by) ?? { values: {} };
    losses.set(line.by, { values: { ...values, [field]: document[field] ?? '' }, ownAt: line.at });
  }
  const about = { cause: 'detailsChanged' as const, caseFileId, targetId: documentId };
  const stands = { byId: context.actorId, byAt: context.at };
  return [...losses].map(([workerId, loss]) => overlapWrite(workerId, { ...about, ...loss, ...stands }, context));
}

/** The line that says who set the value which stands; null when it came with the filing or from the system before. */
function lineOfValue(lines: Line[], field: Field, value: string | null): Line | null {
  const setting = lines.filter((line) => line.field === field && line.newValue === value);
  return setting.sort((left, right) => (left.at < right.at ? 1 : -1))[0] ?? null;
}
