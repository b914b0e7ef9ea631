import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The sentence for a name that no account of the sample office has, or null; `path` is the file of its accounts. */
export async function unknownAccount(path: string, login: string): Promise<string | null> {
  const { accounts } = JSON.parse(await readFile(path, 'utf8')) as { accounts: { login: string }[] };
  if (accounts.some((account) => account.login === login)) return null;
  return `„--as ${login}“: dieses Konto gibt es im Beispielbüro nicht. Möglich sind: ${accounts.map((account) => account.login).join(', ')}.`;
}

/** The start was asked to log in somebody whom the office does not have. */
export class UnknownAccount extends Error {}

/** Throws UnknownAccount where nobody of the office has the name given with --as, before the filling takes its time. */
export async function refuseUnknown(folder: string, login: string | undefined): Promise<void> {
  const sentence = login ? await unknownAccount(join(folder, 'konten.json'), login) : null;
  if (sentence) throw new UnknownAccount(sentence);
}
