import { type Detail, leftOutOf, type Wish } from './correction.ts';
import { PageButtons } from './PageButtons.tsx';
import classes from './stack-pane.module.css';
import { pageUse } from './words.ts';

type Props = { detail: Detail; wishes: Wish[]; page: number; onPage: (page: number) => void };

/** The pages that are in no document, each with why. */
export function PageUses({ detail, wishes, page, onPage }: Props) {
  const taken = leftOutOf(detail, wishes);
  const groups = new Map<string, number[]>();
  const add = (use: string, left: number) => groups.set(use, [...(groups.get(use) ?? []), left]);
  for (const { page: left } of detail.pages) {
    const use = taken.includes(left) ? 'aussortiert' : pageUse(detail, left);
    if (use) add(use, left);
  }
  if (groups.size === 0) return null;
  return (
    <section aria-label="Seiten ohne Schreiben">
      <h3 className={classes.subtitle}>Nicht in einem Schreiben</h3>
      {[...groups].map(([use, pages]) => (
        <div key={use} className={classes.uses}>
          <span className={classes.quietPart}>{use}</span>
          <PageButtons pages={pages} page={page} onPage={onPage} />
        </div>
      ))}
    </section>
  );
}
