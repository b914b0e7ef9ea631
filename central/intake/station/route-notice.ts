import type { CoverSheet } from '../../../core/letters/cover-sheet.ts';
import { findHeading } from '../../../core/letters/find-heading.ts';
import { findNumbers } from '../../../core/letters/find-numbers.ts';
import { lineKey, linesBeforeSalutation, linesOf } from '../../../core/letters/letter-lines.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import { keywordTitle } from '../../../core/letters/proposal-words.ts';
import type { KeywordProposal } from '../../../core/letters/propose-keywords.ts';
import { type Day, dayOf, germanDay } from '../../../core/domain/moments.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import type { ReadDocument } from '../../../intake/station/stack-reading.ts';
import type { Queryable } from '../../store/database.ts';
import { type FoundKeyword, findKeyword, keywordsOn } from '../../xdomea/house-facts.ts';
import { type FilingProposal, proposeFiling } from '../proposals/propose-filing.ts';
import { NoInboxError, routeDocument, type Routing } from '../routing/routing.ts';
import { letterOf, noBasket, type Routed, type RoutingTools } from './route-letter.ts';
import type { Letter, NoticeFiling } from './stack-documents.ts';

/** A notice a Fachverfahren printed, as it was read. `isOnly`: the file holds no other. */
export type NoticeToRoute = { station: string; fileName: string; takenAt: Date; read: ReadDocument; isOnly: boolean };

/** As `Routed`; with `filing` it is filed at once. */
export type RoutedNotice = Routed & { filing: NoticeFiling | null };

const fromFachverfahren = 'Aus dem Druckordner des Fachverfahrens.';
const unsureKeyword = 'Das Schlagwort ist nicht sicher, bitte prüfen Sie es.';
const unsureFile = 'Keine Nummer weist ohne Zweifel auf die Akte, bitte prüfen Sie sie.';
const badlyRead = 'Der Bescheid ließ sich nicht ohne Zweifel lesen, bitte prüfen Sie ihn.';

/**
 * Decides what becomes of a notice: filed at once where a number leaves no doubt about the file and the keyword is sure, else proposed in
 * the Postkorb of whoever is responsible, or in the basket, like all that comes in.
 */
export async function routeNotice({ database, baskets }: RoutingTools, notice: NoticeToRoute): Promise<RoutedNotice> {
  const { station, takenAt, read } = notice;
  const { words: pages } = read;
  const receivedOn = dayOf(takenAt.toISOString());
  const keywords = await keywordsOn(database, receivedOn);
  const folderKeyword = await findKeyword(database, station, receivedOn);
  const proposal = await proposeFiling(database, {
    ...{ pages, receivedOn, isMail: false, direction: 'outgoing' },
    coverSheet: keywordSheet(read.coverSheet, folderKeyword),
  });
  const filing = withTitle(withHeading(proposal, keywords, headingsOf(pages)), keywords, receivedOn);
  const routing = await routeDocument(database, {
    ...{ pages, receivedOn, station, baskets, coverSheet: read.coverSheet ?? nameSheet(notice) },
  }).catch((error: unknown): null => {
    if (error instanceof NoInboxError) return null;
    throw error;
  });
  const letter = asNotice(
    letterOf(routing, filing, { receivedOn, source: 'fachverfahren' }),
    await officeName(database),
  );
  const decided = decide(routing, filing.proposedKeyword, { keywords, read, letter });
  const inboxId = routing?.inboxId ?? null;
  const reason = inboxId ? null : noBasket;
  if ('doubt' in decided) return { inboxId, reason, letter: withRemark(letter, decided.doubt), filing: null };
  return { inboxId, reason, letter, filing: decided.filing };
}

/** What a letter says of itself when it goes out of the house: from us, and on no day of receipt. */
export const asNotice = (letter: Letter, sender: string | null): Letter => ({
  ...letter,
  ...{ direction: 'outgoing', source: 'fachverfahren', receivedDate: null, sender: sender ?? letter.sender },
  ...(sender ? { reasons: { ...letter.reasons, sender: 'Schreiben dieses Hauses' } } : {}),
});

function withRemark(letter: Letter, doubt: string): Letter {
  const remark = [fromFachverfahren, letter.remark ?? doubt].join(' ');
  return { ...letter, remark: remark.slice(0, 500) };
}

type Known = { keywords: FoundKeyword[]; read: ReadDocument; letter: Letter };

function decide(
  routing: Routing | null,
  keyword: KeywordProposal | null,
  { keywords, read, letter }: Known,
): { filing: NoticeFiling } | { doubt: string } {
  const file = letter.proposedCase;
  if (!file || !routing?.isByNumber) return { doubt: unsureFile };
  if (read.concerns.length > 0) return { doubt: badlyRead };
  const found = keyword?.confidence === 'sure' ? keywords.find(({ id }) => id === keyword.keywordId) : undefined;
  if (!found) return { doubt: unsureKeyword };
  const { caseFileId, fileNumber } = file;
  return { filing: { caseFileId, fileNumber, keywordIds: [found.id], isProtected: found.isProtected } };
}

/** A sheet of its own says the keyword, else the folder that is called like one. */
function keywordSheet(own: CoverSheet | null, folder: FoundKeyword | null): CoverSheet | null {
  if (own?.keywordId || !folder) return own;
  const explanation = `Ordner „${folder.body.name}“ des Fachverfahrens`;
  return { fileNumber: null, keywordId: folder.id, inboxId: null, explanation };
}

/** The one number in the name of a file that holds one notice counts like a cover sheet. */
function nameSheet({ fileName, isOnly }: NoticeToRoute): CoverSheet | null {
  const found = findNumbers([{ number: 1, text: fileName.replace(/\.[a-z]{1,5}$/i, ''), words: [] }]);
  const [number, ...others] = found.filter(({ isClear }) => isClear);
  if (!isOnly || !number || others.length > 0) return null;
  return { fileNumber: number.number, keywordId: null, inboxId: null, explanation: 'Nummer im Namen der Datei' };
}

/**
 * A notice that is headed by the name of a keyword bears it, also where nothing or only a part was learned yet; not where its lines
 * name two keywords, unless the longer one is what is proposed anyway.
 */
function withHeading(proposal: FilingProposal, keywords: FoundKeyword[], headings: string[]): FilingProposal {
  const { proposedKeyword, keywordAlternatives } = proposal;
  if (proposedKeyword?.confidence === 'sure') return proposal;
  const [longest, ...others] = keywords
    .filter(({ body }) => lineKey(body.name).length > 3 && headings.some((heading) => beginsWith(heading, body.name)))
    .toSorted((left, right) => right.body.name.length - left.body.name.length);
  if (!longest) return proposal;
  const isOnlyOne = others.every(({ body }) => beginsWith(longest.body.name, body.name));
  if (longest.id !== proposedKeyword?.keywordId && !isOnlyOne) return proposal;
  const explanation = `Überschrift „${longest.body.name}“`.slice(0, 300);
  const proposed = [proposedKeyword, ...keywordAlternatives].filter((one) => one !== null);
  return {
    ...proposal,
    proposedKeyword: { keywordId: longest.id, confidence: 'sure', explanation },
    keywordAlternatives: proposed.filter(({ keywordId }) => keywordId !== longest.id).slice(0, 2),
  };
}

/** A subject goes over several lines: any of them may begin with what it is. */
function headingsOf(pages: PageWords[]): string[] {
  return [findHeading(pages) ?? '', ...linesBeforeSalutation(linesOf(pages))].filter((line) => line !== '');
}

const beginsWith = (line: string, name: string): boolean => ` ${lineKey(line)} `.startsWith(` ${lineKey(name)} `);

/** Longer ones are no title any more but the sentence that stands over a notice by law. */
const longestTitle = 80;

/** Whoever looks into the file reads what it is first: a sure keyword stands at the beginning of the title, and the title fits into a row. */
function withTitle(proposal: FilingProposal, keywords: FoundKeyword[], receivedOn: Day): FilingProposal {
  const { proposedKeyword, title, letterDate } = proposal;
  const found = keywords.find(({ id }) => id === proposedKeyword?.keywordId);
  if (!found || proposedKeyword?.confidence !== 'sure') return proposal;
  if (beginsWith(title, found.body.name) && title.length <= longestTitle) return proposal;
  return {
    ...proposal,
    title: `${found.body.name} vom ${germanDay(letterDate ?? receivedOn)}`.slice(0, 300),
    reasons: { ...proposal.reasons, title: keywordTitle },
  };
}

async function officeName(database: Queryable): Promise<string | null> {
  const { rows } = await database.query<{ name: string }>(
    `select body ->> 'name' as name from record where scope_id = $1 and kind = 'office' and not deleted order by id limit 1`,
    [houseScopeId],
  );
  return rows[0]?.name.slice(0, 200) ?? null;
}
