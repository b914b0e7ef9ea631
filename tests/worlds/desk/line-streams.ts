import type { PokeListeners } from '../../../backend/sync/central.ts';
import { type BatchedContent, batchOf, readBatch } from '../../../core/contract/content-batch.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { Listener } from '../centre/listeners.ts';
import { type Line, offline } from './line.ts';

const longestSilence = 60_000;

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What comes over a line bit by bit: whole scopes, contents, pokes. */
export class LineStreams {
  private readonly line: Line;

  constructor(line: Line) {
    this.line = line;
  }

  /** Bytes of the stream as they come in; it may break anywhere, or stand still until the desk gives up. */
  async *snapshot(scopeIds: Id[]): AsyncGenerator<Uint8Array> {
    const { centre, random, weather, trace } = this.line.parts;
    const token = this.line.token;
    let stream: AsyncGenerator<string, void, void> | undefined;
    await this.line.ask<null>('snapshot', async (service) => {
      stream ??= centre.snapshot(service, centre.sessions.readerOf(token), scopeIds);
      return 'null';
    });
    const cut = this.line.isLost('lostAnswers') ? random.below(12) : -1;
    for (let index = 0; ; index += 1) {
      const part = await this.nextPart(stream);
      if (part === null) return;
      trace(`snapshot part ${index}`);
      const bytes = new TextEncoder().encode(part);
      if (index !== cut) yield bytes;
      else {
        yield bytes.subarray(0, random.below(bytes.length));
        throw offline('answer was cut');
      }
      if (random.chance(0.5)) await this.arrival(random.wait(weather.latency));
    }
  }

  /** Waits for something that is on its way to the desk. */
  private arrival(milliseconds: number): Promise<void> {
    return new Promise((resolve) =>
      this.line.parts.scheduler.after(milliseconds, () => this.line.parts.atDesk(resolve)),
    );
  }

  /** The next part of a stream, null at its end. A centre that goes away says nothing; the desk takes the line for dead after a while. */
  private nextPart(stream: AsyncGenerator<string, void, void> | undefined): Promise<string | null> {
    const { scheduler, atDesk } = this.line.parts;
    return new Promise((resolve, reject) => {
      const cancel = scheduler.after(longestSilence, () => atDesk(() => reject(offline('silence'))));
      stream?.next().then(
        ({ value, done }) => {
          cancel();
          scheduler.after(0, () => atDesk(() => resolve(done ? null : (value as string))));
        },
        () => {
          cancel();
          atDesk(() => reject(offline('stream ended')));
        },
      );
    });
  }

  async *blob(sha256: string, from: number): AsyncIterable<Uint8Array> {
    const { centre, random } = this.line.parts;
    const token = this.line.token;
    const whole = await this.line.ask<string>('blob', async (service) => {
      const bytes = await centre.contents.content(service, centre.sessions.readerOf(token), sha256);
      return JSON.stringify(Buffer.from(bytes).toString('base64'));
    });
    const bytes = Buffer.from(whole, 'base64').subarray(from);
    const isCut = this.line.isLost('lostAnswers');
    yield isCut ? bytes.subarray(0, random.below(bytes.length)) : bytes;
    if (isCut) throw offline('answer was cut');
  }

  /** Small contents in one answer, which may break anywhere; those the worker may not see are left out. */
  async *blobs(sha256s: readonly string[]): AsyncIterable<BatchedContent> {
    const { centre, random } = this.line.parts;
    const token = this.line.token;
    const body = await this.line.ask<string>('blobs', async (service) => {
      const caller = centre.sessions.readerOf(token);
      const found = await centre.contents.together(service, caller, sha256s);
      return JSON.stringify(Buffer.concat(batchOf(found)).toString('base64'));
    });
    const bytes = Buffer.from(body, 'base64');
    const isCut = this.line.isLost('lostAnswers');
    yield* readBatch(onePiece(isCut ? bytes.subarray(0, random.below(bytes.length)) : bytes));
    if (isCut) throw offline('answer was cut');
  }

  events(signal: AbortSignal, { onReady, onPoke }: PokeListeners): Promise<void> {
    const { centre, scheduler, atDesk, random, workerId } = this.line.parts;
    return new Promise((resolve, reject) => {
      const stop = (end: () => void) => {
        centre.listeners.all.delete(listener);
        atDesk(end);
      };
      const listener: Listener = {
        workerId,
        read: (pulled) => this.line.parts.onPull(pulled),
        poke: (poke) => {
          if (!centre.listeners.all.has(listener)) return;
          atDesk(() => !signal.aborted && onPoke(poke));
        },
        broken: () => scheduler.after(this.line.delay(), () => stop(() => reject(offline('stream ended')))),
      };
      signal.addEventListener('abort', () => stop(resolve));
      scheduler.after(this.line.delay(), () => {
        if (this.line.isClosed || signal.aborted) return;
        const isOpen = centre.sessions.stateOf(workerId) === 'open';
        if (!isOpen || centre.services.length === 0 || this.line.isLost('lostRequests')) {
          return stop(() => reject(offline('lost')));
        }
        centre.listeners.all.add(listener);
        atDesk(onReady);
        if (this.line.isOn('silence') && random.chance(0.3)) {
          centre.listeners.all.delete(listener);
          scheduler.after(longestSilence, () => stop(() => reject(offline('silence'))));
        }
      });
    });
  }
}
