export const findingKinds = ['lost', 'doubled', 'diverged', 'leaked', 'stuck'] as const;
export type FindingKind = (typeof findingKinds)[number] | 'fault';

/** What a run found; the same fault found again with each look counts once. */
export class Findings {
  readonly #texts = new Map<FindingKind, Set<string>>();
  readonly #onNew: (text: string) => void;

  constructor(onNew: (text: string) => void = () => undefined) {
    this.#onNew = onNew;
  }

  add(kind: FindingKind, text: string): void {
    const texts = this.#texts.get(kind) ?? new Set();
    this.#texts.set(kind, texts);
    if (texts.has(text)) return;
    texts.add(text);
    this.#onNew(`${kind}: ${text}`);
  }

  count(kind: FindingKind): number {
    return this.#texts.get(kind)?.size ?? 0;
  }

  /** All of them, as sentences. */
  all(): string[] {
    return [...this.#texts].flatMap(([kind, texts]) => [...texts].map((text) => `${kind}: ${text}`));
  }
}
