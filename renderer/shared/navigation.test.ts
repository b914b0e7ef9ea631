import { beforeEach, describe, expect, it, vi } from 'vitest';
import { asId, type Id } from '../../core/domain/ids.ts';
import { moveAlong, navigate, useNavigation } from './navigation.ts';
import { caseFileRoute, formatRoute, homeRoute, type Route } from './routes.ts';

const idOf = (digit: number) => asId(`0190a5d2-4b1e-7c3d-8f6a-00000000000${digit}`);
const [ownId, otherId, letterId] = [idOf(1), idOf(2), idOf(3)] as const;
const inbox = (inboxId: Id, itemId: Id | null = null): Route => ({
  view: 'inbox',
  inboxId,
  itemId,
});
let history: string[];
beforeEach(() => {
  history = [formatRoute(homeRoute)];
  vi.stubGlobal('window', {
    location: {
      get hash() {
        return history.at(-1);
      },
    },
    history: {
      pushState: (_state: null, _title: string, hash: string) => void history.push(hash),
      replaceState: (_state: null, _title: string, hash: string) => void history.splice(-1, 1, hash),
    },
  });
  useNavigation.setState({ route: homeRoute, hit: null });
  return () => vi.unstubAllGlobals();
});
const here = () => useNavigation.getState().route;

describe('moving along a list', () => {
  it('chooses in the own Postkorb, at whichever of its two addresses it is shown, without a step in the history', () => {
    moveAlong(inbox(ownId, letterId), homeRoute);
    expect(here()).toEqual(inbox(ownId, letterId));
    moveAlong(inbox(ownId), homeRoute);
    expect(here()).toEqual(inbox(ownId));
    expect(history).toEqual([formatRoute(inbox(ownId))]);
  });

  it('fetches nobody back who has gone elsewhere before the list arrived', () => {
    for (const gone of [{ view: 'myCases' }, inbox(otherId), caseFileRoute(otherId)] as Route[]) {
      navigate(gone);
      moveAlong(inbox(ownId, letterId), homeRoute);
      expect(here()).toEqual(gone);
    }
    // The own Postkorb at its address without an id is not the one she stands in for.
    navigate(homeRoute);
    moveAlong(inbox(otherId, letterId), inbox(otherId));
    expect(here()).toEqual(homeRoute);
  });

  it('keeps to the part of the case file that is shown', () => {
    const notes: Route = { view: 'caseFile', caseFileId: ownId, documentId: null, page: null, section: 'notes' };
    navigate(notes);
    moveAlong(caseFileRoute(ownId, letterId, 7), caseFileRoute(ownId, letterId, 6));
    expect(here()).toEqual(notes);
  });
});
