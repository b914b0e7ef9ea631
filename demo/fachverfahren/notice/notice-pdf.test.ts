import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { parseCaseFile } from '../model/cases.ts';
import { formatAmount } from '../model/money.ts';
import { sampleCases } from '../model/sample-cases.ts';
import { composeNotice, sectionsOf } from './notice-content.ts';
import { createNoticePdf } from './notice-pdf.ts';
import { defaultRequest, readNoticeRequest } from './notice-request.ts';
import type { NoticeKind } from './notice-request.ts';
import { createNoticeStore, noticeLifetimeHours } from './notice-store.ts';

const now = '2026-11-22';
const data = parseCaseFile(sampleCases(now), 'test');

function sampleCase(index: number) {
  const benefitCase = data.cases[index];
  if (!benefitCase) throw new Error('no such case');
  return benefitCase;
}

async function readPdf(bytes: Uint8Array): Promise<{ pages: string[]; title: unknown }> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await task.promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const content = await (await document.getPage(number)).getTextContent();
    pages.push(
      content.items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/g, ' '),
    );
  }
  const { info } = await document.getMetadata();
  await task.destroy();
  return { pages, title: 'Title' in info ? info.Title : undefined };
}

async function noticeOf(index: number, kind: NoticeKind) {
  const benefitCase = sampleCase(index);
  const notice = composeNotice(benefitCase, data.office, defaultRequest(benefitCase, kind, now), now);
  return { benefitCase, notice, ...(await readPdf(await createNoticePdf(notice, kind))) };
}

describe('the PDF of a notice', () => {
  test('grants benefits with the sums of the calculation, person by person', async () => {
    const { benefitCase, notice, pages, title } = await noticeOf(2, 'bewilligung');
    const text = pages.join(' ');
    const [section] = sectionsOf(benefitCase, '2026-08', '2026-08');
    expect(title).toBe(`Bewilligungsbescheid ${benefitCase.bgNumber}`);
    expect(notice.totalPayment).toBeGreaterThan(0);
    expect(text).toContain(`Summe für den Zeitraum ${formatAmount(notice.totalPayment)}`);
    for (const row of section?.calculation.persons ?? []) expect(text).toContain(formatAmount(row.payment));
    expect(text).toContain('Rechtsbehelfsbelehrung');
    expect(text).toContain('innerhalb eines Monats nach Bekanntgabe Widerspruch');
    expect(text).toContain('Musterallee 12, 25813 Husum');
    pages.forEach((page, index) => {
      expect(page).toContain(`Seite ${index + 1} von ${pages.length}`);
      expect(page).toContain(benefitCase.bgNumber);
    });
  });

  test('changes a former notice and names it', async () => {
    const { benefitCase, pages } = await noticeOf(15, 'aenderung');
    const [year, month, day] = (benefitCase.lastNoticeDate ?? '').split('-');
    expect(pages.join(' ')).toContain(`Der Bescheid vom ${day}.${month}.${year} wird insoweit nach § 48`);
    for (const person of benefitCase.household.persons) expect(pages.join(' ')).toContain(person.firstName);
  });

  test('revokes benefits from a day on', async () => {
    const { pages } = await noticeOf(1, 'aufhebung');
    expect(pages.join(' ')).toContain('ab dem 01.12.2026 ganz aufgehoben');
    expect(pages.join(' ')).toContain('keine aufschiebende Wirkung');
  });

  test('keeps long names, other alphabets of Europe and a long reason readable', async () => {
    const benefitCase = structuredClone(sampleCase(1));
    const [person] = benefitCase.household.persons;
    if (person)
      Object.assign(person, {
        firstName: 'Żaneta-Marie-Antoinette-Wilhelmine',
        name: 'Łukaszewska-Đorđević von der Ångström-Şahin',
      });
    const request = { ...defaultRequest(benefitCase, 'aenderung', now), remark: 'Sehr lange Begründung. '.repeat(80) };
    const notice = composeNotice(benefitCase, data.office, request, now);
    const { pages } = await readPdf(await createNoticePdf(notice, 'aenderung'));
    expect(pages.join(' ')).toContain('Łukaszewska-Đorđević von der Ångström-Şahin');
    expect(pages.join(' ').match(/Sehr lange Begründung\./g)).toHaveLength(80);
  });
});

describe('the request for a notice', () => {
  const check = (fields: Record<string, string>) => readNoticeRequest(sampleCase(1), new URLSearchParams(fields), now);

  test('is refused when the period is turned round, too long, or the former notice is missing', () => {
    expect(check({ von: '2027-02', bis: '2027-01' }).problems).toEqual([
      'Das Ende des Zeitraums liegt vor seinem Beginn.',
    ]);
    expect(check({ von: '2026-01', bis: '2027-01' }).problems).toEqual([
      'Ein Bescheid kann höchstens zwölf Monate umfassen.',
    ]);
    expect(check({ art: 'aenderung', bisher: '' }).problems).toEqual([
      'Bitte geben Sie das Datum des bisherigen Bescheids an.',
    ]);
    expect(check({ art: 'bewilligung' }).problems).toEqual([]);
  });

  test('takes only a reason that belongs to its kind', () => {
    expect(check({ art: 'aenderung', grund: 'umzug' }).request.reason).toBe('einkommen');
    expect(check({ art: 'aufhebung', grund: 'umzug' }).request.reason).toBe('umzug');
  });
});

test('a period with a birthday in it is told in two sections', () => {
  const benefitCase = structuredClone(sampleCase(1));
  const child = benefitCase.household.persons.at(-1);
  if (child) child.birthDate = '2021-01-20';
  const sections = sectionsOf(benefitCase, '2026-11', '2027-04');
  expect(sections.map(({ from, to }) => [from, to])).toEqual([
    ['2026-11', '2027-01'],
    ['2027-02', '2027-04'],
  ]);
});

test('finished notices are kept for a working day and not longer', () => {
  let time = 0;
  const store = createNoticeStore(() => time);
  const stored = store.add({
    fileNumber: 'A',
    kind: 'bewilligung',
    title: 'T',
    keyword: 'K',
    letterDate: now,
    fileName: 'f.pdf',
    bytes: new Uint8Array([1]),
  });
  time = noticeLifetimeHours * 3_600_000;
  expect(store.find(stored.id)?.fileName).toBe('f.pdf');
  expect(store.ofCase('A')).toHaveLength(1);
  time += 1;
  expect(store.find(stored.id)).toBeUndefined();
  expect(store.ofCase('A')).toHaveLength(0);
});
