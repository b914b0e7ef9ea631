import classes from './clarification.module.css';

type Row = { field: string; value: string };

/** What somebody wrote or chose, field by field; nothing where there is none. */
export function Fields({ title, rows }: { title: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <section className={classes.content} aria-label={title}>
      <h3 className={classes.contentTitle}>{title}</h3>
      <dl className={classes.fields}>
        {rows.map(({ field, value }) => (
          <div key={field} className={classes.field}>
            <dt>{field}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
