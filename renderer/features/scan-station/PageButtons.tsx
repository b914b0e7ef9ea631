import classes from './stack-pane.module.css';

/** More are reached with the arrows of the picture. */
const mostButtons = 40;

/** Pages to be shown, by number. */
export function PageButtons(props: { pages: readonly number[]; page: number; onPage: (page: number) => void }) {
  const { pages, page, onPage } = props;
  return (
    <span className={classes.pages}>
      {pages.slice(0, mostButtons).map((number) => (
        <button
          key={number}
          type="button"
          className={classes.pageButton}
          aria-label={`Seite ${number} zeigen`}
          aria-current={number === page || undefined}
          onClick={() => onPage(number)}
        >
          {number}
        </button>
      ))}
      {pages.length > mostButtons ? <span className={classes.quietPart}>bis {pages.at(-1)}</span> : null}
    </span>
  );
}
