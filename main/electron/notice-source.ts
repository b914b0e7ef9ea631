import { AppError } from '../../core/domain/errors.ts';
import type { DeepLink } from './deep-link.ts';
import { webOrigin } from './navigation-rules.ts';

/** Most bytes a notice may have; the largest real ones are a few megabytes. */
export const largestNotice = 30 * 1024 * 1024;

export type Fetch = (address: string, options: { redirect: 'error'; signal: AbortSignal }) => Promise<Response>;
export type Notice = {
  fileNumber: string;
  title: string;
  keyword: string | null;
  letterDate: string | null;
  fileName: string;
  bytes: Uint8Array;
};
type NoticeLink = Extract<DeepLink, { kind: 'notice' }>;

/**
 * Fetches the PDF that a deep link names, with the session of the Fachverfahren and from its origins only: whoever can place a link must
 * not make the desk fetch anything else. Redirects are refused. Throws AppError with a sentence for the worker.
 */
export async function fetchNotice(
  link: NoticeLink,
  options: { origins: ReadonlySet<string>; fetch: Fetch; timeLimit?: number; sizeLimit?: number },
): Promise<Notice> {
  const origin = webOrigin(link.source);
  if (origin === null || !options.origins.has(origin)) {
    throw new AppError('forbidden', 'Der Bescheid liegt nicht beim Fachverfahren. Er wurde deshalb nicht geholt.');
  }
  const signal = AbortSignal.timeout(options.timeLimit ?? 30_000);
  const bytes = await read(
    options.fetch(link.source, { redirect: 'error', signal }),
    options.sizeLimit ?? largestNotice,
  );
  if (!isPdf(bytes)) throw new AppError('invalid_input', 'Das Fachverfahren hat kein PDF geliefert.');
  const { fileNumber, title, keyword, letterDate } = link;
  return { fileNumber, title, keyword, letterDate, fileName: fileNameOf(title), bytes };
}

async function read(answer: Promise<Response>, limit: number): Promise<Uint8Array> {
  const unreachable = () =>
    new AppError('offline', 'Der Bescheid ließ sich beim Fachverfahren nicht holen. Bitte dort erneut ablegen.');
  const response = await answer.catch(() => {
    throw unreachable();
  });
  if (!response.ok || !response.body) {
    throw new AppError(
      'not_found',
      'Der Bescheid ist beim Fachverfahren nicht mehr abrufbar. Bitte dort erneut erstellen.',
    );
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw unreachable();
    });
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      throw new AppError(
        'invalid_input',
        `Der Bescheid ist größer als ${Math.floor(limit / 1024 / 1024)} MB und wurde nicht übernommen.`,
      );
    }
    parts.push(value);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** PDF readers look for the mark within the first kilobyte. */
function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
}

function fileNameOf(title: string): string {
  const name = title
    .replace(/[\p{C}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|[. ]+$/g, '');
  return `${name.slice(0, 120).trim() || 'Bescheid'}.pdf`;
}
