import { Button, Select, TextInput } from '@mantine/core';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskQuery } from '../../shared/backend.tsx';
import {
  addressTo,
  belongsTo,
  type Detail,
  joinWithPrevious,
  pageWords,
  splitBefore,
  type Wish,
} from './correction.ts';
import { recipients } from './recipients.ts';
import classes from './scan-station.module.css';

type Props = {
  wishes: Wish[];
  at: number;
  detail: Detail;
  mayChange: boolean;
  onChange: (wishes: Wish[]) => void;
};

/** One document of a stack with its recipient; the fields change it. */
export function DocumentLine({ wishes, at, detail, mayChange, onChange }: Props) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  const wish = wishes[at] as Wish;
  const document = detail.documents.find(({ pages }) => pages.join() === wish.pages.join());
  const pages = `Seiten ${pageWords(wish.pages)}`;
  const name = document?.title ?? 'Neu aufgeteilt';
  return (
    <li className={classes.document} data-state={document?.state}>
      <span className={classes.name}>
        {name} <span className={classes.quietPart}>{pages}</span>
      </span>
      {[document?.reason, ...(document?.concerns ?? [])].map((words) =>
        words ? (
          <span key={words} className={classes.concern}>
            {words}
          </span>
        ) : null,
      )}
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
        {mayChange ? <Splits {...{ wishes, at, onChange }} /> : null}
      </div>
    </li>
  );
}

function Splits({ wishes, at, onChange }: Pick<Props, 'wishes' | 'at' | 'onChange'>) {
  const { pages } = wishes[at] as Wish;
  return (
    <>
      {at > 0 ? (
        <Button size="xs" variant="default" onClick={() => onChange(joinWithPrevious(wishes, at))}>
          Mit vorigem verbinden
        </Button>
      ) : null}
      {pages.length > 1 ? (
        <Select
          size="xs"
          label="Hier trennen"
          aria-label={`Trennen vor Seite, Seiten ${pageWords(pages)}`}
          placeholder="vor Seite …"
          data={pages.slice(1).map((page) => ({ value: String(page), label: `vor Seite ${page}` }))}
          value={null}
          onChange={(page) => page && onChange(splitBefore(wishes, at, Number(page)))}
        />
      ) : null}
    </>
  );
}
