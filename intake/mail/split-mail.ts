import { createHash } from 'node:crypto';
import type { Explained, TakenOut } from '../content/content-report.ts';
import type { InspectionPool } from '../content/inspection-pool.ts';

/** An attachment that becomes a document of its own. */
export type MailPart = {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
  sha256: string;
  /** The mail it lies in: the whole one, or one within it; `index` counts from 0 in its list of attachments. */
  partOf: { sha256: string; index: number };
  /** 1 for attachments of the mail itself, 2 for those of a mail within it. */
  depth: number;
};

/** What becomes of a mail. The mail itself is kept as it came, with everything in it; `parts` are what is filed beside it. */
export type SplitMail = {
  messageId: string | null;
  parts: MailPart[];
  /** How much stays in the mail only, by why. */
  stays: { pictures: number; signatures: number };
  /** True when it holds more than is taken out. */
  isCut: boolean;
};

/** Most documents made of one mail, and how deep mails within mails are opened. */
const mostParts = 100;
const deepest = 4;
const mails = new Set(['message/rfc822', 'application/vnd.ms-outlook', 'application/ms-tnef']);

/** Takes a mail apart, mails within it too. Answers with an explanation when the mail itself cannot be read. */
export async function splitMail(
  pool: Pick<InspectionPool, 'mailParts'>,
  bytes: Uint8Array,
  sha256: string,
): Promise<SplitMail | Explained> {
  const opened = await pool.mailParts(bytes);
  if ('explanation' in opened) return opened;
  const split: SplitMail = {
    ...{ messageId: opened.messageId, parts: [], isCut: false },
    stays: { pictures: 0, signatures: 0 },
  };
  await takeAll(pool, split, { sha256, attachments: opened.attachments, depth: 1 });
  return split;
}

type Opened = { sha256: string; attachments: TakenOut[]; depth: number };

async function takeAll(pool: Pick<InspectionPool, 'mailParts'>, split: SplitMail, opened: Opened): Promise<void> {
  const { sha256, attachments, depth } = opened;
  for (const { name, mediaType, bytes, index, stays } of attachments) {
    if (stays === 'signature') split.stays.signatures += 1;
    else if (stays) split.stays.pictures += 1;
    if (stays) continue;
    if (split.parts.length >= mostParts) {
      split.isCut = true;
      return;
    }
    const own = createHash('sha256').update(bytes).digest('hex');
    split.parts.push({ name, mediaType, bytes, sha256: own, partOf: { sha256, index }, depth });
    if (!mails.has(mediaType)) continue;
    if (depth >= deepest) {
      split.isCut = true;
      continue;
    }
    // A mail within that cannot be read is a document all the same; its explanation comes with its inspection.
    const inner = await pool.mailParts(bytes);
    if (!('explanation' in inner)) {
      await takeAll(pool, split, { sha256: own, attachments: inner.attachments, depth: depth + 1 });
    }
  }
}
