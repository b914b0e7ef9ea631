import type { Id } from '../../../../core/domain/ids.ts';

/** Which letters are chosen for one act. `base` is what was chosen before the range from `anchor` to `end` was drawn. */
export type Selection = { keys: ReadonlySet<Id>; base: ReadonlySet<Id>; anchor: Id | null; end: Id | null };

const none: ReadonlySet<Id> = new Set();
export const noSelection: Selection = { keys: none, base: none, anchor: null, end: null };

/** One letter more or less; the next range begins at it. */
export function toggled({ keys }: Selection, id: Id): Selection {
  const next = new Set(keys);
  if (!next.delete(id)) next.add(id);
  return { keys: next, base: next, anchor: id, end: id };
}

/** The range from the anchor to `to` joins what was chosen before; drawn back, it lets go again. `from`: the letter shown. */
export function extended(selection: Selection, order: readonly Id[], from: Id | null, to: Id): Selection {
  const goesOn = selection.anchor !== null && selection.end === from && order.includes(selection.anchor);
  const anchor = goesOn ? selection.anchor : (from ?? to);
  const base = goesOn ? selection.base : selection.keys;
  const [first, last] = [order.indexOf(anchor as Id), order.indexOf(to)].sort((a, b) => a - b) as [number, number];
  const keys = new Set([...base, ...order.slice(Math.max(0, first), last + 1)]);
  return { keys, base, anchor, end: to };
}

/** All letters of a list. */
export function allOf(order: readonly Id[]): Selection {
  const keys = new Set(order);
  return { keys, base: keys, anchor: null, end: null };
}
