import classes from './MarkedText.module.css';

/** A text with its hits marked; positions in UTF-16 units, in order. */
export function MarkedText({ text, hits }: { text: string; hits: readonly (readonly [number, number])[] }) {
  const parts: { from: number; text: string; isHit: boolean }[] = [];
  let at = 0;
  for (const [from, to] of hits) {
    if (from < at || to > text.length) continue;
    if (from > at) parts.push({ from: at, text: text.slice(at, from), isHit: false });
    parts.push({ from, text: text.slice(from, to), isHit: true });
    at = to;
  }
  if (at < text.length) parts.push({ from: at, text: text.slice(at), isHit: false });
  return (
    <>
      {parts.map((part) =>
        part.isHit ? (
          <mark key={part.from} className={classes.hit}>
            {part.text}
          </mark>
        ) : (
          <span key={part.from}>{part.text}</span>
        ),
      )}
    </>
  );
}
