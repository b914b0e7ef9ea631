import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { DeskClient } from '../../../core/contract/desk.ts';
import type { Id } from '../../../core/domain/ids.ts';

// A worker's days without the centre, through the backend of her desk: more than anybody could type in a test.

/** What one side did, for looking everything up again. */
export type Work = {
  commands: number;
  notes: string[];
  followUps: string[];
  /** Titles of the documents she filed, with their bytes. */
  documents: Map<string, Buffer<ArrayBuffer>>;
  /** Documents that were there before, by the title they have now. */
  retitled: string[];
  keyworded: { caseFileId: Id; documentId: Id; keywordId: Id }[];
};

/** Two hundred commands and fifty documents of her own, spread over these files; `mark` stands in every text. */
export async function workOffline(client: DeskClient, caseFileIds: Id[], mark: string): Promise<Work> {
  const work: Work = { commands: 0, notes: [], followUps: [], documents: new Map(), retitled: [], keyworded: [] };
  const { keywords } = await client.office.directory({});
  const plain = keywords.filter(({ isValid, rules }) => isValid && !rules.isProtected);
  const fileOf = (number: number): Id => {
    const caseFileId = caseFileIds[number % caseFileIds.length];
    if (!caseFileId) throw new Error('no case files to work in');
    return caseFileId;
  };
  const keywordOf = (number: number): Id => {
    const keyword = plain[number % plain.length];
    if (!keyword) throw new Error('no keywords');
    return keyword.id;
  };
  for (let number = 1; number <= 50; number += 1) {
    const title = `${mark} Unterlage ${number}`;
    const bytes = await smallPdf(title);
    await fileDocument(client, { caseFileId: fileOf(number), title, bytes, keywordId: keywordOf(number) });
    work.documents.set(title, bytes);
  }
  for (let number = 1; number <= 120; number += 1) {
    const text = `${mark} Vermerk ${number}: Rückruf zugesagt.`;
    const words = { documentId: null, text, isPinned: number % 40 === 0, isPhoneCall: number % 3 === 0 };
    await client.notes.add({ caseFileId: fileOf(number), ...words });
    work.notes.push(text);
  }
  for (let number = 1; number <= 40; number += 1) {
    const subject = `${mark} Wiedervorlage ${number}`;
    const dueOn = `2027-0${1 + (number % 9)}-15`;
    await client.followUps.create({ caseFileId: fileOf(number), documentId: null, dueOn, subject });
    work.followUps.push(subject);
  }
  await changeDocuments(client, caseFileIds, mark, keywordOf, work);
  work.commands += work.notes.length + work.followUps.length;
  return work;
}

/** Twenty new titles and twenty keywords on documents that were there before. */
async function changeDocuments(
  client: DeskClient,
  caseFileIds: Id[],
  mark: string,
  keywordOf: (number: number) => Id,
  work: Work,
): Promise<void> {
  const targets = [];
  for (const caseFileId of caseFileIds) {
    const rows = (await documentsOf(client, caseFileId)).filter(
      ({ title }) => !title.startsWith(mark) && !title.startsWith('Titel von'),
    );
    targets.push(...rows.slice(1, 8).map((row) => ({ caseFileId, ...row })));
  }
  if (targets.length < 40) throw new Error(`only ${targets.length} documents to change`);
  for (const [number, row] of targets.slice(0, 40).entries()) {
    const reference = { caseFileId: row.caseFileId, documentId: row.documentId };
    if (number < 20) {
      const title = `${mark} Neuer Titel ${number}`;
      await client.documents.setDetails({ ...reference, before: { title: row.title }, after: { title } });
      work.retitled.push(title);
    } else {
      const keywordId = keywordOf(number);
      await client.documents.setKeywords({ ...reference, add: [keywordId], removeLinks: [] });
      work.keyworded.push({ ...reference, keywordId });
    }
    work.commands += 1;
  }
}

type Handed = { caseFileId: Id; title: string; bytes: Buffer<ArrayBuffer>; keywordId: Id };

async function fileDocument(client: DeskClient, { caseFileId, title, bytes, keywordId }: Handed): Promise<void> {
  const { uploadId } = await client.uploads.begin({ caseFileId, fileName: `${title}.pdf`, size: bytes.length });
  await client.uploads.part({ uploadId, offset: 0, bytes });
  await client.uploads.finish({ uploadId });
  const filing = {
    ...{ title, keywordIds: [keywordId], letterDate: null, receivedDate: null, sender: null },
    ...{ direction: 'incoming' as const, isProtected: false },
  };
  await client.uploads.file({ uploadId, caseFileId, filing });
}

async function smallPdf(text: string): Promise<Buffer<ArrayBuffer>> {
  const document = await PDFDocument.create();
  const page = document.addPage([595, 842]);
  page.drawText(text, { x: 60, y: 760, size: 14, font: await document.embedFont(StandardFonts.Helvetica) });
  return Buffer.from(await document.save());
}

/** All documents of a file as its list has them. */
export async function documentsOf(client: DeskClient, caseFileId: Id) {
  const all = { registerId: null, keywordId: null, filter: null, showRetracted: true };
  return (await client.documents.list({ caseFileId, ...all })).rows;
}
