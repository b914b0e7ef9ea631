import type { DeskClient } from '../../../core/contract/desk.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { errorText } from '../../shared/errors.ts';
import { formatDate } from '../../shared/format.ts';
import { bytesSource, handOver } from '../../shared/upload/hand-over.ts';

export type HandedNotice = {
  fileNumber: string;
  title: string;
  keyword: string | null;
  letterDate: string | null;
  fileName: string;
  bytes: Uint8Array;
};
export type NoticeAnswer = { ok: boolean; message: string };

const usualKeyword = 'Bescheid';

/** Files a notice of the Fachverfahren in its case file under the keyword of that name; says what came of it, never throws. */
export async function fileNotice(client: DeskClient, notice: HandedNotice): Promise<NoticeAnswer> {
  try {
    return await file(client, notice);
  } catch (error) {
    return { ok: false, message: errorText(error) };
  }
}

async function file(client: DeskClient, notice: HandedNotice): Promise<NoticeAnswer> {
  const caseFile = await client.caseFiles.byFileNumber({ fileNumber: notice.fileNumber });
  if (!caseFile) {
    return { ok: false, message: `Zur Nummer ${notice.fileNumber} gibt es keine Akte, in die Sie ablegen können.` };
  }
  const keyword = await findKeyword(client, notice.keyword ?? usualKeyword);
  if (!keyword) {
    const name = notice.keyword ?? usualKeyword;
    return {
      ok: false,
      message: `Das Schlagwort „${name}“ gibt es in der E-Akte nicht. Bitte das PDF speichern und in der Akte hochladen.`,
    };
  }
  const upload = await handOver(
    client,
    { caseFileId: caseFile.caseFileId },
    bytesSource(notice.fileName, notice.bytes),
  );
  const [duplicate] = upload.duplicates;
  if (duplicate) {
    await client.uploads.discard({ uploadId: upload.uploadId });
    return { ok: true, message: `Der Bescheid liegt seit dem ${formatDate(duplicate.filedAt)} in der Akte.` };
  }
  await client.uploads.file({
    uploadId: upload.uploadId,
    caseFileId: caseFile.caseFileId,
    filing: {
      title: notice.title.trim() || upload.suggestedTitle,
      keywordIds: [keyword.id],
      letterDate: notice.letterDate,
      receivedDate: null,
      sender: null,
      direction: 'outgoing',
      isProtected: keyword.isProtected,
    },
  });
  return { ok: true, message: `In der Akte ${caseFile.title} unter „${keyword.name}“ abgelegt.` };
}

async function findKeyword(
  client: DeskClient,
  name: string,
): Promise<{ id: Id; name: string; isProtected: boolean } | null> {
  const { keywords } = await client.office.directory({});
  const wanted = name.trim().toLocaleLowerCase('de');
  const found = keywords.find((keyword) => keyword.isValid && keyword.name.toLocaleLowerCase('de') === wanted);
  return found ? { id: found.id, name: found.name, isProtected: found.rules.isProtected } : null;
}
