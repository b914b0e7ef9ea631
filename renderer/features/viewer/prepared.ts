// Documents opened ahead of being shown: the one that comes next. Whoever takes one closes it.

/** Something opened that must be closed by whoever has it. */
type Closable = { close(): void };
/** What was opened ahead: `ready` is there once it is open, so that it can be shown in the very next frame. */
export type Prepared<Content extends Closable> = { opening: Promise<Content>; ready: Content | null };
type Entry = Prepared<Closable> & { abort: AbortController };
const prepared = new Map<string, Entry>();

/** Opens a document ahead; nothing happens when it is open ahead already. */
export function prepare<Content extends Closable>(key: string, open: (signal: AbortSignal) => Promise<Content>): void {
  if (prepared.has(key)) return;
  const abort = new AbortController();
  const entry: Entry = { opening: open(abort.signal), ready: null, abort };
  entry.opening.then(
    (content) => {
      entry.ready = content;
    },
    () => prepared.get(key) === entry && prepared.delete(key), // told when it is opened to be read
  );
  prepared.set(key, entry);
}

/** The document opened ahead under a key, if there is one; it is the caller's from now on. A key always means one kind of content. */
export function takePrepared<Content extends Closable>(key: string): Prepared<Content> | null {
  const found = prepared.get(key);
  prepared.delete(key);
  return (found as Prepared<Content> | undefined) ?? null;
}

/** Closes all documents opened ahead but the one still wanted. */
export function dropPrepared(wanted: string | null): void {
  for (const [key, { opening, abort }] of prepared) {
    if (key === wanted) continue;
    prepared.delete(key);
    abort.abort();
    opening.then(({ close }) => close()).catch(() => undefined);
  }
}
