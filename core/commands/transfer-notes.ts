import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { accepted, defineCommand, type Rule, readRecord, refused } from './rule.ts';

// The visual check (Sichtprüfung): somebody has compared the document with what it should show, and says so.

const target = z.object({
  /** The case file or Postkorb. */
  scopeId: idSchema,
  /** The document or letter. */
  ownerId: idSchema,
  versionId: idSchema,
  isInbox: z.boolean(),
});
type Target = z.infer<typeof target>;
type Version = BodyOf<'version'>;

const nothingToCheck = refused('notFound', 'Zu diesem Schreiben gibt es keinen Transfervermerk.');

function* versionOf({ scopeId, ownerId, versionId }: Target): Rule<Version | null> {
  const version = yield* readRecord('version', scopeId, versionId);
  return version?.ownerId === ownerId && version.transferNote ? version : null;
}

function written(args: Target, version: Version, visualCheck: NonNullable<Version['transferNote']>['visualCheck']) {
  const { scopeId, ownerId, versionId, isInbox } = args;
  const note = version.transferNote;
  const body = { ...version, transferNote: note && { ...note, visualCheck } };
  const action = visualCheck.state === 'done' ? 'transferNote.checked' : 'transferNote.reopened';
  const targetKind = isInbox ? ('inboxItem' as const) : ('document' as const);
  return accepted(
    [{ kind: 'version', id: versionId, scopeId, body }],
    [{ scopeId, action, targetKind, targetId: ownerId }],
  );
}

/** Notes that somebody has looked at every page and found it complete and readable. The first to say so stands. */
export const confirmVisualCheck = defineCommand({
  name: 'confirmVisualCheck',
  input: target,
  mode: 'offline-safe',
  needs: (args) => [{ scopeId: args.scopeId, level: 'write' }],
  *decide(args, context) {
    const version = yield* versionOf(args);
    if (!version) return nothingToCheck;
    if (version.transferNote?.visualCheck.state === 'done') {
      const hints = [{ code: 'alreadyDone', message: 'Die Sichtprüfung war schon vermerkt.' }];
      return accepted([], [], { hints });
    }
    return written(args, version, { state: 'done', by: context.actorId, at: context.at });
  },
  *inverse(args) {
    return { name: 'reopenVisualCheck', args };
  },
  label: () => 'Sichtprüfung vermerkt',
});

/** Takes one's own visual check back. */
export const reopenVisualCheck = defineCommand({
  name: 'reopenVisualCheck',
  input: target,
  mode: 'offline-safe',
  needs: (args) => [{ scopeId: args.scopeId, level: 'write' }],
  *decide(args, context) {
    const version = yield* versionOf(args);
    if (!version) return nothingToCheck;
    const { state, by } = version.transferNote?.visualCheck ?? { state: 'open' };
    if (state === 'open') return refused('alreadyDone', 'Die Sichtprüfung ist schon offen.');
    if (by !== context.actorId) {
      return refused('changedMeanwhile', 'Die Sichtprüfung hat inzwischen jemand anderes vermerkt.', { by });
    }
    return written(args, version, { state: 'open', by: null, at: null });
  },
  *inverse(args) {
    return { name: 'confirmVisualCheck', args };
  },
  label: () => 'Sichtprüfung zurückgenommen',
});
