import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createInspectionPool } from '../content/inspection-pool.ts';
import { PNG, pdfOf } from '../content/test-documents.ts';
import { type SplitMail, splitMail } from './split-mail.ts';

const pool = createInspectionPool();
afterAll(() => pool.close());
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function split(bytes: Uint8Array): Promise<SplitMail> {
  const done = await splitMail(pool, bytes, hashOf(bytes));
  if ('explanation' in done) throw new Error(done.explanation.code);
  return done;
}

type Part = { type: string; name: string; id?: string; inline?: boolean; bytes: Uint8Array };

function mailOf(parts: Part[], html = '<p>anbei</p>'): Uint8Array {
  const written = parts.map(({ type, name, id, inline, bytes }) =>
    [
      `--B\r\nContent-Type: ${type}; name="${name}"`,
      `Content-Disposition: ${inline ? 'inline' : 'attachment'}`,
      ...(id ? [`Content-ID: <${id}>`] : []),
      `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}\r\n`,
    ].join('\r\n'),
  );
  const head =
    'From: a@b.de\r\nMessage-ID: <eins@b.de>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B';
  return Buffer.from(`${head}\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n${html}\r\n${written.join('')}--B--\r\n`);
}

/** A picture of this size as far as its head tells; that is all that is looked at. */
function pictureOf(width: number, height: number): Uint8Array {
  const picture = Buffer.from(PNG);
  picture.writeUInt32BE(width, 16);
  picture.writeUInt32BE(height, 20);
  return picture;
}

describe('a mail taken apart', () => {
  it('gives its attachments with their names and the bytes of the mail they lie in', async () => {
    const pdf = await pdfOf(['Lohn']);
    const mail = mailOf([{ type: 'application/pdf', name: '../Lohn.pdf', bytes: pdf }]);
    const { parts, messageId, stays, isCut } = await split(mail);
    expect(parts).toMatchObject([
      { name: 'Lohn.pdf', sha256: hashOf(pdf), partOf: { sha256: hashOf(mail), index: 0 }, depth: 1 },
    ]);
    expect({ messageId, stays, isCut }).toEqual({
      ...{ messageId: 'eins@b.de', stays: { pictures: 0, signatures: 0 }, isCut: false },
    });
  });

  it('leaves pictures of the text and of signatures in it, but a photographed letter becomes a document', async () => {
    const parts: Part[] = [
      { type: 'image/png', name: 'skizze.png', id: 'skizze@b', inline: true, bytes: pictureOf(1200, 900) },
      { type: 'image/png', name: 'image001.png', id: 'logo@b', inline: true, bytes: pictureOf(120, 40) },
      { type: 'image/png', name: 'IMG_2041.png', id: 'foto@b', inline: true, bytes: pictureOf(3000, 4000) },
      { type: 'image/png', name: 'Quittung.png', bytes: pictureOf(300, 200) },
      { type: 'application/pkcs7-signature', name: 'smime.p7s', bytes: Buffer.from('MIIB') },
    ];
    const done = await split(mailOf(parts, '<p>So:</p><img src="cid:skizze@b">'));
    expect(done.parts.map(({ name }) => name)).toEqual(['IMG_2041.png', 'Quittung.png']);
    expect(done.stays).toEqual({ pictures: 2, signatures: 1 });
  });

  it('says so when it holds more than is taken out', async () => {
    const bytes = Buffer.from('Zeile');
    const parts = Array.from({ length: 120 }, (_, at): Part => ({ type: 'text/plain', name: `${at}.txt`, bytes }));
    const done = await split(mailOf(parts));
    expect([done.parts.length, done.isCut]).toEqual([100, true]);
  });

  it('opens mails within mails, but not without end', async () => {
    let mail: Uint8Array = mailOf([{ type: 'text/plain', name: 'innen.txt', bytes: Buffer.from('innen') }]);
    for (let depth = 0; depth < 6; depth += 1)
      mail = mailOf([{ type: 'application/octet-stream', name: 'weiter.eml', bytes: mail }]);
    const done = await split(mail);
    expect(done.parts.map(({ depth }) => depth)).toEqual([1, 2, 3, 4]);
    expect(done.isCut).toBe(true);
  });
});

/** Real mails, collected from the tests of other programs; not part of the project. */
const folder = new URL('../../../shared/samples/', import.meta.url);
const present = existsSync(folder);
if (!present)
  process.stderr.write('SKIPPED: the sample mails (shared/samples) are not here; mails were not taken apart.\n');
const sampleBytes = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(encodeURI(file), folder)));
const samples = present
  ? ['mail-eml', 'mail-msg', 'mail-tnef'].flatMap((topic) =>
      readdirSync(new URL(topic, folder)).map((name) => `${topic}/${name}`),
    )
  : [];

describe.skipIf(!present)('a real mail', () => {
  it.each(samples)('%s loses nothing: each attachment is taken out or stays in it for a reason', async (file) => {
    const bytes = sampleBytes(file);
    const report = await pool.inspect(bytes, file);
    const { parts, stays } = await split(bytes);
    const outer = parts.filter(({ depth }) => depth === 1);
    expect(outer.length + stays.pictures + stays.signatures).toBeGreaterThanOrEqual(report.attachments.length);
    for (const part of parts) {
      expect(hashOf(part.bytes)).toBe(part.sha256);
      expect((await pool.inspect(part.bytes, part.name)).kind).toBeTruthy();
    }
  });

  it('with a picture in its text keeps it there and shows it; the attached one becomes a document', async () => {
    const bytes = sampleBytes('mail-msg/attachAndInline.msg');
    const { parts, stays } = await split(bytes);
    expect(parts.map(({ name }) => name)).toEqual(['attach.png']);
    expect(stays.pictures).toBe(1);
    const content = await pool.mailContent(bytes);
    if ('explanation' in content) throw new Error(content.explanation.code);
    const inline = content.attachments.find(({ isInline }) => isInline);
    expect(content.html).toContain(`src="cid:${inline?.contentId}"`);
  });

  it('within mails within a mail gives all of them and what lies in them', async () => {
    const { parts } = await split(sampleBytes('mail-msg/msgInMsgInMsg.msg'));
    expect(parts.filter(({ mediaType }) => mediaType === 'application/vnd.ms-outlook')).toHaveLength(2);
    expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['green.png', 'blue.png']));
  });

  it('keeps the line under the name of the sender', async () => {
    const content = await pool.mailContent(sampleBytes('mail-msg/example_received_unicode.msg'));
    if ('explanation' in content) throw new Error(content.explanation.code);
    expect(content.text).toContain('Mike Farman    |   Dir');
  });

  it('signed by PGP keeps the signature in it', async () => {
    const { parts, stays } = await split(sampleBytes('mail-eml/mimetorture.eml'));
    expect(stays.signatures).toBeGreaterThan(0);
    expect(parts.map(({ name }) => name)).not.toContain('signature.asc');
  });
});
