import classes from './foreign-frame.module.css';

/** A frame for foreign HTML: no scripts, no origin, no network. `page` comes from harmlessPage. */
export function ForeignFrame({ page, title }: { page: string; title: string }) {
  return (
    <iframe
      className={classes.frame}
      sandbox=""
      srcDoc={page}
      title={title}
      referrerPolicy="no-referrer"
      data-viewer="html"
      data-state="drawn"
    />
  );
}
