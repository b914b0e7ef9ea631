import { type Poke, pokeSchema, showSchema } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { PokeListeners } from './central.ts';
import type { Answer } from './http-line.ts';

/** Two heartbeats of the centre (25 s) may be missed; then the line is taken for dead. */
const longestSilence = 60_000;

/** Reads server-sent events until the signal says stop (returns) or the line breaks (throws AppError `offline`). */
export async function readEvents(
  ask: (signal: AbortSignal) => Promise<Answer>,
  signal: AbortSignal,
  listeners: PokeListeners,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), longestSilence);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), longestSilence);
  };
  try {
    const response = await openStream(ask, AbortSignal.any([signal, silence.signal]));
    let rest = '';
    for await (const chunk of response.parts()) {
      alive();
      const text = rest + Buffer.from(chunk).toString('latin1'); // names and data of our events are ASCII
      const blocks = text.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        if (/^event: ?poke$/m.test(block)) listeners.onPoke(pokeOf(block));
        if (/^event: ?show$/m.test(block)) tellShow(block, listeners);
        if (/^event: ?ready$/m.test(block)) listeners.onReady();
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof AppError ? error : lineBroke();
  } finally {
    clearTimeout(timer);
  }
  if (!signal.aborted) throw lineBroke();
}

function tellShow(block: string, listeners: PokeListeners): void {
  const show = showSchema.safeParse(dataOf(block));
  if (show.success) listeners.onShow?.(show.data);
}

/** What a poke says; null when it says nothing this program can read. */
function pokeOf(block: string): Poke | null {
  const poke = pokeSchema.safeParse(dataOf(block));
  return poke.success ? poke.data : null;
}

function dataOf(block: string): unknown {
  try {
    return JSON.parse(/^data: ?(.*)$/m.exec(block)?.[1] ?? '');
  } catch {
    return null;
  }
}

const lineBroke = () => new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.', { cause: 'stream ended' });

async function openStream(ask: (signal: AbortSignal) => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const response = await ask(signal);
  if (!response.header('content-type').startsWith('text/event-stream')) {
    response.discard();
    throw lineBroke();
  }
  return response;
}
