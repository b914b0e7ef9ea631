import { z } from 'zod';
import { isAtStation, openReturns, whereItWent, whyNotReturned } from '../letters/at-station.ts';
import { idSchema } from '../domain/ids.ts';
import type { LetterReturn } from '../domain/inbox-item.ts';
import type { BodyOf } from '../domain/records.ts';
import { accepted, defineCommand, type RecordWrite, readChildren, readRecord, refused } from './rule.ts';

// A letter that is faulty goes back to the scan station. It stays in its Postkorb as one that went on, so that nothing of it is lost; the
// station answers with the letters it made of it.

const ref = { inboxId: idSchema, itemId: idSchema };
const missingItem = refused('notFound', 'Dieser Eingang ist nicht mehr im Postkorb.');
const gone = (item: BodyOf<'inboxItem'>) =>
  refused('changedMeanwhile', whereItWent(item), { by: item.doneBy, at: item.doneAt });

/** Sends a letter back to the scan station with what is wrong with it. Two who do so at once are both heard. */
export const returnInboxItem = defineCommand({
  name: 'returnInboxItem',
  input: z.object({ ...ref, reason: z.string().trim().min(1, 'Bitte geben Sie einen Grund an.').max(500) }),
  mode: 'offline-safe',
  needs: ({ inboxId }) => [{ scopeId: inboxId, level: 'write' }],
  *decide({ inboxId, itemId, reason }, context) {
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    if (!item) return missingItem;
    const waiting = isAtStation(item) ? openReturns(item) : [];
    if (waiting.some((one) => one.by === context.actorId && one.reason === reason)) return accepted([], []);
    if (item.state !== 'open' && waiting.length === 0) return gone(item);
    const version = yield* readRecord('version', inboxId, item.versionId);
    if (!version) return refused('notFound', 'Zu diesem Eingang fehlt der Inhalt.');
    const why = whyNotReturned(item.source, version);
    const note = version.transferNote;
    if (why !== null || !note) return refused('invalid', why ?? 'Zu diesem Schreiben gibt es keinen Transfervermerk.');
    const returns: LetterReturn[] = [...(item.returns ?? []), { by: context.actorId, at: context.at, reason }];
    const done = waiting.length > 0 ? {} : { doneAt: context.at, doneBy: context.actorId };
    const body = { ...item, ...done, state: 'forwarded' as const, returns, claimedBy: null, claimedAt: null };
    const part = { stackId: note.stackId, pages: note.pages };
    const also = [{ code: 'alsoReturned', message: 'Das Schreiben war schon zurückgegeben. Ihr Grund steht dabei.' }];
    return accepted(
      [{ kind: 'inboxItem', id: itemId, scopeId: inboxId, body }],
      [{ scopeId: inboxId, action: 'inboxItem.returned', targetKind: 'inboxItem', targetId: itemId, reason }],
      {
        station: [{ change: 'return', place: { inboxId, itemId }, part, by: context.actorId, at: context.at, reason }],
        hints: waiting.length > 0 ? also : [],
      },
    );
  },
  *inverse({ inboxId, itemId }) {
    return { name: 'withdrawReturn', args: { inboxId, itemId } };
  },
  label: () => 'Zurück an die Scanstelle',
});

/** Fetches a letter back from the scan station as long as nobody there has dealt with it. */
export const withdrawReturn = defineCommand({
  name: 'withdrawReturn',
  input: z.object(ref),
  mode: 'offline-safe',
  needs: ({ inboxId }) => [{ scopeId: inboxId, level: 'write' }],
  *decide({ inboxId, itemId }, context) {
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    if (!item) return missingItem;
    if (!isAtStation(item)) {
      const message = 'Die Scanstelle hat das Schreiben schon bearbeitet. Es liegt wieder im Postkorb.';
      return refused('changedMeanwhile', message);
    }
    const own = openReturns(item).filter(({ by }) => by === context.actorId);
    if (own.length === 0) return refused('changedMeanwhile', 'Zurückgegeben hat dieses Schreiben jemand anderes.');
    const returns = (item.returns ?? []).filter((one) => !own.includes(one));
    const left = { ...item, returns };
    const isStill = isAtStation(left);
    const body = isStill ? left : { ...left, state: 'open' as const, doneAt: null, doneBy: null };
    const message = 'Das Schreiben bleibt an der Scanstelle: Es hat auch jemand anderes zurückgegeben.';
    return accepted(
      [{ kind: 'inboxItem', id: itemId, scopeId: inboxId, body }],
      [{ scopeId: inboxId, action: 'inboxItem.returnWithdrawn', targetKind: 'inboxItem', targetId: itemId }],
      {
        station: [{ change: 'takeBackReturn', place: { inboxId, itemId }, by: context.actorId }],
        hints: isStill ? [{ code: 'alsoReturned', message }] : [],
      },
    );
  },
  label: () => 'Rückgabe an die Scanstelle zurückgenommen',
});

/** The scan station has dealt with a letter: what it became, and what it says of it. Only whoever had delivered it may. */
export const answerReturn = defineCommand({
  name: 'answerReturn',
  input: z.object({
    ...ref,
    answer: z.string().trim().max(500).nullable(),
    letters: z.array(z.object(ref)).max(2_000),
  }),
  mode: 'online-only',
  needs: ({ inboxId }) => [{ scopeId: inboxId, level: 'deliver' }],
  *decide({ inboxId, itemId, answer, letters }, context) {
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    if (!item) return missingItem;
    const version = yield* readRecord('version', inboxId, item.versionId);
    if (version?.createdBy !== context.actorId) {
      return refused('notAllowed', 'Beantworten kann eine Rückgabe nur, wer das Schreiben zugestellt hat.');
    }
    if (!isAtStation(item)) {
      return refused('changedMeanwhile', 'Das Schreiben wurde inzwischen von der Scanstelle zurückgeholt.');
    }
    const waiting = openReturns(item);
    const returns = (item.returns ?? []).map((one) =>
      waiting.includes(one) ? { ...one, answeredAt: context.at, answer } : one,
    );
    const pages = yield* readChildren('page', inboxId, item.versionId);
    const line = { scopeId: inboxId, targetKind: 'inboxItem' as const, targetId: itemId };
    return accepted(
      [
        { kind: 'inboxItem', id: itemId, scopeId: inboxId, body: { ...item, returns, answeredBy: letters } },
        // Its words are those of the letters it became: found once, not twice.
        ...pages.map((page): RecordWrite => ({ kind: 'page', id: page.id, scopeId: inboxId, body: null })),
      ],
      [{ ...line, action: 'inboxItem.returnAnswered', ...(answer ? { reason: answer } : {}) }],
    );
  },
  label: () => 'Rückgabe beantwortet',
});
