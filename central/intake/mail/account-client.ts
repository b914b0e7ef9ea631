import { ImapFlow } from 'imapflow';
import type { MailAccountAddress } from './account-address.ts';

/** A mailbox and how to get into it. */
export type MailAccountAccess = {
  address: MailAccountAddress;
  /** Never written anywhere. */
  password: string;
  /** PEM of the authority that signed the server's certificate, where the system does not know it. */
  authority?: string | undefined;
};

/** Where messages go when they have been dealt with. */
export const takenFolder = 'Aktenpult übernommen';
export const failedFolder = 'Aktenpult nicht übernommen';

/** An open mailbox: its folder is selected. */
export type OpenMailAccount = { client: ImapFlow; uidValidity: bigint; taken: string; failed: string };

/** A connection that is not open yet. Nothing of what goes over it is logged. */
export function mailAccountClient({ address, password, authority }: MailAccountAccess): ImapFlow {
  const { host, port, protection, user } = address;
  const client = new ImapFlow({
    ...{ host, port, secure: protection === 'tls', auth: { user, pass: password } },
    // Left out it would go on without protection where a server, or somebody in between, offers none.
    ...(protection === 'tls' ? {} : { doSTARTTLS: protection === 'startTls' }),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(authority ? { ca: authority } : {}) },
    ...{ logger: false, disableAutoIdle: true, connectionTimeout: 30_000, maxIdleTime: 240_000 },
    ...{ maxLiteralSize: 512 * 1024 * 1024, maxLineLength: 16 * 1024 * 1024 },
  });
  // Whatever breaks is told by the call under way or by `close`; unheard it would end the service.
  client.on('error', () => undefined);
  return client;
}

/** Makes the two folders where they are missing and selects the one that is watched. */
export async function openMailAccount(client: ImapFlow, { folder }: MailAccountAddress): Promise<OpenMailAccount> {
  const { path: taken } = await client.mailboxCreate(takenFolder);
  const { path: failed } = await client.mailboxCreate(failedFolder);
  const { uidValidity } = await client.mailboxOpen(folder);
  return { client, uidValidity, taken, failed };
}

const refused: Record<string, string> = {
  AUTH: 'Das Postfach nimmt die Anmeldung nicht an. Bitte prüfen Sie Konto und Kennwort.',
  TLS: 'Die Verbindung zum Postfach lässt sich nicht verschlüsseln, oder sein Zertifikat ist nicht gültig. Es wurde nichts abgerufen.',
  FOLDER: 'Der Ordner des Postfachs fehlt, oder das Konto darf dort nichts verschieben oder anlegen.',
};
const away = 'Das Postfach ist nicht erreichbar. Sobald es wieder da ist, geht es von selbst weiter.';

type ImapFault = { code?: string; authenticationFailed?: boolean; tlsFailed?: boolean; responseStatus?: string };

/** What is wrong with a mailbox, for the scan station. The server's own words are left out: they may repeat what was sent to it. */
export function mailAccountInWords(error: unknown): string {
  const fault = error as ImapFault;
  if (fault.authenticationFailed) return refused.AUTH as string;
  if (fault.tlsFailed || /CERT|TLS|SSL|SELF_SIGNED|ISSUER/i.test(fault.code ?? '')) return refused.TLS as string;
  if (fault.responseStatus === 'NO') return refused.FOLDER as string;
  return away;
}
