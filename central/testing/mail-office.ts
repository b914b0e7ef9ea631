import type { Id } from '../../core/domain/ids.ts';
import type { InspectionPool } from '../../intake/content/inspection-pool.ts';
import type { StackReader } from '../../intake/station/stack-reading.ts';
import type { MailAccountAccess } from '../intake/mail/account-client.ts';
import { ScanOffice } from './scan-office.ts';

type Attachment = { name: string; type: string; bytes: Uint8Array; contentId?: string };
type Mail = {
  subject: string;
  text: string;
  from?: string;
  messageId?: string;
  attachments?: Attachment[];
  route?: string;
};

/** A message as a mail server hands it over. */
export function messageOf({ subject, text, attachments = [], route, ...given }: Mail): Buffer {
  const { from = 'Petra Carlsen <petra@beispiel.de>', messageId = `${encodeURIComponent(subject)}@beispiel.de` } =
    given;
  const head = [
    ...(route ? [`Received: ${route}`] : []),
    ...[`From: ${from}`, 'To: post@amt.example', `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`],
    ...[`Message-ID: <${messageId}>`, 'Date: Fri, 20 Nov 2026 10:00:00 +0100', 'MIME-Version: 1.0'],
    'Content-Type: multipart/mixed; boundary=B',
  ];
  const parts = attachments.map(({ name, type, bytes, contentId }) =>
    [
      `--B\r\nContent-Type: ${type}; name="${name}"`,
      contentId ? `Content-ID: <${contentId}>\r\nContent-Disposition: inline` : 'Content-Disposition: attachment',
      `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`,
    ].join('\r\n'),
  );
  const body = `--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${text}\r\n`;
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}${parts.join('')}--B--\r\n`);
}

/** What reads mails, as the real service does; started once for many tests. */
export type MailReaders = { reader: StackReader; inspection: InspectionPool };

/** A small house whose scan station watches a mailbox. */
export class MailOffice implements AsyncDisposable {
  readonly scans: ScanOffice;
  /** The number of Anna's file. */
  readonly fileNumber = '12344BG0000001';

  readonly #readers: MailReaders;

  private constructor(scans: ScanOffice, readers: MailReaders) {
    this.scans = scans;
    this.#readers = readers;
  }

  static async open(connectionString: string, readers: MailReaders): Promise<MailOffice> {
    const scans = await ScanOffice.open(connectionString);
    const { ids, inboxes } = scans.office;
    await scans.database.query(
      `update record set body = jsonb_set(body, '{inboxId}', to_jsonb($2::text)) where kind = 'worker' and id = $1`,
      [ids.anna, inboxes.anna],
    );
    return new MailOffice(scans, readers);
  }

  /** Starts a service that reads mails as the real one does, and looks into the mailbox often. */
  start(access: MailAccountAccess, given: Parameters<ScanOffice['start']>[0] = {}): ReturnType<ScanOffice['start']> {
    const { reader, inspection } = this.#readers;
    // Others go on with it.
    const openReader = () => ({ ...reader, close: async () => undefined });
    return this.scans.start({
      ...{ mailAccounts: [access], openReader, inspection, leaseMilliseconds: 2_000 },
      mailAccountWatch: {
        pollMilliseconds: 300,
        busyMilliseconds: 50,
        leaseMilliseconds: 2_000,
        retryMilliseconds: [100, 400],
      },
      ...given,
    });
  }

  /** Letters in all Postkörbe, those of one mail in their order. */
  async letters(): Promise<LetterFound[]> {
    const { rows } = await this.scans.database.query<LetterFound>(
      `select item.scope_id as "inboxId", item.body ->> 'title' as title, item.body ->> 'sender' as sender,
         item.body ->> 'source' as source, item.body ->> 'remark' as remark, item.body ->> 'letterDate' as "letterDate",
         item.body ->> 'receivedDate' as "receivedDate", item.body -> 'proposedCase' ->> 'fileNumber' as "fileNumber",
         version.body as content
       from record item join record version on version.scope_id = item.scope_id and version.id = (item.body ->> 'versionId')::uuid
       join stack_document made on made.item_id = item.id
       where item.kind = 'inboxItem' and not item.deleted order by made.stack_id, made.number`,
    );
    return rows;
  }

  /** What the scan station's screen says of the mailbox. */
  async problem(): Promise<string | null> {
    const { rows } = await this.scans.database.query<{ problem: string | null }>(
      `select problem from station_folder where folder like '%Ordner%'`,
    );
    return rows[0]?.problem ?? null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.scans[Symbol.asyncDispose]();
  }
}

export type LetterFound = {
  inboxId: Id;
  title: string;
  sender: string | null;
  source: string;
  remark: string | null;
  letterDate: string | null;
  receivedDate: string | null;
  fileNumber: string | null;
  content: { kind: string; sha256: string; messageId?: string; partOf?: { sha256: string; index: number } };
};
