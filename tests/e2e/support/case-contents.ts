import type { DeskClient } from '../../../core/contract/desk.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { documentsOf } from './offline-work.ts';

/** Everything of these files that must be the same at every desk that may read them; what is a worker's own (read, pinned) is left out. */
export async function contentsOf(client: DeskClient, caseFileIds: Id[]): Promise<Record<string, unknown>> {
  const contents: Record<string, unknown> = {};
  for (const caseFileId of caseFileIds) {
    const documents = await documentsOf(client, caseFileId);
    const details = [];
    for (const { documentId } of documents) {
      const detail = await client.documents.get({ caseFileId, documentId });
      const { isUnread: _isUnread, isOnDesk: _isOnDesk, mayRead: _mayRead, ...shared } = detail;
      details.push(shared);
    }
    const notes = (await client.notes.list({ caseFileId })).rows.map(({ isOwn: _isOwn, ...shared }) => shared);
    const open = (await client.followUps.list({ which: 'open', caseFileId })).rows;
    const completed = (await client.followUps.list({ which: 'completed', caseFileId })).rows;
    contents[caseFileId] = { documents: details, notes, open, completed };
  }
  return contents;
}

/** The whole content of a document, from the desk or through it from the centre. */
export async function bytesOf(client: DeskClient, scopeId: Id, documentId: Id): Promise<Buffer> {
  const { content } = await client.content.describe({ scopeId, ownerId: documentId });
  return Buffer.from(await client.content.readRange({ scopeId, ownerId: documentId, from: 0, to: content.size }));
}
