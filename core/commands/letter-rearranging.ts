import { z } from 'zod';
import { type Id, idSchema } from '../domain/ids.ts';
import { daySchema } from '../domain/moments.ts';
import { letterProposalShape } from '../domain/inbox-item.ts';
import type { BodyOf } from '../domain/records.ts';
import { isAtStation, whereItWent } from '../letters/at-station.ts';
import {
  partOfStack,
  rearrangedContent,
  type Run,
  runsOf,
  type SourceLetter,
  textsOf,
  whyNotRearranged,
} from '../letters/rearranged-content.ts';
import { letterSchema } from './deliver-inbox-item.ts';
import { pageWrites, versionIdOf } from './document-parts.ts';
import { textsInOrder } from './inbox-items.ts';
import {
  accepted,
  type Decision,
  defineCommand,
  type RecordWrite,
  type Rule,
  type RuleContext,
  readChildren,
  readRecord,
  refused,
  type Refused,
  type StationChange,
} from './rule.ts';

// Splitting and merging letters of one Postkorb. The PDFs are made at the centre before and lie in its store by then; this is the one step
// that changes anything. Ended before it, nothing has happened and the PDFs are contents nobody names; given twice, it is the same step.

const pageOfLetter = z.object({ itemId: idSchema, page: z.int().min(1).max(20_000) });
/** A letter as it becomes: its pages in order, the bytes made of them, and what is proposed for it. */
export const rearrangedLetterSchema = z.object({
  itemId: idSchema,
  pages: z.array(pageOfLetter).min(1).max(20_000),
  content: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(1) }),
  title: z.string().max(300),
  letterDate: daySchema.nullable(),
  sender: z.string().max(200).nullable(),
  proposedCase: letterSchema.shape.proposedCase,
  proposedKeyword: letterSchema.shape.proposedKeyword,
  ...letterProposalShape,
});
type Letter = z.infer<typeof rearrangedLetterSchema>;

const mostRuns = 200; // each is kept with its origin

const missingItem = refused('notFound', 'Dieser Eingang ist nicht mehr im Postkorb.');

function* readSource(inboxId: Id, itemId: Id): Rule<SourceLetter | null> {
  const item = yield* readRecord('inboxItem', inboxId, itemId);
  const version = item && (yield* readRecord('version', inboxId, item.versionId));
  if (!item || !version) return null;
  const pages = yield* readChildren('page', inboxId, item.versionId);
  const { ownerId: _, createdAt: __, createdBy, ...content } = version;
  return { itemId, item, content, createdBy, texts: textsInOrder(pages.map(({ body }) => body)) };
}

/** Letters of a Postkorb become others: each of their pages stands in exactly one of those. The originals are kept, and named by them. */
export const rearrangeInboxItems = defineCommand({
  name: 'rearrangeInboxItems',
  input: z.object({
    inboxId: idSchema,
    itemIds: z.array(idSchema).min(1).max(50),
    documents: z.array(rearrangedLetterSchema).min(1).max(200),
  }),
  mode: 'offline-safe',
  needs: ({ inboxId }) => [{ scopeId: inboxId, level: 'write' }],
  blobs: ({ documents }) => documents.map(({ content }) => content.sha256),
  *decide({ inboxId, itemIds, documents }, context) {
    const sources: SourceLetter[] = [];
    for (const itemId of new Set(itemIds)) {
      const source = yield* readSource(inboxId, itemId);
      if (!source) return missingItem;
      sources.push(source);
    }
    const lack = lackOf(sources, documents);
    if (lack) return lack;
    const made = documents.map((letter) => ({ letter, runs: runsOf(sources, letter.pages) }));
    return rearranged({ inboxId, sources, made, context });
  },
  *inverse({ inboxId, itemIds, documents }) {
    return {
      name: 'withdrawRearranging',
      args: { inboxId, itemIds, madeItemIds: documents.map(({ itemId }) => itemId) },
    };
  },
  label: ({ documents, itemIds }) => (itemIds.length > documents.length ? 'Zusammengefügt' : 'Geteilt'),
});

function lackOf(sources: readonly SourceLetter[], documents: readonly Letter[]): Refused | null {
  for (const { item, content } of sources) {
    if (item.state !== 'open') {
      return refused('changedMeanwhile', whereItWent(item), { by: item.doneBy, at: item.doneAt });
    }
    const why = whyNotRearranged(item.title, content);
    if (why) return refused('invalid', why);
  }
  if (documents.some(({ pages }) => runsOf(sources, pages).length > mostRuns)) {
    return refused('invalid', 'Die Seiten sind zu oft gemischt. Bitte fügen Sie ganze Schreiben zusammen.');
  }
  const there = sources.flatMap(({ itemId, content }) =>
    Array.from({ length: content.pageCount ?? 1 }, (_, index) => `${itemId}/${index + 1}`),
  );
  const wished = documents.flatMap(({ pages }) => pages.map(({ itemId, page }) => `${itemId}/${page}`));
  if (there.toSorted().join() === wished.toSorted().join()) return null;
  return refused('invalid', 'Jede Seite muss in genau einem Schreiben stehen. Es wurde nichts geändert.');
}

type Making = { letter: Letter; runs: Run[] };
type Rearranging = { inboxId: Id; sources: SourceLetter[]; made: Making[]; context: RuleContext };

function rearranged({ inboxId, sources, made, context }: Rearranging): Decision {
  const done = { state: 'forwarded' as const, doneAt: context.at, doneBy: context.actorId };
  const before = sources.flatMap(({ itemId, item, texts }): RecordWrite[] => {
    const replacedBy = made.filter(({ runs }) => runs.some(({ source }) => source.itemId === itemId));
    const body = { ...item, ...done, claimedBy: null, claimedAt: null };
    return [
      {
        ...{ kind: 'inboxItem' as const, id: itemId, scopeId: inboxId },
        body: { ...body, replacedBy: replacedBy.map(({ letter }) => letter.itemId) },
      },
      ...noPages(inboxId, item.versionId, texts),
    ];
  });
  const after = made.flatMap((making, index) => writesOf(inboxId, making, { number: index + 1, context }));
  const lines = sources.map(({ itemId: targetId }) => {
    return { scopeId: inboxId, action: 'inboxItem.rearranged', targetKind: 'inboxItem' as const, targetId };
  });
  return accepted([...before, ...after], lines, { station: toldToStation(inboxId, sources, made) });
}

/** Words of a page are found once: with the letter it is in now. */
const noPages = (inboxId: Id, versionId: Id, texts: string[]): RecordWrite[] =>
  pageWrites(inboxId, versionId, texts).map((write) => ({ ...write, body: null }) as RecordWrite);

function writesOf(
  inboxId: Id,
  { letter, runs }: Making,
  { number, context }: { number: number; context: RuleContext },
): RecordWrite[] {
  const { itemId, pages: _, content: bytes, ...said } = letter;
  const content = rearrangedContent(runs, { ...bytes, number });
  const versionId = versionIdOf(itemId);
  const from = [...new Set(runs.map(({ source }) => source))];
  const [first] = from as [SourceLetter];
  const createdBy = from.every((one) => one.createdBy === first.createdBy) ? first.createdBy : context.actorId;
  return [
    { kind: 'inboxItem', id: itemId, scopeId: inboxId, body: itemOf(from, { said, runs, versionId, content }) },
    {
      ...{ kind: 'version', id: versionId, scopeId: inboxId },
      // Whoever had put the letters in may still fetch them back, as the scan station does when it corrects a stack.
      body: { ...content, ownerId: itemId, createdAt: context.at, createdBy },
    },
    ...pageWrites(inboxId, versionId, textsOf(runs)),
  ];
}

type Said = Omit<Letter, 'itemId' | 'pages' | 'content'>;
type About = { said: Said; runs: Run[]; versionId: Id; content: { pageCount: number | null } };

function itemOf(from: SourceLetter[], { said, runs, versionId, content }: About): BodyOf<'inboxItem'> {
  const items = from.map(({ item }) => item);
  const [first] = items as [BodyOf<'inboxItem'>];
  const remarks = [...new Set(items.flatMap(({ remark }) => remark ?? []))].join(' ').slice(0, 500);
  const returns = items.flatMap((item) => item.returns ?? []).slice(-50);
  return {
    ...{ ...first, ...said, versionId, pageCount: content.pageCount, remark: remarks || null },
    deliveredAt: items.map(({ deliveredAt }) => deliveredAt).toSorted()[0] ?? first.deliveredAt,
    ...{ claimedBy: null, claimedAt: null },
    ...(returns.length > 0 ? { returns } : {}),
    madeFrom: runs.map(({ source: { itemId, item }, pages }) => ({ itemId, title: item.title, pages })),
  };
}

/** Stacks whose letters became others of the same stack: the scan station then knows them as they are. Of pages of several it knows the old ones. */
function toldToStation(inboxId: Id, sources: SourceLetter[], made: Making[]): StationChange[] {
  const changes: StationChange[] = [];
  for (const stackId of new Set(sources.flatMap(({ content }) => content.transferNote?.stackId ?? []))) {
    const own = sources.filter(({ content }) => content.transferNote?.stackId === stackId);
    const touched = made.filter(({ runs }) => runs.some(({ source }) => own.includes(source)));
    const became = touched.flatMap(({ letter, runs }) => {
      const part = partOfStack(runs);
      if (!part) return [];
      const content = rearrangedContent(runs, { ...letter.content, number: 1 });
      return [
        { place: { inboxId, itemId: letter.itemId }, part, content, pageTexts: textsOf(runs), title: letter.title },
      ];
    });
    if (became.length === touched.length) changes.push({ change: 'rearrange', parts: partsOf(own), made: became });
  }
  return changes;
}

const partsOf = (sources: SourceLetter[]) =>
  sources.flatMap(({ content: { transferNote: note } }) => (note ? { stackId: note.stackId, pages: note.pages } : []));

/** Takes splitting or merging back as long as nobody has worked on the new letters: the old ones are open again, as they were. */
export const withdrawRearranging = defineCommand({
  name: 'withdrawRearranging',
  input: z.object({
    inboxId: idSchema,
    itemIds: z.array(idSchema).min(1).max(50),
    madeItemIds: z.array(idSchema).min(1).max(200),
  }),
  mode: 'offline-safe',
  needs: ({ inboxId }) => [{ scopeId: inboxId, level: 'write' }],
  *decide({ inboxId, itemIds, madeItemIds }) {
    const made: SourceLetter[] = [];
    for (const itemId of madeItemIds) {
      const letter = yield* readSource(inboxId, itemId);
      if (!letter || letter.item.state !== 'open') {
        const at = letter && isAtStation(letter.item) ? ' Eines liegt bei der Scanstelle.' : '';
        return refused('changedMeanwhile', `An den neuen Schreiben wurde schon weitergearbeitet.${at}`);
      }
      made.push(letter);
    }
    const writes: RecordWrite[] = [];
    const parts = [];
    for (const itemId of itemIds) {
      const source = yield* readSource(inboxId, itemId);
      if (!source?.item.replacedBy) return refused('changedMeanwhile', 'Das wurde schon zurückgenommen.');
      const body = { ...source.item, state: 'open' as const, doneAt: null, doneBy: null, replacedBy: null };
      writes.push({ kind: 'inboxItem', id: itemId, scopeId: inboxId, body });
      writes.push(...pageWrites(inboxId, source.item.versionId, textsBefore(itemId, made)));
      parts.push(...partsOf([source]));
    }
    const lines = itemIds.map((targetId) => {
      return { scopeId: inboxId, action: 'inboxItem.rearrangingTakenBack', targetKind: 'inboxItem' as const, targetId };
    });
    const places = madeItemIds.map((itemId) => ({ inboxId, itemId }));
    const station: StationChange[] = [{ change: 'takeBackRearranging', parts, made: places }];
    return accepted([...writes, ...made.flatMap((letter) => removal(inboxId, letter))], lines, { station });
  },
  label: () => 'Teilen oder Zusammenfügen zurückgenommen',
});

/** The words of a letter's pages, found with the letters its pages are in. */
function textsBefore(itemId: Id, made: readonly SourceLetter[]): string[] {
  const texts: string[] = [];
  for (const { item, texts: own } of made) {
    const order = (item.madeFrom ?? []).flatMap((run) => run.pages.map((page) => ({ itemId: run.itemId, page })));
    for (const [index, place] of order.entries()) {
      if (place.itemId === itemId) texts[place.page - 1] = own[index] ?? '';
    }
  }
  return Array.from(texts, (text) => text ?? '');
}

function removal(inboxId: Id, { itemId, item, texts }: SourceLetter): RecordWrite[] {
  return [
    { kind: 'inboxItem', id: itemId, scopeId: inboxId, body: null },
    { kind: 'version', id: item.versionId, scopeId: inboxId, body: null },
    ...noPages(inboxId, item.versionId, texts),
  ];
}
