import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Id, idSchema } from '../../core/domain/ids.ts';
import { systemCode } from '../../core/domain/system-code.ts';

// Seals of the journal lie in a folder outside of the database: one file for each month, one line for each seal, each with the hash of the
// line before it and a signature. A month begins with all scopes, so that whoever goes on sealing need read one file only.

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const sealSchema = z.object({
  number: z.int().min(1),
  at: z.iso.datetime(),
  epoch: z.string(),
  /** True: every scope that has lines; else those that have more than in the seal before. */
  isWhole: z.boolean(),
  /** Scope, how many lines it has, hash of the last one. */
  scopes: z.array(z.tuple([idSchema, z.int().min(1), hashSchema])),
  /** SHA-256 of the whole line before; 64 zeros before the first. */
  prev: hashSchema,
});
const lineSchema = z.object({ seal: sealSchema, signature: z.base64() });
export type Seal = z.infer<typeof sealSchema>;
export type SealedScope = Seal['scopes'][number];

const keyFile = 'key.pem';
const publicKeyFile = 'public.pem';
export const noHash = '0'.repeat(64);
const hashOf = (line: string) => createHash('sha256').update(line).digest('hex');

/** Where sealing goes on. */
export type SealEnd = {
  number: number;
  hash: string;
  epoch: string | null;
  month: string;
  scopes: Map<Id, [number, string]>;
};

/** The month of a moment, by which its file is named. */
export const monthOf = (at: string): string => at.slice(0, 7);

/** Files of seals, the oldest first; none where there is no such folder. */
export async function listSealFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => /^\d{4}-\d\d\.jsonl$/.test(name)).sort();
}

/** Lines of a file, as they stand; the last one is left out when its writing was broken off. */
export async function* readSealLines(file: string): AsyncGenerator<string, void, void> {
  const handle = await open(file);
  try {
    let held: string | null = null;
    for await (const line of createInterface({ input: handle.createReadStream({ autoClose: false }) })) {
      if (held !== null) yield held;
      held = line;
    }
    const { size } = await handle.stat();
    const { buffer } = await handle.read({ buffer: Buffer.alloc(1), position: Math.max(0, size - 1) });
    if (held !== null && buffer[0] === 10) yield held;
  } finally {
    await handle.close();
  }
}

/** What a line says and whether it is signed; null when it is no seal. */
export function parseSeal(line: string, key: KeyObject): { seal: Seal; hash: string; isSigned: boolean } | null {
  try {
    const { seal, signature } = lineSchema.parse(JSON.parse(line));
    const isSigned = verify(null, Buffer.from(JSON.stringify(seal)), key, Buffer.from(signature, 'base64'));
    return { seal, hash: hashOf(line), isSigned };
  } catch {
    return null;
  }
}

/** The key with which seals of a folder are checked. */
export async function readPublicKey(folder: string): Promise<KeyObject> {
  return createPublicKey(await readFile(path.join(folder, publicKeyFile)));
}

/** The key to seal with, made with the folder. */
async function signingKey(folder: string): Promise<KeyObject> {
  const file = path.join(folder, keyFile);
  try {
    return createPrivateKey(await readFile(file));
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path.join(folder, publicKeyFile), publicKey.export({ format: 'pem', type: 'spki' }));
  await writeFile(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx', flush: true });
  return privateKey;
}

/** Where sealing goes on after the last whole line of the newest file. */
export async function readSealEnd(folder: string): Promise<SealEnd> {
  const end: SealEnd = { number: 0, hash: noHash, epoch: null, month: '', scopes: new Map() };
  const newest = (await listSealFiles(folder)).at(-1);
  if (!newest) return end;
  const key = await readPublicKey(folder);
  for await (const line of readSealLines(path.join(folder, newest))) {
    const read = parseSeal(line, key);
    if (!read) throw new Error('a line of the seals is not readable');
    noteSeal(end, read.seal, read.hash);
  }
  return end;
}

function noteSeal(end: SealEnd, seal: Seal, hash: string): void {
  Object.assign(end, { number: seal.number, hash, epoch: seal.epoch, month: monthOf(seal.at) });
  if (seal.isWhole) end.scopes.clear();
  for (const [scopeId, count, chain] of seal.scopes) end.scopes.set(scopeId, [count, chain]);
}

/** Puts a seal behind the others; it is on disk when this returns. */
export async function appendSeal(folder: string, end: SealEnd, given: Omit<Seal, 'number' | 'prev'>): Promise<Seal> {
  const key = await signingKey(folder);
  const seal: Seal = { number: end.number + 1, ...given, prev: end.hash };
  const signature = sign(null, Buffer.from(JSON.stringify(seal)), key).toString('base64');
  const line = JSON.stringify({ seal, signature });
  const file = path.join(folder, `${monthOf(seal.at)}.jsonl`);
  await dropBrokenEnd(file);
  await writeFile(file, `${line}\n`, { flag: 'a', mode: 0o600, flush: true });
  noteSeal(end, seal, hashOf(line));
  return seal;
}

/** A line whose writing was broken off is no seal: it goes before the next one is written. */
async function dropBrokenEnd(file: string): Promise<void> {
  const handle = await open(file, 'r+').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (!handle) return;
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read({ buffer: Buffer.alloc(1), position: Math.max(0, size - 1) });
    if (size > 0 && buffer[0] !== 10) await handle.truncate((await handle.readFile()).lastIndexOf(10) + 1);
  } finally {
    await handle.close();
  }
}
