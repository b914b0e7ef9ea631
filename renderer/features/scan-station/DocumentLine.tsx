import { Button, Select, TextInput } from '@mantine/core';
import type { Id } from '../../../core/domain/ids.ts';
import { type OutputOf, useDeskQuery } from '../../shared/backend.tsx';
import { addressTo, belongsTo, type Detail, joinWithPrevious, pageWords, type Wish } from './correction.ts';
import { formatMoment } from '../../shared/format.ts';
import { PageButtons } from './PageButtons.tsx';
import { recipients } from './recipients.ts';
import classes from './stack-pane.module.css';
import { candidateWords } from './words.ts';

type Directory = OutputOf<'office', 'directory'>;
type Props = {
  wishes: Wish[];
  at: number;
  detail: Detail;
  mayChange: boolean;
  page: number;
  onChange: (wishes: Wish[]) => void;
  onPage: (page: number) => void;
};

/** One document of a stack with its recipient; the fields change it. */
export function DocumentLine({ wishes, at, detail, mayChange, page, onChange, onPage }: Props) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  const nameOf = (id: Id) => {
    const worker = directory?.workers.find((one) => one.id === id);
    return worker ? `, ${worker.givenName} ${worker.familyName}` : '';
  };
  const wish = wishes[at] as Wish;
  const document = detail.documents.find(({ pages }) => pages.join() === wish.pages.join());
  const pages = pageWords(wish.pages);
  const concerns = [document?.reason, ...(document?.concerns ?? [])].filter((words) => words != null);
  return (
    <li className={classes.document} data-state={document?.state}>
      <span className={classes.name}>
        {document?.title ?? 'Neu aufgeteilt'} <span className={classes.quietPart}>{pages}</span>
      </span>
      <PageButtons pages={wish.pages} page={page} onPage={onPage} />
      {document?.unassigned ? <span>{candidateWords(document.unassigned)}</span> : null}
      {(document?.returns ?? []).map(({ reason, returnedById, returnedAt }) => (
        <span key={`${returnedAt} ${reason}`} className={classes.concern}>
          Zurück aus dem Postkorb, {formatMoment(returnedAt)}
          {nameOf(returnedById)}: {reason}
        </span>
      ))}
      {concerns.map((words) => (
        <span key={words} className={classes.concern}>
          {words}
        </span>
      ))}
      {document?.filedIn ? (
        <span>In der Akte {document.filedIn} abgelegt.</span>
      ) : (
        <RecipientFields {...{ wishes, at, mayChange, directory, onChange }} />
      )}
    </li>
  );
}

type Recipient = Pick<Props, 'wishes' | 'at' | 'mayChange' | 'onChange'> & { directory: Directory | undefined };

/** Where a document goes: its Postkorb or its file, and joining it with the one before. */
function RecipientFields({ wishes, at, mayChange, directory, onChange }: Recipient) {
  const wish = wishes[at] as Wish;
  const pages = pageWords(wish.pages);
  return (
    <div className={classes.fields}>
      <Select
        size="xs"
        label="Postkorb"
        aria-label={`Postkorb für ${pages}`}
        searchable
        openOnFocus={false}
        disabled={!mayChange}
        placeholder={wish.fileNumber ? 'nach Aktenzeichen' : 'bitte wählen'}
        data={directory ? recipients(directory) : []}
        value={wish.inboxId}
        onChange={(value) => onChange(addressTo(wishes, at, value as Id | null))}
      />
      <TextInput
        size="xs"
        label="Aktenzeichen"
        aria-label={`Aktenzeichen für ${pages}`}
        disabled={!mayChange}
        value={wish.fileNumber ?? ''}
        onChange={(event) => onChange(belongsTo(wishes, at, event.currentTarget.value))}
      />
      {mayChange && at > 0 ? (
        <Button
          size="xs"
          variant="default"
          aria-label={`Mit vorigem verbinden: ${pages}`}
          onClick={() => onChange(joinWithPrevious(wishes, at))}
        >
          Mit vorigem verbinden
        </Button>
      ) : null}
    </div>
  );
}
