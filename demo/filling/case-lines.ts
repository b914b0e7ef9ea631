import { createHash } from 'node:crypto';
import { keywordLinkIdOf, pageWrites, versionIdOf } from '../../core/commands/document-parts.ts';
import type { RecordWrite } from '../../core/commands/rule.ts';
import type { ImportLine } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { LetterReasons } from '../../core/domain/inbox-item.ts';
import type { Day } from '../../core/domain/moments.ts';
import type { BodyOf, ContentFacts } from '../../core/domain/records.ts';
import { readLetter } from '../../core/letters/read-letter.ts';
import type { SampleOffice } from '../sample/generate.ts';
import type {
  SampleCaseFile,
  SampleDocument,
  SampleFollowUp,
  SampleHousehold,
  SampleInboxItem,
} from '../sample/types.ts';
import { recordLine, scopeLine } from './office-lines.ts';
import { sampleId } from './sample-ids.ts';

/** Bytes of a sample document with what is known about them; without bytes (large offices) a hash that nothing has. */
export type MadeContent = { content: ContentFacts; bytes: Uint8Array | null };

const kinds: Record<SampleDocument['mediaType'], ContentFacts['kind']> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'image',
  'message/rfc822': 'mail',
  'text/plain': 'text',
};

/** Makes the file of a sample document and the facts that go with it. */
export async function makeContent(document: SampleDocument, withBytes: boolean): Promise<MadeContent> {
  const bytes = withBytes ? await document.bytes() : null;
  const content: ContentFacts = {
    fileName: document.fileName,
    mediaType: document.mediaType,
    size: bytes?.byteLength ?? 40_000,
    sha256: createHash('sha256')
      .update(bytes ?? document.key)
      .digest('hex'),
    kind: kinds[document.mediaType],
    pageCount: document.pageCount,
    encrypted: 'no',
    hasText: document.text.some((text) => text.trim() !== ''),
    explanation: null,
    attachments: [],
  };
  return { content, bytes };
}

const relations = {
  applicant: ['Antragstellerin', 'Antragsteller'],
  partner: ['Partnerin', 'Partner'],
  child: ['Tochter', 'Sohn'],
} as const;
const noon = (day: string) => `${day}T11:00:00.000Z`;

/** The title of a household's case file: "Petersen, Anna". */
export function caseTitle(household: SampleHousehold): string {
  const [applicant] = household.persons;
  return applicant ? `${applicant.familyName}, ${applicant.givenName}` : household.bgNumber;
}

/** One case file with household, persons, documents and their pages. */
export async function* caseLines(
  office: SampleOffice,
  file: SampleCaseFile,
  withBytes: boolean,
): AsyncGenerator<{ line: ImportLine; bytes?: MadeContent }> {
  const { household, documents } = file;
  const scopeId = sampleId(household.key);
  const householdId = sampleId(`${household.key}/household`);
  yield {
    line: scopeLine(scopeId, 'c', [
      [sampleId(household.workerKey), 'write'],
      [sampleId(household.teamKey), 'write'],
    ]),
  };
  yield { line: recordLine({ kind: 'caseFile', id: scopeId, scopeId, body: caseFileBody(file, householdId) }) };
  yield { line: recordLine({ kind: 'household', id: householdId, scopeId, body: householdBody(household) }) };
  for (const person of household.persons) {
    const body = {
      householdId,
      familyName: person.familyName,
      givenName: person.givenName,
      birthDate: person.birthDate,
      customerNumber: person.customerNumber,
      relation: relations[person.role][person.gender === 'female' ? 0 : 1],
    };
    yield { line: recordLine({ kind: 'person', id: sampleId(person.key), scopeId, body }) };
  }
  for (const document of documents) {
    const made = await makeContent(document, withBytes);
    const [first, ...rest] = documentWrites(office, scopeId, household, document, made.content);
    if (first) yield { line: recordLine(first), bytes: made };
    for (const write of rest) yield { line: recordLine(write) };
  }
}

function caseFileBody({ household, documents }: SampleCaseFile, householdId: Id): BodyOf<'caseFile'> {
  const period = household.periods.at(-1);
  const last = documents.at(-1);
  return {
    fileNumber: household.bgNumber,
    kind: 'benefit',
    title: caseTitle(household),
    householdId,
    workerId: sampleId(household.workerKey),
    state: household.state === 'current' || household.state === 'applied' ? 'running' : 'closed',
    approvedFrom: period?.from ?? null,
    approvedUntil: period?.to ?? null,
    openedOn: household.firstApplication,
    nextSheet: last ? last.firstSheet + Math.max(1, last.pageCount) : 1,
  };
}

function householdBody(household: SampleHousehold): BodyOf<'household'> {
  const rent = household.dwelling.rents.at(-1);
  return {
    street: household.address.street,
    postcode: household.address.postcode,
    place: household.address.place,
    phone: household.telephone,
    mail: household.email,
    rent: rent ? rent.cold + rent.ancillary : null,
    heating: rent?.heating ?? null,
  };
}

function documentWrites(
  office: SampleOffice,
  scopeId: Id,
  household: SampleHousehold,
  document: SampleDocument,
  content: ContentFacts,
): RecordWrite[] {
  const documentId = sampleId(document.key);
  const versionId = versionIdOf(documentId);
  const filedBy = sampleId(household.workerKey);
  const filedAt = noon(document.receivedDate);
  const keyword = office.keywords.find((candidate) => candidate.key === document.keywordKey);
  const keywordId = sampleId(document.keywordKey);
  return [
    {
      kind: 'version',
      id: versionId,
      scopeId,
      body: { ...content, ownerId: documentId, createdAt: filedAt, createdBy: filedBy },
    },
    {
      kind: 'document',
      id: documentId,
      scopeId,
      body: {
        title: document.title,
        letterDate: document.letterDate,
        receivedDate: document.receivedDate,
        sender: document.sender,
        direction: document.direction,
        versionId,
        pageCount: document.pageCount,
        sheetFrom: document.firstSheet,
        sheetTo: document.firstSheet + Math.max(1, document.pageCount) - 1,
        isProtected: keyword?.protected ?? false,
        state: 'filed',
        stateReason: null,
        movedTo: null,
        filedAt,
        filedBy,
        inboxItemId: null,
        arrivedAfterClosing: false,
      },
    },
    {
      kind: 'documentKeyword',
      id: keywordLinkIdOf(documentId, keywordId),
      scopeId,
      body: { documentId, keywordId, addedAt: filedAt, addedBy: filedBy },
    },
    ...pageWrites(scopeId, versionId, document.text),
  ];
}

/** A letter in a Postkorb with the proposals that intake made. */
export async function inboxLines(
  item: SampleInboxItem,
  households: ReadonlyMap<string, SampleHousehold>,
  withBytes: boolean,
): Promise<{ lines: ImportLine[]; made: MadeContent }> {
  const { document } = item;
  const made = await makeContent(document, withBytes);
  const scopeId = sampleId(item.basketKey);
  const itemId = sampleId(item.key);
  const versionId = versionIdOf(itemId);
  // Whoever starts before the post comes finds it nevertheless: nothing is delivered in the future.
  const deliveredAt = new Date(Math.min(Date.parse(`${item.receivedAt}+01:00`), Date.now())).toISOString();
  const proposed = item.household.key ? households.get(item.household.key) : undefined;
  const { explanation, confidence } = item.household;
  const body: BodyOf<'inboxItem'> = {
    title: item.intakeTitle,
    letterDate: document.letterDate,
    receivedDate: item.receivedAt.slice(0, 10),
    sender: item.household.confidence === 'none' ? null : document.sender,
    direction: 'incoming',
    versionId,
    pageCount: document.pageCount,
    source: item.channel === 'mail' ? 'mail' : item.channel === 'portal' ? 'upload' : 'scan',
    deliveredAt,
    state: 'open',
    proposedCase: proposed
      ? {
          confidence,
          explanation,
          caseFileId: sampleId(proposed.key),
          fileNumber: proposed.bgNumber,
          title: caseTitle(proposed),
        }
      : null,
    proposedKeyword: item.keyword.key
      ? {
          confidence: item.keyword.confidence,
          explanation: item.keyword.explanation,
          keywordId: sampleId(item.keyword.key),
        }
      : null,
    reasons: reasonsOf(item),
    remark: null,
    forwardedBy: null,
    doneAt: null,
    doneBy: null,
    filedCaseFileId: null,
    filedDocumentId: null,
    forwardedTo: null,
  };
  const station = sampleId('worker:scanstelle');
  const writes: RecordWrite[] = [
    {
      kind: 'version',
      id: versionId,
      scopeId,
      body: { ...made.content, ownerId: itemId, createdAt: deliveredAt, createdBy: station },
    },
    { kind: 'inboxItem', id: itemId, scopeId, body },
    ...pageWrites(scopeId, versionId, document.text),
  ];
  return { lines: writes.map(recordLine), made };
}

/** Where the scan station finds what is proposed for filing a letter; for what it does not find itself there is no reason. */
function reasonsOf({ document, intakeTitle, receivedAt }: SampleInboxItem): LetterReasons {
  const pages = document.text.map((text, at) => ({ number: at + 1, text, words: [] }));
  const read = readLetter(pages, { keywordName: null, receivedOn: receivedAt.slice(0, 10) as Day });
  return {
    title: read.title === intakeTitle ? read.reasons.title : null,
    letterDate: read.letterDate === document.letterDate ? read.reasons.letterDate : null,
    sender: read.sender === document.sender ? read.reasons.sender : null,
  };
}

/** A follow-up in its case file. */
export function followUpLine(followUp: SampleFollowUp): ImportLine {
  const body = {
    documentId: followUp.documentKey ? sampleId(followUp.documentKey) : null,
    dueOn: followUp.due,
    subject: followUp.text,
    createdAt: noon(followUp.createdOn),
    createdBy: sampleId(followUp.workerKey),
    completedAt: null,
    completedBy: null,
  };
  return recordLine({ kind: 'followUp', id: sampleId(followUp.key), scopeId: sampleId(followUp.householdKey), body });
}
