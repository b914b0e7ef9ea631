import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BrowserContext, expect, type Page, type Request } from '@playwright/test';
import type { DeskClient } from '../../core/contract/desk.ts';
import { asId, type Id } from '../../core/domain/ids.ts';
import { backendOf } from '../support/backend-of-page.ts';

/** What became of one file that was taken in and opened. Sizes in MB, times in ms; null: not known to the desk either. */
export type Outcome = {
  file: string;
  kind: string | null;
  pages: number | null;
  encrypted: string | null;
  attachments: number | null;
  subject: string | null;
  outcome: 'shown' | 'explained' | 'failed';
  sentence: string | null;
  milliseconds: number;
  peakMemory: number | null;
  networkRequests: string[];
};

/** Takes files in through the upload of an open desk, opens each in the viewer and says what became of it. */
export async function takeIn(
  page: Page,
  files: { path: string; name: string }[],
  onDone: (outcome: Outcome) => void = () => undefined,
): Promise<Outcome[]> {
  const backend = await backendOf(page);
  const ownCase = async () => (await backend.client.caseFiles.list({ which: 'mine' })).rows[0]?.caseFileId;
  // A fresh desk is still fetching when its page can be used.
  await expect.poll(ownCase, { message: 'a case file of the worker', timeout: 60_000 }).toBeDefined();
  const caseFileId = await ownCase();
  if (!caseFileId) throw new Error('the worker has no case file');
  const requests = watchRequests(page);
  const outcomes: Outcome[] = [];
  for (const file of files) {
    requests.length = 0;
    const outcome = await takeOne(page, backend.client, caseFileId, file).catch((error: unknown) =>
      failedOutcome(file.name, error),
    );
    outcomes.push({ ...outcome, networkRequests: [...requests] });
    onDone({ ...outcome, networkRequests: [...requests] });
  }
  backend.close();
  return outcomes;
}

async function takeOne(
  page: Page,
  client: DeskClient,
  caseFileId: Id,
  file: { path: string; name: string },
): Promise<Outcome> {
  const started = performance.now();
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/akte/${caseFileId}`);
  const before = await documentIds(client, caseFileId);
  await uploadThroughPage(page, file);
  const added = [...(await documentIds(client, caseFileId))].filter((id) => !before.has(id));
  const { documentId, content, explanation } = await fileItself(client, caseFileId, added.map(asId));
  const mail =
    content.kind === 'mail'
      ? await client.content.mail({ scopeId: caseFileId, ownerId: documentId }).catch(() => null)
      : null;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/akte/${caseFileId}/${documentId}`);
  const shown = await waitForView(page);
  return {
    file: file.name,
    kind: content.kind,
    pages: content.pageCount,
    encrypted: content.encrypted,
    attachments: mail ? mail.attachments.length : content.attachments.length,
    subject: mail?.subject ?? null,
    outcome: shown.outcome,
    sentence: shown.sentence ?? explanation?.message ?? null,
    milliseconds: Math.round(performance.now() - started),
    peakMemory: await peakMemory(page.context()),
    networkRequests: [],
  };
}

/** Of the documents a file became the one that is the file: what was taken out of a mail names its mail. */
async function fileItself(client: DeskClient, caseFileId: Id, documentIds: readonly Id[]) {
  for (const documentId of documentIds) {
    const described = await client.content.describe({ scopeId: caseFileId, ownerId: documentId });
    if (!described.content.partOf) return { ...described, documentId };
  }
  throw new Error('the file is not in the case file');
}

async function documentIds(client: DeskClient, caseFileId: Id): Promise<Set<string>> {
  const { rows } = await client.documents.list({
    caseFileId,
    registerId: null,
    keywordId: null,
    filter: null,
    showRetracted: false,
  });
  return new Set(rows.map((row) => row.documentId));
}

async function uploadThroughPage(page: Page, file: { path: string; name: string }): Promise<void> {
  const buffer = await readFile(file.path);
  await page
    .getByLabel('Dateien wählen')
    .setInputFiles({ name: basename(file.name), mimeType: 'application/octet-stream', buffer });
  const dialog = page.getByRole('dialog', { name: /In die Akte ablegen/ });
  const keyword = dialog.getByLabel('Schlagwort', { exact: true });
  const option = page
    .getByRole('listbox', { name: 'Schlagwort' })
    .getByRole('option', { name: /^E-Mail/ })
    .first();
  // Typed, for what is proposed may stand there already and would be no change.
  await keyword.press('Control+a');
  await keyword.pressSequentially('E-Mail');
  await option.click({ timeout: 30_000 });
  const title = dialog.getByLabel('Titel');
  if ((await title.inputValue()).trim() === '') await title.fill(basename(file.name));
  await dialog.getByRole('button', { name: /^Ablegen/ }).click();
  await expect(dialog).toBeHidden();
}

/** Waits until the viewer shows something or says why not; the sentence is what stands there. */
async function waitForView(page: Page): Promise<{ outcome: 'shown' | 'explained'; sentence: string | null }> {
  const shown = page.locator('[data-viewer][data-state=drawn], [data-viewer] [data-state=drawn]').first();
  const explained = page.locator('[data-viewer=explained]').first();
  const password = page.getByLabel('Kennwort der Datei');
  await expect(shown.or(explained).or(password).first()).toBeVisible({ timeout: 30_000 });
  if (await explained.isVisible())
    return { outcome: 'explained', sentence: ((await explained.locator('p').first().textContent()) ?? '').trim() };
  if (await password.isVisible())
    return { outcome: 'explained', sentence: 'Dieses PDF ist mit einem Kennwort geschützt.' };
  return { outcome: 'shown', sentence: null };
}

/** Requests of the page that go anywhere but to the desk itself or to the Fachverfahren beside it. */
function watchRequests(page: Page): string[] {
  const requests: string[] = [];
  const own = new URL(page.url()).origin;
  page.context().on('request', (request: Request) => {
    const address = new URL(request.url());
    const isOwn = address.origin === own || ['blob:', 'data:', 'about:'].includes(address.protocol);
    const isBeside = request.frame() !== page.mainFrame() && ['127.0.0.1', 'localhost'].includes(address.hostname);
    if (!isOwn && !isBeside) requests.push(request.url());
  });
  return requests;
}

/** Highest memory of any page process so far, where the system tells it. */
async function peakMemory(context: BrowserContext): Promise<number | null> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) return null;
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) =>
        Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${id}/status`, 'utf8').catch(() => ''))?.[1] ?? 0),
      ),
  );
  return Math.round(Math.max(0, ...sizes) / 1000) || null;
}

function failedOutcome(file: string, error: unknown): Outcome {
  const sentence = error instanceof Error ? (error.message.split('\n')[0] ?? null) : String(error);
  const nothing = { kind: null, pages: null, encrypted: null, attachments: null, subject: null };
  return { file, ...nothing, outcome: 'failed', sentence, milliseconds: 0, peakMemory: null, networkRequests: [] };
}
