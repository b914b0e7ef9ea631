import { runCommand } from '../../backend/commands/run-command.ts';
import type { CommandArgs, CommandName } from '../../core/commands/registry.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { WorldDesk } from './desk/desk.ts';
import { isDiskError, KilledError } from './desk/disk.ts';
import { sha256Of } from './hash.ts';
import { type Act, caseFileFor, postkoerbe, word } from './orders.ts';
import { contentFacts, filing, pageText } from './papers.ts';
import type { World } from './world.ts';

type Paper = { bytes: Uint8Array; content: ReturnType<typeof contentFacts>; text: string };

function newPaper(world: World, desk: WorldDesk): Paper {
  const text = pageText(world, desk.worker.workerId);
  const bytes = new TextEncoder().encode(`%PDF ${text.trim()}`);
  const content = contentFacts(sha256Of(bytes), bytes.length);
  world.marks.noteContent(content.sha256, desk.worker.workerId);
  return { bytes, content, text };
}

/** A mail with one or two attachments that name it. */
function newMail(world: World, desk: WorldDesk): Paper[] {
  const whole = newPaper(world, desk);
  const attachments = Array.from({ length: world.random.pick([1, 2]) }, (_, index) => {
    const paper = newPaper(world, desk);
    return { ...paper, content: { ...paper.content, partOf: { sha256: whole.content.sha256, index } } };
  });
  return [whole, ...attachments];
}

/** Gives the command once all its contents are on the desk's disk, as an upload does. */
function give<Name extends CommandName>(
  world: World,
  desk: WorldDesk,
  papers: readonly Paper[],
  command: { name: Name; args: () => CommandArgs<Name> },
): void {
  const { desk: program } = desk;
  const { name } = command;
  const put = async () => {
    for (const { bytes } of papers) await program.store.blobs.put(bytes, 'uploading');
    desk.guard(() => world.noteCreated(desk, runCommand(program, name, command.args()).commandId, name));
  };
  put().catch((error: unknown) => {
    const isExpected = error instanceof AppError || error instanceof KilledError || isDiskError(error);
    if (!isExpected) world.problem('fault', `${name}: ${String(error)}`);
  });
}

function letterOf(world: World, desk: WorldDesk, { content, text }: Paper) {
  return {
    ...{ itemId: world.newId(), title: word(world, desk), letterDate: '2026-11-20', receivedDate: '2026-11-21' },
    ...{ sender: 'Vermieterin', direction: 'incoming' as const, source: 'mail' as const, content, pageTexts: [text] },
    ...{ proposedCase: null, proposedKeyword: null, remark: null },
  };
}

/** What people bring in at their desks: files and mails, into case files and Postkörbe. */
export const paperActs = {
  addDocument(world, desk) {
    const paper = newPaper(world, desk);
    const about = { caseFileId: caseFileFor(world), documentId: world.newId() };
    const { content, text } = paper;
    const args = () => ({ ...about, filing: filing(world, word(world, desk)), content, pageTexts: [text] });
    give(world, desk, [paper], { name: 'addDocument', args });
  },
  fileMail(world, desk) {
    const papers = newMail(world, desk);
    const caseFileId = caseFileFor(world);
    const args = () => ({
      caseFileId,
      documents: papers.map(({ content, text }) => ({
        ...{ documentId: world.newId(), filing: filing(world, word(world, desk)), content, pageTexts: [text] },
      })),
    });
    give(world, desk, papers, { name: 'addDocuments', args });
  },
  deliverMail(world, desk) {
    const papers = newMail(world, desk);
    const inboxId = world.random.pick(postkoerbe(world));
    const args = () => ({ inboxId, letters: papers.map((paper) => letterOf(world, desk, paper)) });
    give(world, desk, papers, { name: 'deliverLetters', args });
  },
} satisfies Record<string, Act>;
