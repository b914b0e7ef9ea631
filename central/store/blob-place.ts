import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { openBlobFolder } from './blob-folder.ts';
import { blobBucket, s3Client, type S3Place, statusOf } from './blob-s3.ts';
import type { BlobStore } from './blob-store.ts';
import { databaseCode } from './database.ts';

/** Why contents cannot be kept at the place that was named: a German sentence. */
export class BlobPlaceError extends Error {}

/** Names of the official tools, so that a machine that is set up for them needs nothing more. */
const variables = {
  keyId: 'AWS_ACCESS_KEY_ID',
  secret: 'AWS_SECRET_ACCESS_KEY',
  region: 'AWS_REGION',
  endpoint: 'AWS_ENDPOINT_URL_S3',
} as const;
export type S3Environment = Partial<Record<(typeof variables)[keyof typeof variables], string>>;

/** What `--help` says about it. */
export const s3Help = `            ${variables.keyId}, ${variables.secret} (Zugang zu S3), ${variables.endpoint}
            (Adresse des Speichers; ohne Angabe Amazon), ${variables.region} (Region)`;

/** Takes the access to S3 out of the environment: no program started from here needs to know it. */
export function takeS3Environment(environment: NodeJS.ProcessEnv = process.env): S3Environment {
  const taken: S3Environment = {};
  for (const name of Object.values(variables)) {
    const value = environment[name]?.trim();
    if (value) taken[name] = value;
    delete environment[name];
  }
  return taken;
}

export type OpenBlobs = { blobs: BlobStore; close(): Promise<void> };

/**
 * Opens a folder or `s3://bucket/prefix`; `folder` is the place of what is under way where contents themselves lie elsewhere, a
 * temporary one if none is named. Throws BlobPlaceError where S3 does not answer, does not know the bucket or does not let us write.
 */
export async function openBlobs(place: string, access: S3Environment, folder?: string): Promise<OpenBlobs> {
  if (!/^s3:/i.test(place)) return { blobs: await openBlobFolder(place), close: async () => undefined };
  const s3 = readS3Place(place, access);
  const client = s3Client(s3);
  try {
    await probe(client, s3);
  } catch (error) {
    client.destroy();
    throw new BlobPlaceError(sentenceFor(error, s3), { cause: error });
  }
  const incoming = folder ?? (await mkdtemp(path.join(tmpdir(), 'aktenpult-')));
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  return {
    blobs: blobBucket(client, s3, incoming),
    close: async () => {
      client.destroy();
      if (!folder) await rm(incoming, { recursive: true, force: true });
    },
  };
}

/** Throws BlobPlaceError. */
function readS3Place(place: string, access: S3Environment): S3Place {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/*(.*?)\/*$/.exec(place) ?? [];
  if (bucket === '') {
    throw new BlobPlaceError(
      `„${place}“ ist kein Ort für Inhalte; erwartet wird ein Ordner oder s3://BEHÄLTER/PFAD (Name des Behälters mit 3 bis 63 Kleinbuchstaben, Ziffern, Punkten und Strichen).`,
    );
  }
  const given = (name: (typeof variables)[keyof typeof variables]): string => {
    const value = access[name];
    if (value) return value;
    throw new BlobPlaceError(
      `Für ${place} fehlt die Umgebungsvariable ${name}. Mit --help erhalten Sie eine Übersicht.`,
    );
  };
  const endpoint = access[variables.endpoint];
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    throw new BlobPlaceError(
      `${variables.endpoint} („${endpoint}“) ist keine Adresse, zum Beispiel https://s3.kreis.example.`,
    );
  }
  return {
    ...{ bucket, prefix, endpoint },
    region: endpoint === undefined ? given(variables.region) : (access[variables.region] ?? 'us-east-1'),
    accessKeyId: given(variables.keyId),
    secretAccessKey: given(variables.secret),
  };
}

/** Writes a word and reads it again, always in the same place. Unlike a question for the bucket, a refusal then says why. */
async function probe(client: S3Client, { bucket, prefix }: S3Place): Promise<void> {
  const place = { Bucket: bucket, Key: `${prefix === '' ? '' : `${prefix}/`}aktenpult.txt` };
  const word = 'Inhalte der Zentrale von Aktenpult';
  await client.send(new PutObjectCommand({ ...place, Body: word, ContentType: 'text/plain' }));
  const { Body } = await client.send(new GetObjectCommand(place));
  let read = '';
  for await (const piece of Body as Readable) read += String(piece);
  if (read !== word) throw new Error('what was written is not what is read');
}

function sentenceFor(error: unknown, { bucket, endpoint }: S3Place): string {
  const where = endpoint ?? 'Amazon S3';
  const status = statusOf(error);
  const name = error instanceof Error ? error.name : '';
  if (/InvalidAccessKeyId|SignatureDoesNotMatch/.test(name) || status === 401) {
    return `${where} erkennt den Zugang nicht an. Bitte prüfen Sie ${variables.keyId} und ${variables.secret}.`;
  }
  if (status === 403) {
    return `${where} lässt den Behälter „${bucket}“ mit diesem Zugang nicht lesen und beschreiben. Bitte prüfen Sie ${variables.keyId}, ${variables.secret} und die Rechte am Behälter.`;
  }
  if (status === 404) return `Den Behälter „${bucket}“ gibt es bei ${where} nicht. Bitte legen Sie ihn an.`;
  if (status === 301 || status === 400) {
    return `${where} führt den Behälter „${bucket}“ nicht in dieser Region. Bitte prüfen Sie ${variables.region} und ${variables.endpoint}.`;
  }
  const reason = status > 0 ? String(status) : databaseCode(error) || name || 'keine Antwort';
  return `Der Speicher für Inhalte (${where}) antwortet nicht wie erwartet (${reason}). Bitte prüfen Sie ${variables.endpoint} und die Verbindung.`;
}
