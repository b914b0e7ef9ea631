import { createHash } from 'node:crypto';
import type { DeskClient } from '../../core/contract/desk.ts';
import { uploadPartLimit } from '../../core/contract/content-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { Desk } from '../../central/testing/desk.ts';
import { contentFacts } from '../../central/testing/office.ts';
import type { Random } from '../worlds/simulation/random.ts';
import type { DeskProcess } from './desk-process.ts';
import { type House, newId } from './house.ts';

/** acknowledged: on the disk of the desk, as its answer said; unknown: the desk died before it could answer; refused: not done. */
export type Act = {
  kind: 'note' | 'followUp' | 'filing' | 'upload';
  /** Stands in what the act writes, and nowhere else. */
  token: string;
  desk: string;
  outcome: 'acknowledged' | 'unknown' | 'refused';
  commandId: Id | null;
  /** Of a filing: what went where. */
  letter: { itemId: Id; caseFileId: Id } | null;
};

type Done = { commandId: Id; letter?: Act['letter'] };
type Working = { client: DeskClient; desk: DeskProcess; house: House; random: Random; token: string };

const sizes = [20_000, 20_000, 300_000, 300_000, 1_200_000, 5_000_000, 9_000_000]; // bytes; above 4 MiB they travel in parts

function fileFor({ house, random, desk }: Working): Id {
  const own = house.own.get(desk.parts.worker.workerId) ?? house.shared;
  return random.pick([house.shared, house.shared, house.rented, own]);
}

const filingOf = (house: House, title: string) => ({
  ...{ title, keywordIds: [house.keywordId], letterDate: null, receivedDate: null, sender: null },
  ...{ direction: 'incoming' as const, isProtected: false },
});

/** Null: there was nothing to do. */
const acts: Record<Act['kind'], (working: Working) => Promise<Done | null>> = {
  note: (working) =>
    working.client.notes.add({
      ...{ caseFileId: fileFor(working), documentId: null, isPinned: false, isPhoneCall: true },
      text: `Anruf ${working.token}`,
    }),
  followUp: (working) =>
    working.client.followUps.create({
      ...{ caseFileId: fileFor(working), documentId: null, dueOn: '2030-01-07' },
      subject: `Prüfen ${working.token}`,
    }),
  async filing(working) {
    const { client, house, random, desk, token } = working;
    const { inboxId } = desk.parts.worker;
    const { rows } = await client.inbox.list({ inboxId, show: 'open' });
    if (rows.length === 0) return null;
    const { itemId } = random.pick(rows.slice(0, 5));
    const letter = { itemId, caseFileId: fileFor(working) };
    const done = await client.inbox.file({ inboxId, ...letter, filing: filingOf(house, token) });
    return { ...done, letter };
  },
  async upload(working) {
    const { client, house, random, token } = working;
    const caseFileId = fileFor(working);
    const bytes = contentOf(random, token);
    const { uploadId } = await client.uploads.begin({ caseFileId, fileName: `${token}.bin`, size: bytes.length });
    for (let offset = 0; offset < bytes.length; offset += uploadPartLimit) {
      await client.uploads.part({ uploadId, offset, bytes: bytes.slice(offset, offset + uploadPartLimit) });
    }
    await client.uploads.finish({ uploadId });
    return client.uploads.file({ uploadId, caseFileId, filing: filingOf(house, token) });
  },
};

/** Bytes that no other content has. */
const contentOf = (random: Random, token: string) => fill(Buffer.alloc(random.pick(sizes)), token);

function fill(bytes: Buffer, token: string): Uint8Array {
  let block = createHash('sha512').update(token).digest();
  for (let at = 0; at < bytes.length; at += block.length) {
    block.copy(bytes, at);
    if (at % 65_536 === 0) block = createHash('sha512').update(block).digest();
  }
  return bytes;
}

let made = 0;

/** Does something at a desk where somebody is logged in; null when there was nothing to do. */
export async function actAt(desk: DeskProcess, house: House, random: Random): Promise<Act | null> {
  const { client } = desk;
  if (!client) return null;
  made += 1;
  const token = `zeichen-${made}-${newId()}`;
  const kind = random.weighted({ note: 5, followUp: 2, filing: 4, upload: 2 });
  const act: Act = { kind, token, desk: desk.name, outcome: 'unknown', commandId: null, letter: null };
  try {
    const done = await acts[kind]({ client, desk, house, random, token });
    if (!done) return null;
    return { ...act, outcome: 'acknowledged', commandId: done.commandId, letter: done.letter ?? null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'locked') await desk.logInAgain().catch(() => undefined);
    // Without its program nobody can say what became of it.
    return desk.client === client ? { ...act, outcome: 'refused' } : act;
  }
}

/** Letters of the scan station, so many into each Postkorb. The centre must be well. */
export async function deliverLetters(address: string, house: House, each: number): Promise<void> {
  const { login, password } = house.scanStation;
  const station = await Desk.login(address, login, password);
  for (const { inboxId } of house.workers) {
    for (let count = 0; count < each; count += 1) {
      const itemId = newId();
      const bytes = fill(Buffer.alloc(60_000), itemId);
      const sha256 = await station.upload(bytes);
      const letter = { title: `Brief ${itemId}`, letterDate: null, receivedDate: null, sender: 'Vermieterin' };
      const rest = { pageTexts: [`Miete ${itemId}`], proposedCase: null, proposedKeyword: null, remark: null };
      const content = contentFacts(sha256, bytes.length);
      await station.run('deliverInboxItem', {
        ...{ inboxId, itemId, ...letter, ...rest, content, direction: 'incoming', source: 'scan' },
      });
    }
  }
}
