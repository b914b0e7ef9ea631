import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { systemCode } from '../../../core/domain/system-code.ts';
import { MailAccountAddressError } from './account-address.ts';
import type { TokenAccess } from './access-token.ts';

const fileSchema = z.strictObject({
  tokenEndpoint: z.string(),
  clientId: z.string().min(1),
  /** A file with nothing but the secret, beside this one or by its whole path. */
  clientSecretFile: z.string().min(1).optional(),
  scope: z.string().min(1).optional(),
});

const own = new Set(['127.0.0.1', 'localhost', '[::1]']);
const example =
  '{ "tokenEndpoint": "https://login.microsoftonline.com/MANDANT/oauth2/v2.0/token", "clientId": "…", "clientSecretFile": "…", "scope": "https://outlook.office365.com/.default" }';

/**
 * Reads the file of `--mail-oauth`; the secret stands in a file of its own or in the environment. Throws MailAccountAddressError with a
 * German sentence, which never repeats what stands in a file.
 */
export async function readTokenAccess(file: string, environmentSecret: string | undefined): Promise<TokenAccess> {
  const found = fileSchema.safeParse(parsed(await readText(file)));
  if (!found.success) {
    throw new MailAccountAddressError(
      `Die Datei ${file} nennt den Zugang nicht vollständig. Erwartet wird: ${example}`,
    );
  }
  const { tokenEndpoint, clientId, clientSecretFile, scope = null } = found.data;
  const endpoint = URL.canParse(tokenEndpoint) ? new URL(tokenEndpoint) : null;
  const isProtected = endpoint?.protocol === 'https:' || (endpoint?.protocol === 'http:' && own.has(endpoint.hostname));
  if (!endpoint || !isProtected) {
    throw new MailAccountAddressError(`Die Adresse des Anmeldedienstes in ${file} muss mit https:// beginnen.`);
  }
  const secret = clientSecretFile
    ? (await readText(path.resolve(path.dirname(file), clientSecretFile))).replace(/\r?\n$/, '')
    : (environmentSecret ?? '');
  if (secret === '') {
    throw new MailAccountAddressError(
      `Zu ${file} fehlt der geheime Schlüssel: „clientSecretFile“ nennt die Datei, in der er steht, sonst die Umgebung AKTENPULT_MAIL_CLIENT_SECRET.`,
    );
  }
  return { endpoint, clientId, clientSecret: secret, scope };
}

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw new MailAccountAddressError(`Die Datei ${file} lässt sich nicht lesen (${systemCode(error)}).`);
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
