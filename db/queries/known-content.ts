import type { Id } from '../../core/domain/ids.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import { idText } from '../record-tables.ts';
import { all, type ReadableDb } from '../sql.ts';
import { workerNames } from './names.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

/** Something on this desk with the same bytes, or the same mail by its Message-ID: filed in a case file, or an open letter. */
export type KnownContent = {
  kind: 'document' | 'letter';
  /** Case file or Postkorb, and how it is called. */
  scopeId: Id;
  placeName: string;
  /** Document or letter. */
  ownerId: Id;
  title: string;
  /** When it was filed or came in, and by whom. */
  at: string;
  byName: string;
  /** Not the same bytes, but the same mail. */
  isSameMail: boolean;
};

/** More would not be read. */
const most = 20;

type Row = { scope: Buffer; place: string; id: Buffer; title: string; at: string; by: Buffer; sha256: string };

// The two conditions are asked one by one, so that the bytes are found by their index.
const documentsWhere = (
  condition: string,
) => `SELECT document.scope_id AS scope, case_file.title AS place, document.id, document.title,
    document.filed_at AS at, document.filed_by AS by, version.sha256
  FROM version JOIN document ON document.scope_id = version.scope_id AND document.id = version.owner_id
    AND document.version_id = version.id AND document.state = 'filed'
  JOIN scope ON scope.id = version.scope_id AND scope.kind = 'c' AND ${isReadableNow}
  JOIN case_file ON case_file.scope_id = scope.id AND case_file.id = scope.id
  WHERE ${condition} ORDER BY document.filed_at DESC LIMIT ${most}`;
const lettersWhere = (
  condition: string,
) => `SELECT inbox_item.scope_id AS scope, inbox.name AS place, inbox_item.id, inbox_item.title,
    inbox_item.delivered_at AS at, version.created_by AS by, version.sha256
  FROM version JOIN inbox_item ON inbox_item.scope_id = version.scope_id AND inbox_item.id = version.owner_id AND inbox_item.state = 'open'
  JOIN scope ON scope.id = version.scope_id AND scope.kind = 'o' AND ${isReadableNow}
  JOIN inbox ON inbox.id = scope.id
  WHERE ${condition} ORDER BY inbox_item.delivered_at DESC LIMIT ${most}`;
const sameBytes = 'version.sha256 = ?';
const sameMail = `version.kind = 'mail' AND json_extract(version.extra, '$.messageId') = ? AND version.sha256 <> ?`;

/** Where this content lies already, as far as the viewer may read it: filed first, the newest first. `exceptId`: the letter itself. */
export function knownContent(
  db: ReadableDb,
  viewer: Viewer,
  { sha256, messageId }: Pick<ContentFacts, 'sha256' | 'messageId'>,
  exceptId: Id | null = null,
): KnownContent[] {
  const ask = (statement: (condition: string) => string) => [
    ...all<Row>(db, statement(sameBytes), viewer.now, sha256),
    ...(messageId === undefined ? [] : all<Row>(db, statement(sameMail), viewer.now, messageId, sha256)),
  ];
  const found = [
    ...ask(documentsWhere).map((row) => ({ kind: 'document' as const, row })),
    ...ask(lettersWhere).map((row) => ({ kind: 'letter' as const, row })),
  ].filter(({ row }) => exceptId === null || idText(row.id) !== exceptId);
  if (found.length === 0) return [];
  const nameOf = workerNames(db);
  return found.map(({ kind, row }) => ({
    ...{ kind, scopeId: idText(row.scope), placeName: row.place, ownerId: idText(row.id), title: row.title },
    ...{ at: row.at, byName: nameOf(row.by), isSameMail: row.sha256 !== sha256 },
  }));
}
