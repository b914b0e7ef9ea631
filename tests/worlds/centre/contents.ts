import { visibleContents } from '../../../central/store/access.ts';
import { bytesOf, hexOf } from '../../../central/store/database.ts';
import { type UploadState, uploadPartSize } from '../../../core/contract/central.ts';
import { batchedContentSize } from '../../../core/contract/content-batch.ts';
import { AppError } from '../../../core/domain/errors.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { MemoryDatabase } from '../database/memory-database.ts';
import type { UploadRow } from '../database/tables.ts';
import { sha256Of } from '../hash.ts';
import { away, type Guard, type Service } from './service.ts';
import type { Caller } from './sessions.ts';

/** The files of contents at the centre and what is on its way to it. */
export class Contents {
  readonly files = new Map<string, Uint8Array>();
  private readonly open = new Map<string, { sha256: string; size: number; bytes: Uint8Array; workerId: Id }>();
  private readonly parts: { database: MemoryDatabase; guard: Guard };

  constructor(parts: { database: MemoryDatabase; guard: Guard }) {
    this.parts = parts;
  }

  /** What was half sent is forgotten. */
  forgetUploads(): void {
    this.open.clear();
  }

  async presentContents(service: Service, caller: Caller, sha256s: readonly string[]): Promise<string[]> {
    const seen = await this.parts.guard(() => visibleContents(service.database, caller.workerId, sha256s.map(bytesOf)));
    return seen.map(hexOf);
  }

  /** A small content in one request. */
  async putContent(caller: Caller, sha256: string, bytes: Uint8Array): Promise<void> {
    if (sha256Of(bytes) !== sha256) throw new AppError('conflict', 'Anderer Inhalt.');
    await this.keepContent(caller.workerId, bytes).catch(() => {
      throw away('status 503');
    });
  }

  /** Several small contents in one request; gives those that are kept. */
  async putContents(caller: Caller, batch: readonly { sha256: string; bytes: Uint8Array }[]): Promise<string[]> {
    const kept: string[] = [];
    for (const { sha256, bytes } of batch) {
      if (sha256Of(bytes) !== sha256) continue;
      await this.putContent(caller, sha256, bytes);
      kept.push(sha256);
    }
    return kept;
  }

  async startUpload(service: Service, caller: Caller, content: { sha256: string; size: number }): Promise<UploadState> {
    const seen = await this.parts.guard(() =>
      visibleContents(service.database, caller.workerId, [bytesOf(content.sha256)]),
    );
    if (seen.length > 0) return { uploadId: null, offset: 0, isPresent: true };
    const uploadId = `${content.sha256}/${caller.workerId}`;
    const begun = this.open.get(uploadId) ?? { ...content, bytes: new Uint8Array(), workerId: caller.workerId };
    this.open.set(uploadId, begun);
    return { uploadId: uploadId as Id, offset: begun.bytes.length, isPresent: false };
  }

  async uploadPart(uploadId: string, part: { offset: number; bytes: Uint8Array }): Promise<number> {
    const upload = this.open.get(uploadId);
    if (!upload) throw new AppError('not_found', 'Das gibt es hier nicht.');
    if (upload.bytes.length !== part.offset || part.bytes.length > uploadPartSize) {
      throw new AppError('conflict', 'Andere Stelle.', { offset: upload.bytes.length });
    }
    upload.bytes = Buffer.concat([upload.bytes, part.bytes]);
    const offset = upload.bytes.length;
    if (offset < upload.size) return offset;
    this.open.delete(uploadId);
    if (sha256Of(upload.bytes) !== upload.sha256) throw new AppError('conflict', 'Anderer Inhalt.');
    await this.keepContent(upload.workerId, upload.bytes).catch(() => {
      throw away('status 503');
    });
    return offset;
  }

  /** Stores a content as an upload of a worker leaves it. */
  async keepContent(workerId: Id, bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Of(bytes);
    this.files.set(sha256, bytes);
    const row: UploadRow = { id: `${sha256}/${workerId}`, workerId, sha256, state: 'done' };
    await this.parts.database.administer(async (transaction) => {
      await transaction.lock('blob', sha256);
      transaction.put('blob', sha256, { sha256, size: bytes.length, state: 'stored' });
      await transaction.lock('upload', row.id);
      transaction.put('upload', row.id, row);
    });
    return sha256;
  }

  /** The bytes of a content the caller may see. */
  async content(service: Service, caller: Caller, sha256: string): Promise<Uint8Array> {
    const seen = await this.parts.guard(() => visibleContents(service.database, caller.workerId, [bytesOf(sha256)]));
    const bytes = this.files.get(sha256);
    if (seen.length === 0 || !bytes) throw new AppError('not_found', 'Das gibt es hier nicht.');
    return bytes;
  }

  /** Of these contents those the caller may see and that are small. */
  async together(service: Service, caller: Caller, sha256s: readonly string[]) {
    const seen = await this.presentContents(service, caller, sha256s);
    return sha256s.flatMap((sha256) => {
      const bytes = this.files.get(sha256);
      return bytes && seen.includes(sha256) && bytes.length <= batchedContentSize ? [{ sha256, bytes }] : [];
    });
  }
}
