import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { directory, type InboxItem, now, ownWorker } from './fake-desk-data.ts';
import type { Done } from './fake-desk-work.ts';

type Batch = Pick<DeskHandlers['inbox'], 'planBatch' | 'runBatch' | 'claim' | 'release' | 'rearrange'>;

/** What is done with several letters at the fake desk: less strict than the real one. */
export function inboxBatchHandlers(items: InboxItem[], done: Done): Batch {
  const planBatch: Batch['planBatch'] = ({ itemIds, act }) => ({
    rows: itemIds.flatMap((itemId) => {
      const item = items.find((one) => one.itemId === itemId);
      if (!item) return [];
      if (act.kind === 'forward') {
        const target = directory.workers.find(({ inboxId }) => inboxId === act.targetInboxId);
        return { itemId, title: item.title, place: target?.familyName ?? 'Team', note: null, leftOut: null };
      }
      if (act.kind === 'return') {
        const leftOut = item.whyNotReturned;
        return { itemId, title: item.title, place: leftOut ? null : 'Scanstelle', note: null, leftOut };
      }
      const keywordId = act.keywordId ?? item.proposedKeyword?.keywordId;
      const keyword = directory.keywords.find(({ id }) => id === keywordId);
      const file = item.proposedCase;
      const place = [file && `${file.title} · ${file.fileNumber}`, keyword?.name].filter(Boolean).join(' · ') || null;
      const isUnsure = file?.confidence !== 'sure' && act.caseFileId === null;
      const words = file ? 'Die Akte ist nicht sicher.' : 'Es ist keine Akte vorgeschlagen.';
      const leftOut = isUnsure && !(act.withUnsure && file) ? words : null;
      return { itemId, title: item.title, place, note: keyword?.rules.copyHint ?? null, leftOut };
    }),
  });
  const hold = (itemId: Id, inboxId: Id, holder: typeof ownWorker | null, label: string) => {
    const item = items.find((one) => one.itemId === itemId);
    const { claimedById, claimedByName, claimedAt } = item ?? {};
    const names = { claimedById: holder?.id ?? null, claimedByName: holder?.familyName ?? null };
    if (item) Object.assign(item, { ...names, claimedAt: holder ? now() : null });
    return done(label, { inboxIds: [inboxId] }, () => {
      if (item) Object.assign(item, { claimedById, claimedByName, claimedAt });
    });
  };
  return {
    claim: ({ itemId, inboxId }) => hold(itemId, inboxId, ownWorker, 'Zur Bearbeitung übernommen'),
    release: ({ itemId, inboxId }) => hold(itemId, inboxId, null, 'Für andere freigegeben'),
    planBatch,
    rearrange: () => {
      throw new AppError('offline', 'Zum Teilen und Zusammenfügen ist die Verbindung zur Zentrale nötig.');
    },
    runBatch: async (input, context) => {
      const { rows } = await planBatch(input, context);
      const going = rows.filter(({ leftOut }) => leftOut === null).map(({ itemId }) => itemId);
      const touched = items.filter(({ itemId }) => going.includes(itemId));
      const state = input.act.kind === 'file' ? ('filed' as const) : ('forwarded' as const);
      const wentTo = input.act.kind === 'return' ? 'atStation' : null;
      for (const item of touched) Object.assign(item, { state, wentTo, doneAt: now(), doneByName: 'Petersen, Anna' });
      const label = `${state === 'filed' ? 'Ablegen' : 'Weiterleiten'}: ${going.length} Schreiben`;
      const { commandId } = done(label, { inboxIds: [input.inboxId] }, () => {
        for (const item of touched)
          Object.assign(item, { state: 'open', wentTo: null, doneAt: null, doneByName: null });
      });
      const leftOut = rows.flatMap(({ itemId, title, leftOut: reason }) => (reason ? [{ itemId, title, reason }] : []));
      return { commandId: going.length > 0 ? commandId : null, doneItemIds: going, leftOut, hints: [] };
    },
  };
}
