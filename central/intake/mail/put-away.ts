import type { Intake } from '../station/intake.ts';
import type { OpenMailAccount } from './account-client.ts';
import type { MessageOutcome } from './message-journal.ts';

const stillWaits = new Set(['waiting', 'inWork']);

/** True while it is not known yet where a message belongs: it stays in the folder it came in. */
export function isUnderWay({ state }: MessageOutcome): boolean {
  return state !== null && stillWaits.has(state);
}

/**
 * Moves a message out of the folder it came in, now that it is known what became of it: what could not be read goes to a folder for
 * people, with a note of the reason beside it. Done once more after a break it leads to the same. False: the server does not move it.
 */
export async function putAway(
  intake: Intake,
  account: OpenMailAccount,
  folder: string,
  outcome: MessageOutcome,
): Promise<boolean> {
  const isFailed = outcome.state === null || outcome.state === 'failed';
  if (isFailed) await layNote(intake, account, folder, outcome);
  const moved = await account.client.messageMove(String(outcome.uid), isFailed ? account.failed : account.taken, {
    uid: true,
  });
  if (moved) await intake.afterStep?.('removed');
  return Boolean(moved);
}

/** Before the message: broken off in between, the note is there already and is not laid down again. */
async function layNote(
  intake: Intake,
  { client, uidValidity, failed }: OpenMailAccount,
  folder: string,
  outcome: MessageOutcome,
): Promise<void> {
  const about = await client.fetchOne(String(outcome.uid), { envelope: true }, { uid: true });
  if (!about) return;
  const noteId = `${outcome.stackId ?? `${uidValidity}.${outcome.uid}`}@aktenpult.invalid`;
  await client.mailboxOpen(failed, { readOnly: true });
  const same = await client.search({ header: { 'message-id': noteId } }, { uid: true });
  if (!Array.isArray(same) || same.length === 0) {
    const { subject, messageId } = about.envelope ?? {};
    const note = noteOf(outcome.reason ?? 'Der Grund ist nicht bekannt.', { noteId, subject, messageId });
    await client.append(failed, note, ['\\Seen']);
  }
  await client.mailboxOpen(folder);
  await intake.afterStep?.('laidDown');
}

type About = { noteId: string; subject: string | undefined; messageId: string | undefined };

/** A message for people; the one it is about is named, so that mail programs show both together. */
function noteOf(reason: string, { noteId, subject, messageId }: About): Buffer {
  const named = subject?.trim() || 'E-Mail ohne Betreff';
  const answered = /^<[^\s<>]{1,900}>$/.test(messageId ?? '')
    ? [`In-Reply-To: ${messageId}`, `References: ${messageId}`]
    : [];
  const head = [
    'From: Aktenpult <aktenpult@aktenpult.invalid>',
    ...encodedSubject(`Nicht übernommen: ${named}`),
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    ...[`Message-ID: <${noteId}>`, ...answered, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8'],
    'Content-Transfer-Encoding: base64',
  ];
  const text = `Die E-Mail „${named}“ wurde nicht in die E-Akte übernommen. Sie liegt unverändert in diesem Ordner.\r\n\r\n${reason}\r\n`;
  const body = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');
  return Buffer.from([...head, '', body, ''].join('\r\n'));
}

/** A subject in words of RFC 2047, each short enough for its line; letters are not cut apart. */
function encodedSubject(subject: string): string[] {
  const letters = [...subject.slice(0, 300)];
  const words: string[] = [];
  while (letters.length > 0)
    words.push(`=?utf-8?B?${Buffer.from(letters.splice(0, 10).join('')).toString('base64')}?=`);
  return [`Subject: ${words.join('\r\n ')}`];
}
