import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addDays } from './dates.ts';
import { generateOffice } from './generate.ts';
import { sampleStart } from './households.ts';
import type { SampleDocument } from './types.ts';

const TODAY = '2026-11-22';
const office = generateOffice({ today: TODAY });
const files = [...office.caseFiles()];
const documents = files.flatMap((file) => file.documents);
const items = [...office.inboxItems()];
const followUps = [...office.followUps()];

function fingerprint(options: Parameters<typeof generateOffice>[0]): string {
  const made = generateOffice(options);
  const all = [
    made.workers,
    made.baskets,
    made.keywords,
    [...made.caseFiles()],
    [...made.inboxItems()],
    [...made.followUps()],
  ];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

/** Some documents of every form, of different kinds; short ones, so that drawing them twice stays quick. */
function someOfEach(count: number): SampleDocument[] {
  const found = new Map<string, SampleDocument>();
  const perForm = new Map<string, number>();
  for (const document of documents) {
    const sort = `${document.kind}/${document.form}`;
    const taken = perForm.get(document.form) ?? 0;
    if (found.has(sort) || taken >= count || document.pageCount > 4) continue;
    found.set(sort, document);
    perForm.set(document.form, taken + 1);
  }
  return [...found.values()];
}

describe('the sample office', () => {
  it('is the same on every run with the same seed and another with another seed', () => {
    const options = { households: 12, today: TODAY };
    expect(fingerprint(options)).toBe(fingerprint(options));
    expect(fingerprint({ ...options, seed: 'other' })).not.toBe(fingerprint(options));
  });

  it('makes a file without the files before it', () => {
    expect(JSON.stringify(office.caseFile(17))).toBe(JSON.stringify(files[17]));
  });

  it('makes the same bytes on every call, in any order', async () => {
    const some = someOfEach(5);
    const hash = async (document: SampleDocument) =>
      createHash('sha256')
        .update(await document.bytes())
        .digest('hex');
    const forwards: string[] = [];
    for (const document of some) forwards.push(await hash(document));
    const again = generateOffice({ today: TODAY });
    const backwards: string[] = [];
    for (const { key, householdKey } of [...some].reverse()) {
      const made = again.caseFile(Number(householdKey.slice('household:'.length)) - 1).documents;
      backwards.unshift(await hash(made.find((document) => document.key === key) as SampleDocument));
    }
    expect(backwards).toEqual(forwards);
    expect(new Set(forwards).size).toBe(forwards.length);
  });

  it('has twelve workers, seven centres of which two are islands, 80 households and at least 1,500 documents', () => {
    expect(office.workers).toHaveLength(12);
    expect(office.centres).toHaveLength(7);
    expect(office.centres.filter(({ island }) => island)).toHaveLength(2);
    expect(office.service.map(({ role }) => role).sort()).toEqual([
      'administrator',
      'auditor',
      'scanStation',
      'teamLead',
    ]);
    expect(files).toHaveLength(80);
    expect(documents.length).toBeGreaterThanOrEqual(1500);
    expect(new Set(documents.map(({ key }) => key)).size).toBe(documents.length);
    expect(new Set(office.workers.map(({ login }) => login)).size).toBe(12);
  });

  it('spreads the documents over the five years before today', () => {
    for (const { receivedDate, letterDate, key } of documents) {
      expect(receivedDate < TODAY && letterDate <= receivedDate && receivedDate >= sampleStart(TODAY), key).toBe(true);
    }
    const years = new Set(documents.map(({ receivedDate }) => receivedDate.slice(0, 4)));
    expect([...years].sort()).toEqual(['2022', '2023', '2024', '2025', '2026']);
  });

  it('numbers documents and sheets of a file without gaps in order of receipt', () => {
    for (const { documents: inFile } of files) {
      let sheet = 1;
      let before = '';
      inFile.forEach((document, index) => {
        expect(document.order).toBe(index + 1);
        expect(document.firstSheet).toBe(sheet);
        expect(document.receivedDate >= before).toBe(true);
        sheet += document.pageCount;
        before = document.receivedDate;
      });
    }
  });

  it('has about a quarter scans, none of them with text, and text in everything that is not a picture', () => {
    const scans = documents.filter(({ form }) => form === 'scan');
    expect(scans.length / documents.length).toBeGreaterThan(0.2);
    expect(scans.length / documents.length).toBeLessThan(0.3);
    for (const { form, text, printedText, pageCount, key } of documents) {
      expect(text, key).toHaveLength(pageCount);
      const picture = form === 'scan' || form === 'photo';
      expect(
        text.some((page) => page !== ''),
        key,
      ).toBe(!picture);
      expect(
        printedText.every((page) => page.length > 20),
        key,
      ).toBe(true);
    }
  });

  it('uses only keywords that exist, valid on the day of the letter, in their register', () => {
    const byKey = new Map(office.keywords.map((keyword) => [keyword.key, keyword]));
    for (const document of documents) {
      const keyword = byKey.get(document.keywordKey);
      expect(keyword?.registerKey, document.key).toBe(document.registerKey);
      expect(
        keyword && keyword.validFrom <= document.letterDate && (keyword.validTo ?? '9999') >= document.letterDate,
        document.key,
      ).toBe(true);
    }
  });

  it('uses every keyword that its households can have', () => {
    const used = new Set(documents.map(({ keywordKey }) => keywordKey));
    const unused = office.keywords.map(({ key }) => key).filter((key) => !used.has(key));
    // Of people from other states there are few among eighty households, on some days none.
    const rare = ['keyword:aufenthaltstitel', 'keyword:freizuegigkeitsbescheinigung', 'keyword:auslaenderbehoerde'];
    expect(unused.filter((key) => !rare.includes(key))).toEqual([]);
  });

  it('takes another day as today', () => {
    const later = generateOffice({ households: 4, today: '2028-02-29' });
    for (const { documents: inFile } of later.caseFiles())
      for (const { receivedDate } of inFile) expect(receivedDate < '2028-02-29').toBe(true);
  });
});

describe('the baskets', () => {
  it('hold 8 to 16 items for every worker and 2 to 4 for every team, received in the last days', () => {
    for (const basket of office.baskets) {
      const count = items.filter(({ basketKey }) => basketKey === basket.key).length;
      const [low, high] = basket.kind === 'personal' ? [8, 16] : [2, 4];
      expect(count >= low && count <= high, basket.key).toBe(true);
    }
    for (const { receivedAt, document } of items) {
      const day = receivedAt.slice(0, 10);
      expect(day <= TODAY && day > addDays(TODAY, -12) && day === document.receivedDate, document.key).toBe(true);
      expect(document.letterDate <= day, document.key).toBe(true);
    }
  });

  it('hold post of today, so that no desk begins with an empty day', () => {
    for (const { key } of office.baskets) {
      const days = items.filter(({ basketKey }) => basketKey === key).map(({ receivedAt }) => receivedAt.slice(0, 10));
      expect(days, key).toContain(TODAY);
      expect(new Set(days).size, key).toBeGreaterThan(1);
    }
  });

  it('know both answers for about 60 percent, one for about 20 and none for about 20', () => {
    const share = (test: (sure: number) => boolean) =>
      items.filter(({ household, keyword }) =>
        test([household, keyword].filter(({ confidence }) => confidence === 'sure').length),
      ).length / items.length;
    expect(share((sure) => sure === 2)).toBeCloseTo(0.6, 1);
    expect(share((sure) => sure === 1)).toBeCloseTo(0.2, 1);
    expect(share((sure) => sure === 0)).toBeCloseTo(0.2, 1);
  });

  it('are never sure of something wrong, and a BG number that is named stands on page 1', () => {
    for (const { document, household, keyword, key } of items) {
      if (household.confidence === 'sure') expect(household.key, key).toBe(document.householdKey);
      if (keyword.confidence === 'sure') expect(keyword.key, key).toBe(document.keywordKey);
      if (household.explanation.startsWith('BG-Nummer'))
        expect((document.text[0] ?? '').replace(/ BG |\/\//g, 'BG'), key).toMatch(/\d{5}BG\d{7}/);
      if (household.confidence === 'none') expect(household.key, key).toBeNull();
    }
  });

  it('mix mails, scans with and without text, files and photos', () => {
    expect(new Set(items.map(({ document }) => document.form))).toEqual(
      new Set(['mail', 'scan', 'scanWithText', 'digital', 'photo']),
    );
  });
});

describe('the follow-ups', () => {
  it('are three to eight for every worker, due around today, on files and documents of the office', () => {
    const keys = new Set<string>(documents.map(({ key }) => key));
    for (const worker of office.workers) {
      const own = followUps.filter(({ workerKey }) => workerKey === worker.key);
      expect(own.length >= 3 && own.length <= 8, worker.key).toBe(true);
      for (const { householdKey, documentKey, due, createdOn } of own) {
        expect(files.find(({ household }) => household.key === householdKey)?.household.workerKey).toBe(worker.key);
        if (documentKey) expect(keys.has(documentKey)).toBe(true);
        expect(due >= addDays(TODAY, -8) && due <= addDays(TODAY, 32) && createdOn < TODAY).toBe(true);
      }
    }
  });
});
