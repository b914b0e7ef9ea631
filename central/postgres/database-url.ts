import pg from 'pg';
import { systemCode } from './errors.ts';

export type DatabaseUrlErrorCode =
  | 'url-invalid'
  | 'host-unknown'
  | 'not-reachable'
  | 'password-wrong'
  | 'database-missing'
  | 'encryption-refused'
  | 'too-many-connections'
  | 'version-too-old'
  | 'encoding-unsuitable'
  | 'read-only'
  | 'rights-missing'
  | 'connection-failed';

/** Why the database given with --database cannot be used: a German sentence without the password, and a code. */
export class DatabaseUrlError extends Error {
  readonly code: DatabaseUrlErrorCode;

  constructor(code: DatabaseUrlErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DatabaseUrlError';
    this.code = code;
  }
}

/** The oldest PostgreSQL the centre's statements were tried on. */
const OLDEST_MAJOR = 15;

type Target = { host: string; port: string; user: string; database: string };

const parse = (url: string): Target => {
  const example = 'Erwartet wird zum Beispiel postgres://konto:kennwort@rechner:5432/aktenpult.';
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new DatabaseUrlError('url-invalid', `Die mit --database angegebene Adresse ist nicht lesbar. ${example}`);
  }
  const database = decodeURIComponent(parsed.pathname.slice(1));
  if (!['postgres:', 'postgresql:'].includes(parsed.protocol) || database === '') {
    throw new DatabaseUrlError('url-invalid', `Die mit --database angegebene Adresse ist unvollständig. ${example}`);
  }
  return {
    host: parsed.hostname || parsed.searchParams.get('host') || 'localhost',
    port: parsed.port || '5432',
    user: decodeURIComponent(parsed.username) || 'des Betriebssystems',
    database,
  };
};

type Reason = [DatabaseUrlErrorCode, string];

/** Causes that PostgreSQL (SQLSTATE) or the system names by a code. */
const reasonsByCode = ({ host, port, user, database }: Target): Record<string, Reason> => {
  const unknown: Reason = [
    'host-unknown',
    `Der Rechner „${host}“ ist nicht bekannt. Bitte prüfen Sie den Namen in --database.`,
  ];
  const silent: Reason = [
    'not-reachable',
    `Auf dem Rechner „${host}“ antwortet am Anschluss ${port} kein PostgreSQL. Bitte prüfen Sie Rechner und Anschluss in ` +
      '--database und ob PostgreSQL dort läuft.',
  ];
  const refused: Reason = [
    'password-wrong',
    `PostgreSQL auf „${host}“ lehnt die Anmeldung mit dem Konto „${user}“ ab. Bitte prüfen Sie Konto und Kennwort in --database.`,
  ];
  const rights: Reason = [
    'rights-missing',
    `Das Konto „${user}“ darf in der Datenbank „${database}“ keine Tabellen anlegen. Bitte machen Sie es zum Eigentümer der ` +
      `Datenbank (alter database "${database}" owner to "${user}").`,
  ];
  const full: Reason = [
    'too-many-connections',
    `PostgreSQL auf „${host}“ nimmt zurzeit keine weiteren Verbindungen an.`,
  ];
  const readOnly: Reason = [
    'read-only',
    `Die Datenbank „${database}“ auf „${host}“ nimmt keine Änderungen an (Replikat oder nur lesend). Bitte nennen Sie das ` +
      'führende System.',
  ];
  const missing: Reason = [
    'database-missing',
    `Auf „${host}“ gibt es keine Datenbank „${database}“. Bitte legen Sie diese an oder berichtigen Sie den Namen in --database.`,
  ];
  return {
    ...{ ENOTFOUND: unknown, EAI_AGAIN: unknown, ECONNREFUSED: silent, ETIMEDOUT: silent, EHOSTUNREACH: silent },
    ...{ ENETUNREACH: silent, ECONNRESET: silent, '57P03': silent, '28P01': refused, '28000': refused },
    ...{ '3D000': missing, '42501': rights, '3F000': rights, '25006': readOnly, '53300': full, '57P05': full },
  };
};

const translate = (error: unknown, target: Target): DatabaseUrlError => {
  if (error instanceof DatabaseUrlError) return error;
  // Several addresses of one name are tried at once; the first answer tells enough.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const reasons = reasonsByCode(target);
  const reason = reasons[systemCode(first)];
  if (reason) return new DatabaseUrlError(reason[0], reason[1], error);
  const text = first instanceof Error ? first.message : String(first);
  if (/timeout expired|timed out|Connection terminated/i.test(text) && reasons.ETIMEDOUT) {
    return new DatabaseUrlError(reasons.ETIMEDOUT[0], reasons.ETIMEDOUT[1], error);
  }
  if (/SCRAM|password must be|no password/i.test(text) && reasons['28P01']) {
    return new DatabaseUrlError(reasons['28P01'][0], reasons['28P01'][1], error);
  }
  if (/SSL|certificate|TLS/i.test(text)) {
    const sentence = `Die verschlüsselte Verbindung zu „${target.host}“ kommt nicht zustande. Bitte prüfen Sie sslmode und Zertifikat.`;
    return new DatabaseUrlError('encryption-refused', `${sentence} Meldung: ${text}`, error);
  }
  return new DatabaseUrlError(
    'connection-failed',
    `Die Datenbank auf „${target.host}“ ist nicht nutzbar. Meldung: ${text}`,
    error,
  );
};

/** Refuses versions the centre does not run on; `versionNumber` as in `server_version_num`, for example 150018. */
export const requireVersion = (versionNumber: number, version: string, host: string): void => {
  if (Math.floor(versionNumber / 10_000) >= OLDEST_MAJOR) return;
  throw new DatabaseUrlError(
    'version-too-old',
    `Auf „${host}“ läuft PostgreSQL ${version}; benötigt wird PostgreSQL ${OLDEST_MAJOR} oder neuer.`,
  );
};

type Facts = { version: string; number: string; encoding: string };

const requireUsable = async (client: pg.Client, target: Target): Promise<string> => {
  const { rows } = await client.query<Facts>(
    `select current_setting('server_version') as version, current_setting('server_version_num') as number,
            current_setting('server_encoding') as encoding`,
  );
  const facts = rows[0] ?? { version: '', number: '0', encoding: '' };
  requireVersion(Number(facts.number), facts.version, target.host);
  if (facts.encoding !== 'UTF8') {
    throw new DatabaseUrlError(
      'encoding-unsuitable',
      `Die Datenbank „${target.database}“ verwendet den Zeichensatz ${facts.encoding}; benötigt wird UTF8.`,
    );
  }
  // Rights come from roles, schemas and the search path together: only trying tells.
  await client.query('begin');
  await client.query('create table aktenpult_rights_check (checked integer primary key)');
  await client.query('rollback');
  return facts.version;
};

/**
 * Tries the database given with --database: reachable, password, PostgreSQL 15 or newer, UTF-8, right to make tables (made and
 * rolled back). Returns the server's version; throws DatabaseUrlError within 10 s if nothing answers.
 */
export const checkDatabaseUrl = async (url: string): Promise<{ version: string }> => {
  const target = parse(url);
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    await client.connect();
    return { version: await requireUsable(client, target) };
  } catch (error) {
    throw translate(error, target);
  } finally {
    await client?.end().catch(() => undefined);
  }
};
