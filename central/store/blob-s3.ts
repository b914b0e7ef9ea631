import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { type BlobStore, BlobStoreUnavailableError, type CheckedFile, type StoredContent } from './blob-store.ts';

// Contents as objects prefix/ab/<sha256> of a store that speaks S3. What is under way is gathered on the centre's own disk, and how far
// it has come stands in our own table: listings of unfinished uploads differ from store to store.

export type S3Place = {
  bucket: string;
  /** Without slashes at its ends; empty for none. */
  prefix: string;
  endpoint: string | undefined;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

/** Silence after which a request is given up: a desk waits 20 s for an answer, and one more attempt has to fit in. */
const silence = 8_000; // milliseconds
const attempts = 2;
/** Contents up to here are sent from memory, so that the client can try again by itself. */
const memoryLimit = 8 * 1024 * 1024;
/** How long it is believed that the bucket is there, before a missing object counts as missing. */
const bucketSeenFor = 30_000; // milliseconds
/** Attempts in a row to go on reading where a line broke, without a byte in between. */
const readAttempts = 3;

/** HTTP status of an answer of the store; 0 when there was none. */
export const statusOf = (error: unknown): number =>
  (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode ?? 0;

/** A client for a place; `close` ends its connections. */
export function s3Client({ endpoint, region, accessKeyId, secretAccessKey }: S3Place): S3Client {
  return new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    region,
    forcePathStyle: endpoint !== undefined, // own stores seldom have a name for each bucket
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: 3_000, socketTimeout: silence, httpAgent: { maxSockets: 64 } },
    // We give the SHA-256 ourselves; sums of other kinds are unknown to older stores.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

/** Contents in a bucket; `incoming` must be a folder that is there. */
export function blobBucket(client: S3Client, place: Pick<S3Place, 'bucket' | 'prefix'>, incoming: string): BlobStore {
  return new BlobBucket(client, place, incoming);
}

/** A content on its way there; `body` gives its bytes anew for each attempt. */
type Sent = StoredContent & { body: () => Promise<Readable | Buffer> };

class BlobBucket implements BlobStore {
  readonly incoming: string;
  readonly #client: S3Client;
  readonly #place: Pick<S3Place, 'bucket' | 'prefix'>;
  #bucketSeen = Number.NEGATIVE_INFINITY;
  /** False once the store has said that it does not know `If-None-Match`. */
  #knowsConditions = true;

  constructor(client: S3Client, place: Pick<S3Place, 'bucket' | 'prefix'>, incoming: string) {
    this.#client = client;
    this.#place = place;
    this.incoming = incoming;
  }

  async size(sha256: string): Promise<number | null> {
    try {
      const { ContentLength } = await this.#client.send(new HeadObjectCommand(this.#object(sha256)));
      return ContentLength ?? null;
    } catch (error) {
      if (statusOf(error) !== 404) throw new BlobStoreUnavailableError(error);
      await this.#expectBucket();
      return null;
    }
  }

  read(sha256: string, range?: { start: number; end: number }): Readable {
    return Readable.from(this.#pieces(sha256, range), { objectMode: false });
  }

  async readAll(sha256: string): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.read(sha256)) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  }

  async keepNew(content: StoredContent, pieces: readonly Uint8Array[]): Promise<boolean> {
    try {
      return await this.#putNew({ ...content, body: async () => Buffer.concat(pieces) });
    } catch (error) {
      throw isOurs(error) ? error : new BlobStoreUnavailableError(error);
    }
  }

  async keep(file: CheckedFile): Promise<void> {
    const isSmall = file.size <= memoryLimit;
    const body = async () =>
      isSmall ? readFile(file.path) : createReadStream(file.path, { highWaterMark: 1024 * 1024 });
    const sent = { sha256: file.sha256, size: file.size, body };
    try {
      if (!(await this.#putNew(sent)) && !(await this.#isWhole(file))) await this.#put(sent, {});
    } catch (error) {
      throw isOurs(error) ? error : new BlobStoreUnavailableError(error);
    }
    await rm(file.path, { force: true });
  }

  /** False when something lies there already; it may be damaged. */
  async #putNew(file: Sent): Promise<boolean> {
    if (!this.#knowsConditions) {
      if ((await this.size(file.sha256)) !== null) return false;
      await this.#put(file, {});
      return true;
    }
    try {
      await this.#put(file, { IfNoneMatch: '*' });
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 412) return false;
      const name = error instanceof Error ? error.name : '';
      const isUnknown =
        status === 501 || (status === 400 && /NotImplemented|InvalidArgument|InvalidRequest/.test(name));
      if (!isUnknown) throw error;
      this.#knowsConditions = false;
      return this.#putNew(file);
    }
  }

  async #put(file: Sent, condition: { IfNoneMatch?: '*' }): Promise<PutObjectCommandOutput> {
    const command = new PutObjectCommand({
      ...{ ...this.#object(file.sha256), ...condition, Body: await file.body(), ContentLength: file.size },
      ChecksumSHA256: Buffer.from(file.sha256, 'hex').toString('base64'),
    });
    // The signature covers the bytes themselves: a store that takes others must refuse them.
    command.middlewareStack.add(
      (next) => (given) => {
        const { headers } = given.request as { headers: Record<string, string> };
        headers['x-amz-content-sha256'] = file.sha256;
        return next(given);
      },
      { step: 'build', name: 'signedBytes' },
    );
    return this.#client.send(command);
  }

  /** What lies under the name of a content is read in full. */
  async #isWhole({ sha256, size }: CheckedFile): Promise<boolean> {
    if ((await this.size(sha256)) !== size) return false;
    const hash = createHash('sha256');
    for await (const piece of this.read(sha256)) hash.update(piece as Buffer);
    return hash.digest('hex') === sha256;
  }

  /** Goes on where a line broke, as long as something comes over it. */
  async *#pieces(sha256: string, range?: { start: number; end: number }): AsyncGenerator<Uint8Array> {
    let start = range?.start ?? 0;
    for (let failed = 0; ; ) {
      try {
        const asked = range || start > 0 ? { Range: `bytes=${start}-${range?.end ?? ''}` } : {};
        const { Body } = await this.#client.send(new GetObjectCommand({ ...this.#object(sha256), ...asked }));
        for await (const piece of Body as Readable) {
          yield piece as Uint8Array;
          start += (piece as Uint8Array).length;
          failed = 0;
        }
        return;
      } catch (error) {
        failed += 1;
        const mayComeBack = statusOf(error) === 0 || statusOf(error) >= 500;
        if (!mayComeBack || failed >= readAttempts) throw new BlobStoreUnavailableError(error);
      }
    }
  }

  /** An object of a bucket that is gone is not missing: it may come back with it, and nobody may take it for lost. */
  async #expectBucket(): Promise<void> {
    if (performance.now() - this.#bucketSeen < bucketSeenFor) return;
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#place.bucket }));
    } catch (error) {
      throw new BlobStoreUnavailableError(error);
    }
    this.#bucketSeen = performance.now();
  }

  #object(sha256: string): { Bucket: string; Key: string } {
    const { bucket, prefix } = this.#place;
    return { Bucket: bucket, Key: `${prefix === '' ? '' : `${prefix}/`}${sha256.slice(0, 2)}/${sha256}` };
  }
}

const isOurs = (error: unknown): boolean => error instanceof BlobStoreUnavailableError || isFromDisk(error);
/** The centre's own disk could not read what it has taken. */
const isFromDisk = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && error.syscall === 'read';
