import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { MailContent } from './content-report.ts';
import { recognise } from './file-recognition.ts';
import { mailAttachmentBytes, mailToContent, mailToText, readMail } from './mail-document.ts';
import { PNG } from './test-documents.ts';

async function mailOf(bytes: Uint8Array, name = 'a.eml') {
  const mail = await readMail(bytes, recognise(bytes, name));
  if ('explanation' in mail) throw new Error(mail.explanation.code);
  return mail;
}

async function content(text: string): Promise<MailContent> {
  return mailToContent(await mailOf(Buffer.from(text.replace(/\n/g, '\r\n'), 'latin1')));
}

const HEADERS =
  'From: =?utf-8?Q?J=C3=B6rn_Petersen?= <joern@beispiel.de>\nTo: Jobcenter Husum <post@beispiel.de>, Zweite <b@beispiel.de>\nSubject: =?iso-8859-1?Q?Frage_zur_Miete_f=FCr_M=E4rz?=\nDate: Mon, 02 Nov 2026 09:12:00 +0100\nMIME-Version: 1.0\n';

describe('an e-mail', () => {
  it('shows sender, recipients, subject and date, decoded', async () => {
    const mail = await content(`${HEADERS}Content-Type: text/plain; charset=iso-8859-1\n\nSch\xf6ne Gr\xfc\xdfe`);
    expect(mail.headers).toEqual({
      subject: 'Frage zur Miete für März',
      from: 'Jörn Petersen <joern@beispiel.de>',
      to: ['Jobcenter Husum <post@beispiel.de>', 'Zweite <b@beispiel.de>'],
      cc: [],
      date: '2026-11-02T08:12:00.000Z',
    });
    expect(mail.text?.trim()).toBe('Schöne Grüße');
  });

  it('gives HTML without scripts and remote pictures, and says that something was not loaded', async () => {
    const mail = await content(
      `${HEADERS}Content-Type: text/html\n\n<p onclick="x()">Hallo <img src="https://zaehler.beispiel/p.gif"><script>alert(1)</script></p>`,
    );
    expect(mail.html?.trim()).toBe('<p>Hallo </p>');
    expect(mail.removedRemoteContent).toBe(1);
    expect(mail.warnings).toEqual(['Inhalte aus dem Internet wurden nicht geladen.']);
  });

  it('lists attachments with safe names and their true type, and tells the pictures of the text apart', async () => {
    const png = PNG.toString('base64');
    const source = `${HEADERS}Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/html\n\n<img src="cid:bild@x">\n--B\nContent-Type: image/png; name="bild.png"\nContent-ID: <bild@x>\nContent-Transfer-Encoding: base64\n\n${png}\n--B\nContent-Type: application/pdf; name="../../Rechnung.pdf"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n${png}\n--B--`;
    const mail = await content(source);
    expect(mail.attachments).toEqual([
      {
        ...{ name: 'bild.png', mediaType: 'image/png', size: PNG.length, contentId: 'bild@x', isInline: true },
        stays: 'picture',
      },
      { name: 'Rechnung.pdf', mediaType: 'image/png', size: PNG.length, isInline: false },
    ]);
    const raw = await mailOf(strToU8(source));
    const attachment = mailAttachmentBytes(raw, 1);
    expect('bytes' in attachment && Buffer.from(attachment.bytes).equals(PNG)).toBe(true);
    expect(mailAttachmentBytes(raw, 2)).toMatchObject({ explanation: { code: 'not-found' } });
  });

  it('keeps a forwarded message as an attachment that can be opened as a mail', async () => {
    const mail = await content(
      `${HEADERS}Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n\nanbei\n--B\nContent-Type: message/rfc822\n\nFrom: x@y.de\nSubject: innen\n\ngeheim\n--B--`,
    );
    expect(mail.attachments).toMatchObject([{ name: 'Anlage 1.eml', mediaType: 'message/rfc822' }]);
    expect(mail.text).not.toContain('geheim');
  });

  it('shows the letter although its parts are never separated as announced', async () => {
    expect(
      (await content(`${HEADERS}Content-Type: multipart/mixed; boundary=nie\n\nSehr geehrte Damen`)).text,
    ).toContain('Sehr geehrte Damen');
  });

  it('says that an encrypted mail cannot be read', async () => {
    const mail = await content(
      `${HEADERS}Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Disposition: attachment; filename=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB`,
    );
    expect(mail.warnings).toEqual([
      'Der Text dieser E-Mail ist verschlüsselt (S/MIME) und kann hier nicht gelesen werden.',
    ]);
  });

  it('can be found by subject, sender and body, also when it only has HTML', async () => {
    const text = mailToText(await mailOf(strToU8(`${HEADERS}Content-Type: text/html\n\n<p>Nebenkosten<br>2026</p>`)));
    expect(text).toBe(
      'Frage zur Miete für März\nJörn Petersen <joern@beispiel.de>\nJobcenter Husum <post@beispiel.de>, Zweite <b@beispiel.de>\n\nNebenkosten\n2026',
    );
  });

  it('is explained when it is nested beyond reason', async () => {
    let body = 'x';
    for (let depth = 300; depth > 0; depth -= 1)
      body = `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n${body}\n--b${depth}--`;
    const bytes = strToU8(`${HEADERS}${body}`);
    expect(await readMail(bytes, recognise(bytes, 'a.eml'))).toMatchObject({ explanation: { code: 'damaged' } });
  });
});

describe('winmail.dat', () => {
  const attribute = (level: number, id: number, data: Uint8Array) => {
    const head = Buffer.alloc(9);
    head.writeUInt8(level, 0);
    head.writeUInt32LE(id, 1);
    head.writeUInt32LE(data.length, 5);
    return Buffer.concat([head, data, Buffer.alloc(2)]);
  };
  const tnef = Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0, 0]),
    attribute(1, 0x00018004, strToU8('Betreff\0')),
    attribute(1, 0x0002800c, Buffer.from('Gr\xfc\xdfe\0', 'latin1')),
    attribute(2, 0x00069002, new Uint8Array(14)),
    attribute(2, 0x00018010, strToU8('BILD~1.PNG\0')),
    attribute(2, 0x0006800f, PNG),
  ]);

  it('gives subject, text and attachments', async () => {
    const mail = mailToContent(await mailOf(tnef, 'winmail.dat'));
    expect(mail).toMatchObject({
      headers: { subject: 'Betreff' },
      text: 'Grüße',
      attachments: [{ name: 'BILD~1.PNG', mediaType: 'image/png', size: PNG.length }],
    });
  });

  it('is unpacked when it is attached to a mail', async () => {
    const mail = await content(
      `${HEADERS}Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n${tnef.toString('base64')}\n--B--`,
    );
    expect(mail.attachments).toMatchObject([{ name: 'BILD~1.PNG', size: PNG.length }]);
    expect(mail.text).toBe('Grüße');
  });

  it('gives what was there when it is cut off', async () => {
    expect(mailToContent(await mailOf(tnef.subarray(0, tnef.length - 30), 'winmail.dat')).headers.subject).toBe(
      'Betreff',
    );
  });
});

describe('recognising a mail', () => {
  it('needs more than a line that looks like a header', () => {
    expect(recognise(strToU8('Subject: Einkauf\n\nMilch'), 'notiz.txt').kind).toBe('text');
    expect(recognise(strToU8('Subject: Einkauf\n\nMilch'), 'notiz.eml').kind).toBe('mail');
    expect(recognise(strToU8('Received: from x\nFrom: a@b.de\nSubject: x\n\ny'), 'ohne').kind).toBe('mail');
  });
});
