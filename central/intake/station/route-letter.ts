import type { CoverSheet } from '../../../core/letters/cover-sheet.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { dayOf } from '../../../core/domain/moments.ts';
import { type FilingProposal, proposeFiling } from '../proposals/propose-filing.ts';
import { candidatesFor, NoInboxError, routeDocument, type Routing } from '../routing/routing.ts';
import type { Intake } from './intake.ts';
import type { Letter } from './stack-documents.ts';

/** What is known of a document when it is to be decided where it goes. */
export type LetterToRoute = {
  station: string;
  takenAt: Date;
  pages: PageWords[];
  coverSheet: CoverSheet | null;
};

/** Where a document goes and what is said of it; `inboxId` null: somebody at the scan station decides, for `reason`. */
export type Routed = { inboxId: Id | null; letter: Letter; reason: string | null };

/** What deciding where something goes needs of the intake. */
export type RoutingTools = Pick<Intake, 'database' | 'baskets'>;

/** Why nobody gets a letter. */
export const noBasket =
  'Es gibt keinen Postkorb für Schreiben, die nicht zugeordnet sind. Bitte wählen Sie einen Empfänger.';

/** Decides by cover sheet or text where a scanned letter goes; what nobody is sure of goes to the basket for the station. */
export async function routeLetter({ database, baskets }: RoutingTools, letter: LetterToRoute): Promise<Routed> {
  const { station, pages, coverSheet, takenAt } = letter;
  const receivedOn = dayOf(takenAt.toISOString());
  const filing = await proposeFiling(database, { pages, coverSheet, isMail: false, receivedOn });
  try {
    const routing = await routeDocument(database, { pages, coverSheet, station, baskets, receivedOn });
    return {
      inboxId: routing.inboxId,
      letter: letterOf(routing, filing, { receivedOn, source: 'scan' }),
      reason: null,
    };
  } catch (error) {
    if (!(error instanceof NoInboxError)) throw error;
    return { inboxId: null, letter: letterOf(null, filing, { receivedOn, source: 'scan' }), reason: noBasket };
  }
}

type Arrival = { receivedOn: string; source: Letter['source'] };

/** What a delivery says, from where the letter goes and how it may be filed. */
export function letterOf(routing: Routing | null, filing: FilingProposal, { receivedOn, source }: Arrival): Letter {
  // Only a file that is sure is named: whoever reads the Postkorb then may read the file as well.
  const sure = routing?.candidates.find(({ caseFileId }) => caseFileId === routing.caseFileId);
  return {
    ...filing,
    ...{ receivedDate: receivedOn, direction: 'incoming', source },
    proposedCase: sure
      ? {
          ...{ caseFileId: sure.caseFileId, fileNumber: sure.fileNumber.slice(0, 60), title: sure.title.slice(0, 200) },
          ...{ confidence: 'sure', explanation: sure.explanation.slice(0, 300) },
        }
      : null,
    candidates: candidatesFor(routing),
    remark: routing?.remark ?? null,
  };
}
