import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useCommand } from '../../../shared/commands.ts';
import { useEscape } from '../../../shared/escape.ts';
import { allOf, extended, noSelection, toggled } from './selection.ts';

export type Selecting = {
  /** Of the letters shown, in the order of the list. */
  ids: Id[];
  keys: ReadonlySet<Id>;
  toggle: (id: Id) => void;
  /** The range up to this letter, which is then the one shown. */
  extendTo: (id: Id) => void;
  clear: () => void;
};
type List = { order: readonly Id[]; chosenId: Id | null; choose: (id: Id) => void; isActive: boolean };

/** Several letters chosen by key or mouse; what is no longer in the list is no longer chosen. */
export function useSelection({ order, chosenId, choose, isActive }: List): Selecting {
  const [selection, setSelection] = useState(noSelection);
  const ids = isActive ? order.filter((id) => selection.keys.has(id)) : [];
  const toggle = (id: Id) => setSelection((before) => toggled(before, id));
  const extendTo = (id: Id) => {
    setSelection((before) => extended(before, order, chosenId, id));
    choose(id);
  };
  const clear = () => setSelection(noSelection);
  const extendBy = (step: 1 | -1) => {
    const next = order[order.indexOf(chosenId as Id) + step];
    if (!next) return false;
    extendTo(next);
    return true;
  };
  const enabled = { isEnabled: isActive && chosenId !== null };
  useCommand('inbox.select', () => chosenId !== null && toggle(chosenId), enabled);
  useCommand('inbox.selectNext', () => extendBy(1), enabled);
  useCommand('inbox.selectPrevious', () => extendBy(-1), enabled);
  useCommand('inbox.selectAll', () => setSelection(allOf(order)), enabled);
  useEscape('clear', clear, ids.length > 0);
  return { ids, keys: new Set(ids), toggle, extendTo, clear };
}
