import { ImapFlow } from 'imapflow';
import { type AccessTokens, TokenError } from './access-token.ts';
import type { MailAccountAddress } from './account-address.ts';

/** A password, which is never written anywhere, or tokens of an application. */
export type MailAccountLogin = { password: string } | { tokens: AccessTokens };

/** A mailbox and how to get into it. */
export type MailAccountAccess = {
  address: MailAccountAddress;
  login: MailAccountLogin;
  /** PEM of the authority that signed the server's certificate, where the system does not know it. */
  authority?: string | undefined;
};

/** Where messages go when they have been dealt with. */
export const takenFolder = 'Aktenpult übernommen';
export const failedFolder = 'Aktenpult nicht übernommen';

/** An open mailbox: its folder is selected. */
export type OpenMailAccount = { client: ImapFlow; uidValidity: bigint; taken: string; failed: string };

/** Connects and logs in. A token the mailbox does not take any more is fetched anew, once. */
export async function connectMailAccount(access: MailAccountAccess, signal: AbortSignal): Promise<ImapFlow> {
  const { login } = access;
  if ('password' in login) return connectWith(access, { pass: login.password }, signal);
  const { token, isNew } = await login.tokens.take(signal);
  try {
    return await connectWith(access, { accessToken: token }, signal);
  } catch (error) {
    if (!(error instanceof MailAccountError) || !error.fault.authenticationFailed) throw error;
    login.tokens.forget();
    if (isNew) throw error;
    const { token: fresh } = await login.tokens.take(signal);
    return connectWith(access, { accessToken: fresh }, signal);
  }
}

type Secret = { pass: string } | { accessToken: string };

async function connectWith(access: MailAccountAccess, secret: Secret, signal: AbortSignal): Promise<ImapFlow> {
  const client = mailAccountClient(access, secret);
  const close = () => client.close();
  signal.addEventListener('abort', close);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw new MailAccountError(error);
  } finally {
    signal.removeEventListener('abort', close);
  }
}

/** A connection that is not open yet. Nothing of what goes over it is logged. */
function mailAccountClient({ address, authority }: MailAccountAccess, secret: Secret): ImapFlow {
  const { host, port, protection, user } = address;
  const client = new ImapFlow({
    ...{ host, port, secure: protection === 'tls', auth: { user, ...secret } },
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
  OAUTH:
    'Das Postfach nimmt auch ein neues Zugriffstoken nicht an. Bitte prüfen Sie, ob die Anwendung für dieses Konto zugelassen ist.',
  NO_OAUTH:
    'Das Postfach bietet keine Anmeldung mit OAuth an. Bitte prüfen Sie die Adresse, oder nehmen Sie ein Kennwort.',
  TLS: 'Die Verbindung zum Postfach lässt sich nicht verschlüsseln, oder sein Zertifikat ist nicht gültig. Es wurde nichts abgerufen.',
  FOLDER: 'Der Ordner des Postfachs fehlt, oder das Konto darf dort nichts verschieben oder anlegen.',
};
const away = 'Das Postfach ist nicht erreichbar. Sobald es wieder da ist, geht es von selbst weiter.';

type ImapFault = {
  code?: string;
  authenticationFailed?: boolean;
  tlsFailed?: boolean;
  responseStatus?: string;
  message?: string;
};

/** A mailbox could not be opened; it bears no code of its own, since codes of the network also mean the database. */
export class MailAccountError extends Error {
  readonly fault: ImapFault;

  constructor(fault: unknown) {
    super('a mailbox could not be opened');
    this.fault = fault as ImapFault;
  }
}

const tokenWords: Record<TokenError['reason'], (code: string) => string> = {
  away: (code) =>
    `Der Anmeldedienst des Postfachs antwortet nicht${inBrackets(code)}. Die E-Mails bleiben im Postfach, es wird weiter versucht.`,
  refused: (code) =>
    `Der Anmeldedienst des Postfachs gibt kein Zugriffstoken aus${inBrackets(code)}. Bitte prüfen Sie Kennung, geheimen Schlüssel (ist er abgelaufen?) und Bereich der Anwendung. Die E-Mails bleiben im Postfach.`,
  unclear: () => 'Die Antwort des Anmeldedienstes enthält kein Zugriffstoken. Bitte prüfen Sie seine Adresse.',
  tls: () =>
    'Die Verbindung zum Anmeldedienst des Postfachs lässt sich nicht verschlüsseln, oder sein Zertifikat ist nicht gültig. Es wurde nichts gesendet.',
};
const inBrackets = (code: string): string => (code === '' ? '' : ` (${code})`);

/** What is wrong with a mailbox, for the scan station. The server's own words are left out: they may repeat what was sent to it. */
export function mailAccountInWords(error: unknown, { login }: Pick<MailAccountAccess, 'login'>): string {
  if (error instanceof TokenError) return tokenWords[error.reason](error.detail);
  const fault = error instanceof MailAccountError ? error.fault : (error as ImapFault);
  if (fault.message === 'Unsupported authentication mechanism' && 'tokens' in login) return refused.NO_OAUTH as string;
  if (fault.authenticationFailed) return ('tokens' in login ? refused.OAUTH : refused.AUTH) as string;
  if (fault.tlsFailed || /CERT|TLS|SSL|SELF_SIGNED|ISSUER/i.test(fault.code ?? '')) return refused.TLS as string;
  if (fault.responseStatus === 'NO') return refused.FOLDER as string;
  return away;
}
