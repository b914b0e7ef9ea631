import { type Child, ChildEnded, startChild } from './child.ts';

/** The processes of the office, in the order in which they were started. */
export class Parts {
  readonly #children: Child[] = [];
  #isStopping = false;
  readonly #onEnd: (code: number) => void;

  /** `onEnd` is told when a lasting part ends by itself: 0 when in order, else 1. */
  constructor(onEnd: (code: number) => void) {
    this.#onEnd = onEnd;
  }

  /** Starts a part that lasts. Throws ChildEnded once the office is being stopped. */
  start(entry: string, words: string[]): Child {
    const child = this.#add(entry, words);
    void child.ended.then((code) => {
      if (!this.#isStopping) this.#onEnd(code === 0 ? 0 : 1);
    });
    return child;
  }

  /** Runs a step that ends by itself. Rejects with ChildEnded when it fails; it has said why. */
  async run(entry: string, words: string[]): Promise<void> {
    const child = this.#add(entry, words);
    const code = await child.ended;
    this.#children.splice(this.#children.indexOf(child), 1);
    if (code !== 0) throw new ChildEnded(entry);
  }

  /** Ends all parts, the last one first, so that nothing is cut off in the middle. False when they are being ended already. */
  async stop(): Promise<boolean> {
    if (this.#isStopping) return false;
    this.#isStopping = true;
    // A copy: a step that is ended takes itself out of the list, and the part after it must not be left out for that.
    for (const child of this.#children.toReversed()) await child.stop();
    return true;
  }

  #add(entry: string, words: string[]): Child {
    if (this.#isStopping) throw new ChildEnded(entry);
    const child = startChild(entry, words, { onLine: (line) => console.log(line) });
    this.#children.push(child);
    return child;
  }
}
