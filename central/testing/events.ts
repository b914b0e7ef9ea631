import { type Poke, pokeSchema, type Show, showSchema } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Desk } from './desk.ts';

/** The pokes a desk hears: waits for one, tells all scopes named so far. */
export type Events = {
  until(isWanted: (poke: Poke) => boolean): Promise<Poke>;
  told(): Id[];
  /** The next wish to show something. */
  nextShow(): Promise<Show>;
};

/** The scopes a poke names. */
export const scopesOf = (poke: Poke): Id[] => poke.heads.map(({ scopeId }) => scopeId);

/** Listens as a desk does; the centre has said that it listens, too. */
export async function openEvents(desk: Desk): Promise<Events> {
  const headers = { authorization: `Bearer ${desk.token}` };
  const response = await fetch(`${desk.address}/v1/events`, { headers });
  if (!response.body) throw new Error('no events');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const event = async (): Promise<string> => {
    while (!text.includes('\n\n')) {
      const { value, done } = await reader.read();
      if (done) throw new Error('the events ended');
      text += value;
    }
    const end = text.indexOf('\n\n');
    const found = text.slice(0, end);
    text = text.slice(end + 2);
    return found;
  };
  const ready = await event();
  if (!ready.includes('event: ready')) throw new Error(`no ready event: ${ready}`);
  const told: Id[] = [];
  const until = async (isWanted: (poke: Poke) => boolean): Promise<Poke> => {
    for (;;) {
      const [kind, data] = (await event()).split('\ndata: ');
      if (kind !== 'event: poke' || !data) continue;
      const poke = pokeSchema.parse(JSON.parse(data));
      told.push(...scopesOf(poke));
      if (isWanted(poke)) return poke;
    }
  };
  const nextShow = async (): Promise<Show> => {
    for (;;) {
      const [kind, data] = (await event()).split('\ndata: ');
      if (kind === 'event: show' && data) return showSchema.parse(JSON.parse(data));
    }
  };
  return { until, told: () => told, nextShow };
}
