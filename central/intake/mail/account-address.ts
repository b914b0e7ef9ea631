/** A mailbox to watch, without its password. */
export type MailAccountAddress = {
  host: string;
  port: number;
  /** tls: from the first byte; startTls: agreed on before anything is said about the account; none: this machine only. */
  protection: 'tls' | 'startTls' | 'none';
  user: string;
  folder: string;
  /** What the scan station calls it. */
  station: string;
};

/** What is not usable about an address: a German sentence. */
export class MailAccountAddressError extends Error {}

const own = new Set(['127.0.0.1', 'localhost', '[::1]']);
const protections: Record<string, MailAccountAddress['protection']> = {
  'imaps:': 'tls',
  'imap:': 'startTls',
  'imap+plain:': 'none',
};
const example = 'Erwartet wird zum Beispiel imaps://post%40amt.example@mail.amt.example/INBOX.';

/** Reads `imaps://konto@rechner:993/ORDNER#Station`. Throws MailAccountAddressError. */
export function readMailAccountAddress(text: string): MailAccountAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  const protection = url && protections[url.protocol];
  if (!url || !protection || url.hostname === '' || url.username === '') {
    throw new MailAccountAddressError(`Die Adresse des Postfachs ist nicht vollständig. ${example}`);
  }
  if (url.password !== '') {
    throw new MailAccountAddressError(
      'Das Kennwort gehört nicht in die Adresse des Postfachs, sondern in eine Datei (--mail-password DATEI).',
    );
  }
  if (protection === 'none' && !own.has(url.hostname)) {
    throw new MailAccountAddressError(
      'Unverschlüsselt wird nur ein Postfach auf diesem Rechner abgerufen. Bitte verwenden Sie imaps:// oder imap:// (STARTTLS).',
    );
  }
  const user = decoded(url.username);
  return {
    ...{ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || (protection === 'tls' ? 993 : 143) },
    ...{ protection, user, folder: decoded(url.pathname.slice(1)) || 'INBOX' },
    station: decoded(url.hash.slice(1)).trim().slice(0, 200) || user,
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part).normalize('NFC');
  } catch {
    throw new MailAccountAddressError(
      `Die Adresse des Postfachs enthält ein unvollständiges Zeichen mit %. ${example}`,
    );
  }
}

/** The mailbox by a name of its own, for the journal and the scan station. */
export function mailAccountName({ user, host, folder }: MailAccountAddress): string {
  return `${user} auf ${host}, Ordner ${folder}`;
}
