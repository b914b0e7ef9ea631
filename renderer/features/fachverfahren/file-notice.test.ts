import { afterEach, describe, expect, it } from 'vitest';
import { type DeskApi, type DeskClient, deskApi, deskContractVersion } from '../../../core/contract/desk.ts';
import { connect } from '../../../core/rpc/connect.ts';
import { memoryPortPair } from '../../../core/rpc/memory-port.ts';
import { serve } from '../../../core/rpc/serve.ts';
import { createFakeDesk } from '../../../tests/support/fake-desk.ts';
import { documents } from '../../../tests/support/fake-desk-fill.ts';
import { fileNotice, type HandedNotice } from './file-notice.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  documents.length = 0;
  for (const close of closers.splice(0)) close();
});

/** A desk in memory behind the true RPC: what crosses the border is checked against the contract. */
function openDesk(): DeskClient {
  const [page, backend] = memoryPortPair();
  const { handlers } = createFakeDesk({ emit: () => undefined, fachverfahrenOrigin: null, autoLogIn: null });
  const contract = { api: deskApi, contractVersion: deskContractVersion };
  serve<DeskApi>(backend, { ...contract, handlers, onUnexpectedError: (error) => expect.fail(String(error)) });
  const connection = connect(page, { ...contract, token: null });
  closers.push(() => connection.close());
  return connection.client;
}

const pdf = new Uint8Array(2_500_000).fill(32);
pdf.set(new TextEncoder().encode('%PDF-1.7'));
const notice: HandedNotice = {
  fileNumber: '31402 BG 0001755',
  title: 'Bewilligungsbescheid vom 22.11.2026',
  keyword: 'bewilligungsbescheid',
  letterDate: '2026-11-22',
  fileName: 'bescheid.pdf',
  bytes: pdf,
};

describe('a notice handed over by the Fachverfahren', () => {
  it('is filed in its case file under the keyword of that name, with its bytes unchanged', async () => {
    const client = openDesk();
    const answer = await fileNotice(client, notice);
    expect(answer).toEqual({
      ok: true,
      message: 'In der Akte Petersen, Petra unter „Bewilligungsbescheid“ abgelegt.',
    });
    expect(documents).toMatchObject([{ title: notice.title, direction: 'outgoing', letterDate: '2026-11-22' }]);
    const [document] = documents;
    const owner = { scopeId: document!.caseFileId, ownerId: document!.documentId };
    expect(document!.content.size).toBe(pdf.byteLength);
    expect(await client.content.readRange({ ...owner, from: 0, to: pdf.byteLength })).toEqual(pdf);
  });

  it('is not filed a second time when the same bytes lie in the file', async () => {
    const client = openDesk();
    await fileNotice(client, notice);
    const again = await fileNotice(client, notice);
    expect(again.ok).toBe(true);
    expect(again.message).toMatch(/^Der Bescheid liegt seit dem \d\d\.\d\d\.\d{4} in der Akte\.$/);
    expect(documents).toHaveLength(1);
  });

  it('is refused with a sentence when there is no such file', async () => {
    const answer = await fileNotice(openDesk(), { ...notice, fileNumber: '99999BG0000001' });
    expect(answer).toEqual({
      ok: false,
      message: 'Zur Nummer 99999BG0000001 gibt es keine Akte, in die Sie ablegen können.',
    });
    expect(documents).toHaveLength(0);
  });

  it('is refused with a sentence when there is no such keyword', async () => {
    const answer = await fileNotice(openDesk(), { ...notice, keyword: 'Mondscheinbescheid' });
    expect(answer.ok).toBe(false);
    expect(answer.message).toContain('„Mondscheinbescheid“');
    expect(documents).toHaveLength(0);
  });

  it('tells the reason when the desk is gone in the middle', async () => {
    const client = openDesk();
    for (const close of closers.splice(0)) close();
    const answer = await fileNotice(client, notice);
    expect(answer).toEqual({ ok: false, message: 'Die Verbindung zum Programm ist unterbrochen.' });
  });
});
