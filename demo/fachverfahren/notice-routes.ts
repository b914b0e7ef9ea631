import { officeOf } from './model/case-book.ts';
import type { BenefitCase } from './model/cases.ts';
import { composeNotice } from './notice/notice-content.ts';
import type { Notice } from './notice/notice-content.ts';
import { createNoticePdf } from './notice/notice-pdf.ts';
import type { StoredNotice } from './notice/notice-store.ts';
import { noticeKinds, readNoticeRequest } from './notice/notice-request.ts';
import type { CheckedRequest } from './notice/notice-request.ts';
import { answerCase, missing } from './page-answers.ts';
import type { RouteContext } from './page-answers.ts';
import { answerRedirect, readForm } from './respond.ts';
import type { Answer } from './respond.ts';
import { casePath } from './views/links.ts';
import { noticeFormView, noticeReadyView } from './views/notice-views.ts';

/** The form "Bescheid erstellen", with the preview when it is asked for and the entries allow one. */
export function noticeForm(context: RouteContext, benefitCase: BenefitCase): Answer {
  const fields = context.address.searchParams;
  const checked = check(context, benefitCase, fields);
  const wanted = fields.has('vorschau');
  // Opening the form is no mistake yet: problems are told once something was asked for.
  if (!wanted) checked.problems.length = 0;
  return formAnswer(
    context,
    benefitCase,
    checked,
    wanted && checked.problems.length === 0 ? checked.notice : undefined,
  );
}

/** Makes the PDF and goes on to the page that hands it over; wrong entries bring the form back with the reasons. */
export async function createNotice(context: RouteContext, benefitCase: BenefitCase): Promise<Answer> {
  const checked = check(context, benefitCase, await readForm(context.request));
  const { request, problems, notice } = checked;
  if (problems.length > 0 || !notice) return formAnswer(context, benefitCase, checked, undefined, 422);
  const { title, keyword } = noticeKinds[request.kind];
  const stored = context.notices.add({
    fileNumber: benefitCase.fileNumber,
    kind: request.kind,
    title,
    keyword,
    letterDate: context.now,
    fileName: `${title}_${context.now}_${benefitCase.bgNumber.replace(/[^0-9A-Za-z]/g, '-')}.pdf`,
    bytes: await createNoticePdf(notice, request.kind),
  });
  return answerRedirect(`${casePath(benefitCase, 'bescheid')}/${stored.id}`);
}

/** The page of a finished notice. */
export function noticeReady(context: RouteContext, benefitCase: BenefitCase, id: string): Answer {
  const notice = context.notices.find(id);
  if (notice?.fileNumber !== benefitCase.fileNumber) return expired(context);
  return readyAnswer(context, benefitCase, notice);
}

/** Lays a finished notice into the print folder, once, and goes back to its page; a folder that cannot be written is said there. */
export async function printNotice(context: RouteContext, id: string): Promise<Answer> {
  const notice = context.notices.find(id);
  const benefitCase = notice && context.book.find(notice.fileNumber);
  if (!notice || !benefitCase || !context.printer) return expired(context);
  if (!notice.printed) {
    notice.printed = true; // before the writing: a second press meanwhile prints nothing
    try {
      await context.printer.print(notice);
    } catch {
      notice.printed = false;
      return readyAnswer(context, benefitCase, notice, notPrinted);
    }
  }
  return answerRedirect(`${casePath(benefitCase, 'bescheid')}/${notice.id}`);
}

const notPrinted =
  'Der Druckordner lässt sich nicht beschreiben. Der Bescheid wurde nicht gedruckt und bleibt hier abrufbar. Bitte versuchen Sie es erneut.';

function readyAnswer(
  context: RouteContext,
  benefitCase: BenefitCase,
  notice: StoredNotice,
  problem: string | null = null,
): Answer {
  const { origin, printer } = context;
  const view = noticeReadyView(notice, { origin, canPrint: printer !== null, problem });
  return answerCase(context, benefitCase, 'bescheid', view, problem ? 503 : 200);
}

/** The PDF of a finished notice. `name` is "<id>.pdf". */
export function noticePdf(context: RouteContext, name: string): Answer {
  const notice = name.endsWith('.pdf') ? context.notices.find(name.slice(0, -'.pdf'.length)) : undefined;
  if (!notice) return expired(context);
  const headers = {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(notice.fileName)}`,
  };
  return { status: 200, headers, body: notice.bytes };
}

/** Notes that the desk confirmed a notice. */
export function recordFiled(context: RouteContext, id: string): Answer {
  const notice = context.notices.find(id);
  if (!notice) return expired(context);
  notice.filed = true;
  return { status: 204, headers: {}, body: '' };
}

type CheckedNotice = CheckedRequest & { notice: Notice | undefined };

function check(context: RouteContext, benefitCase: BenefitCase, fields: URLSearchParams): CheckedNotice {
  const checked = readNoticeRequest(benefitCase, fields, context.now);
  if (checked.problems.length > 0) return { ...checked, notice: undefined };
  const notice = composeNotice(benefitCase, officeOf(context.book, benefitCase), checked.request, context.now);
  if (checked.request.kind === 'bewilligung' && notice.totalPayment === 0) {
    const problem =
      'Für diesen Zeitraum ergibt sich kein Anspruch. Ein Bewilligungsbescheid kann nicht erstellt werden.';
    return { ...checked, problems: [problem], notice: undefined };
  }
  return { ...checked, notice };
}

function formAnswer(
  context: RouteContext,
  benefitCase: BenefitCase,
  { request, problems }: CheckedRequest,
  preview: Notice | undefined,
  status = 200,
): Answer {
  const earlier = context.notices.ofCase(benefitCase.fileNumber);
  const view = noticeFormView({ benefitCase, request, problems, preview, earlier });
  return answerCase(context, benefitCase, 'bescheid', view, status);
}

function expired(context: RouteContext): Answer {
  const text =
    'Diesen Bescheid gibt es nicht, oder er ist nicht mehr abrufbar. Sie können ihn im Fall erneut erstellen.';
  return missing(context, 404, 'Bescheid nicht gefunden', text);
}
