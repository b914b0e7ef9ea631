import { runCommand } from '../../backend/commands/run-command.ts';
import type { CommandArgs } from '../../core/commands/registry.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { PageOfLetter } from '../../core/letters/rearranged-content.ts';
import { readRecord } from '../../db/records.ts';
import type { WorldDesk } from './desk/desk.ts';
import { isDiskError, KilledError } from './desk/disk.ts';
import { type Act, order, placesIn, word } from './orders.ts';
import type { World } from './world.ts';

type Letters = { inboxId: Id; itemIds: Id[]; parts: PageOfLetter[][] };

const pagesOf = (desk: WorldDesk, inboxId: Id, itemId: Id): PageOfLetter[] => {
  const count = readRecord(desk.db, 'inboxItem', inboxId, itemId)?.pageCount ?? 1;
  return Array.from({ length: count }, (_, index) => ({ itemId, page: index + 1 }));
};

/** The centre makes the bytes, which changes nothing; then the desk gives the one command that does. */
function compose(world: World, desk: WorldDesk, { inboxId, itemIds, parts }: Letters): void {
  const { workerId } = desk.worker;
  const make = async () => {
    const documents: CommandArgs<'rearrangeInboxItems'>['documents'] = [];
    for (const pages of parts) {
      const itemId = world.newId();
      const bytes = new TextEncoder().encode(`%PDF ${itemId}`);
      const sha256 = await world.centre.contents.keepContent(workerId, bytes);
      world.marks.noteContent(sha256, workerId);
      const proposals = { proposedCase: null, proposedKeyword: null };
      const said = { title: word(world, desk), letterDate: null, sender: null, ...proposals };
      documents.push({ itemId, pages, content: { sha256, size: bytes.length }, ...said });
    }
    desk.guard(() => {
      const { commandId } = runCommand(desk.desk, 'rearrangeInboxItems', { inboxId, itemIds, documents });
      world.noteCreated(desk, commandId, 'rearrangeInboxItems');
    });
  };
  make().catch((error: unknown) => {
    const isExpected = error instanceof AppError || error instanceof KilledError || isDiskError(error);
    if (!isExpected) world.problem('fault', `composing: ${String(error)}`);
  });
}

/** What people do with letters whose pages lie wrong. The bytes of new letters come from the centre, so it must be there. */
export const composedActs = {
  split(world, desk) {
    const items = placesIn(desk, 'inbox_item', `state = 'open' AND page_count > 1`);
    if (items.length === 0 || desk.engine.state().connection !== 'connected') return;
    const { id, scopeId: inboxId } = world.random.pick(items);
    const pages = pagesOf(desk, inboxId, id);
    const at = world.random.between(1, pages.length - 1);
    compose(world, desk, { inboxId, itemIds: [id], parts: [pages.slice(0, at), pages.slice(at)] });
  },
  merge(world, desk) {
    const items = placesIn(desk, 'inbox_item', `state = 'open'`);
    if (items.length < 2 || desk.engine.state().connection !== 'connected') return;
    const { id, scopeId: inboxId } = world.random.pick(items);
    const others = items.filter((item) => item.scopeId === inboxId && item.id !== id);
    if (others.length === 0) return;
    const itemIds = [id, world.random.pick(others).id];
    compose(world, desk, { inboxId, itemIds, parts: [itemIds.flatMap((itemId) => pagesOf(desk, inboxId, itemId))] });
  },
} satisfies Record<string, Act>;

export const rearrangeActs = {
  ...composedActs,
  /** Sometimes one that somebody else has given back already. */
  giveBack(world, desk) {
    const items = placesIn(desk, 'inbox_item', `state IN ('open', 'forwarded') AND source = 'scan'`);
    if (items.length === 0) return;
    const { id: itemId, scopeId: inboxId } = world.random.pick(items);
    order(world, desk, 'returnInboxItem', { inboxId, itemId, reason: word(world, desk) });
  },
} satisfies Record<string, Act>;
