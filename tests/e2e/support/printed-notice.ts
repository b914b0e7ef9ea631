import { join } from 'node:path';
import { createCaseBook, officeOf } from '../../../demo/fachverfahren/model/case-book.ts';
import { readCaseFile } from '../../../demo/fachverfahren/model/cases.ts';
import { today } from '../../../demo/fachverfahren/model/months.ts';
import { composeNotice } from '../../../demo/fachverfahren/notice/notice-content.ts';
import { createNoticePdf } from '../../../demo/fachverfahren/notice/notice-pdf.ts';
import { defaultRequest } from '../../../demo/fachverfahren/notice/notice-request.ts';
import type { Office } from './office.ts';

/** A notice of the sample Fachverfahren for one of its cases, as it prints it. */
export async function printedNotice(office: Office, fileNumber: string): Promise<Uint8Array> {
  const data = readCaseFile(join(office.folder, 'beispiel/fachverfahren.json'));
  const book = createCaseBook(data);
  const benefitCase = data.cases.find((one) => one.fileNumber === fileNumber);
  if (!benefitCase) throw new Error(`the Fachverfahren has no case ${fileNumber}`);
  const request = defaultRequest(benefitCase, 'bewilligung', today());
  return createNoticePdf(composeNotice(benefitCase, officeOf(book, benefitCase), request, today()), 'bewilligung');
}
