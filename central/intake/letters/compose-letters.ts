import type { ComposedLetters, ComposeLettersRequest, LetterProposal } from '../../../core/contract/station-shapes.ts';
import { isEnough } from '../../../core/domain/levels.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { dayOf } from '../../../core/domain/moments.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import {
  runsOf,
  type Run,
  type SourceLetter,
  textsOf,
  whyNotRearranged,
} from '../../../core/letters/rearranged-content.ts';
import { levelsIn } from '../../store/access.ts';
import type { Queryable } from '../../store/database.ts';
import { ActRefusedError } from '../station/acts.ts';
import type { Intake } from '../station/intake.ts';
import { keepResult } from '../station/make-documents.ts';
import { bytesOfContent, rearrangePages } from '../station/rearrange.ts';
import { proposeLetter } from './propose-letter.ts';

const mostBytes = 512 * 1024 * 1024;
const notThere = 'Eines der Schreiben ist nicht mehr in diesem Postkorb.';

/**
 * Makes the PDFs of letters that are to be split or merged, and keeps them in the store as contents of the worker who asks. Nothing else
 * changes: her command names them afterwards, or nobody ever does. Throws ActRefusedError, also where she may not work in the Postkorb.
 */
export async function composeLetters(
  intake: Intake,
  workerId: Id,
  inboxId: Id,
  { documents }: ComposeLettersRequest,
): Promise<ComposedLetters> {
  const levels = await levelsIn(intake.database, workerId, [inboxId]);
  if (!isEnough(levels.get(inboxId) ?? null, 'write'))
    throw new ActRefusedError('In diesem Postkorb dürfen Sie nichts ändern.');
  const sources = await readLetters(intake.database, inboxId, documents);
  const composed: ComposedLetters['documents'] = [];
  for (const { pages } of documents) {
    const runs = runsOf(sources, pages);
    const bytes = await bytesOf(intake, runs);
    const sha256 = await keepResult(intake, bytes, workerId);
    await keepResult(intake, bytes); // given back, it is the station that delivers it once more
    composed.push({
      content: { sha256, size: bytes.length },
      ...(await proposalFor(intake.database, runs, { workerId, inboxId })),
    });
  }
  return { documents: composed };
}

type Row = { id: Id; item: BodyOf<'inboxItem'>; version: BodyOf<'version'>; texts: Record<string, string> | null };

async function readLetters(
  database: Queryable,
  inboxId: Id,
  documents: ComposeLettersRequest['documents'],
): Promise<SourceLetter[]> {
  const itemIds = [...new Set(documents.flatMap(({ pages }) => pages.map(({ itemId }) => itemId)))];
  const { rows } = await database.query<Row>(
    `select item.id, item.body as item, version.body as version,
       (select jsonb_object_agg(page.body ->> 'number', page.body ->> 'text') from record page
        where page.scope_id = $1 and page.kind = 'page' and page.parent_id = version.id and not page.deleted) as texts
     from record item
     join record version on version.scope_id = $1 and version.kind = 'version' and not version.deleted
       and version.id = (item.body ->> 'versionId')::uuid
     where item.scope_id = $1 and item.kind = 'inboxItem' and not item.deleted and item.id = any ($2::uuid[])
       and item.body ->> 'state' = 'open'`,
    [inboxId, itemIds],
  );
  if (rows.length !== itemIds.length) throw new ActRefusedError(notThere);
  const letters = rows.map(({ id, item, version, texts }): SourceLetter => {
    const pages = Array.from({ length: version.pageCount ?? 1 }, (_, index) => texts?.[index + 1] ?? '');
    return { itemId: id, item, content: version, createdBy: version.createdBy, texts: pages };
  });
  for (const { item, content } of letters) {
    const why = whyNotRearranged(item.title, content);
    if (why) throw new ActRefusedError(why);
  }
  const size = letters.reduce((sum, { content }) => sum + content.size, 0);
  if (size > mostBytes)
    throw new ActRefusedError('Diese Schreiben sind zusammen zu groß, um sie zu teilen oder zusammenzufügen.');
  return letters;
}

async function bytesOf({ blobs }: Intake, runs: Run[]): Promise<Uint8Array> {
  const letters = [...new Set(runs.map(({ source }) => source))];
  const sources = await Promise.all(
    letters.map(async ({ content }) => ({
      bytes: await bytesOfContent(blobs, content.sha256),
      mediaType: content.mediaType,
    })),
  );
  const pages = runs.flatMap(({ source, pages: own }) =>
    own.map((page) => ({ source: letters.indexOf(source), page: page - 1 })),
  );
  return rearrangePages({ sources, pages });
}

/** What is proposed is found in the pages themselves: the second half of a letter may be about somebody else. */
function proposalFor(database: Queryable, runs: Run[], asking: { workerId: Id; inboxId: Id }): Promise<LetterProposal> {
  const item = runs[0]?.source.item as BodyOf<'inboxItem'>;
  const pages = textsOf(runs).map((text, index) => ({ number: index + 1, text, words: [] }));
  const receivedOn = item.receivedDate ?? dayOf(item.deliveredAt);
  return proposeLetter(database, { pages, isMail: false, sender: null, receivedOn }, asking);
}
