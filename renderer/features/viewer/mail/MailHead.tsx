import type { OutputOf } from '../../../shared/backend.tsx';
import { formatMoment } from '../../../shared/format.ts';
import classes from '../viewer.module.css';
import mailClasses from './MailView.module.css';

type Mail = OutputOf<'content', 'mail'>;

/** The rows of a mail's head, as they are shown and printed. */
export function mailFacts(mail: Mail): [label: string, value: string][] {
  return [
    ['Von', mail.from || 'nicht angegeben'],
    ['An', mail.to.join(', ') || 'nicht angegeben'],
    ...(mail.cc.length > 0 ? [['Kopie', mail.cc.join(', ')] as [string, string]] : []),
    ['Datum', mail.date ? formatMoment(mail.date) : 'nicht angegeben'],
  ];
}

/** Subject, sender, receivers and date of a mail. */
export function MailHead({ mail }: { mail: Mail }) {
  return (
    <>
      <h3 className={mailClasses.subject}>{mail.subject || 'Ohne Betreff'}</h3>
      <dl className={classes.facts}>
        {mailFacts(mail).map(([label, value]) => (
          <div key={label} className={mailClasses.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
