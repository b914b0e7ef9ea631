import { Button, Group } from '@mantine/core';
import { Scrolled } from '../../shared/ui/Scrolled.tsx';
import {
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconRotateClockwise,
  IconZoomScan,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { errorText } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import { CommandIcon } from '../../shared/ui/CommandButton.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { Loading } from '../../shared/ui/ViewState.tsx';
import { discardPage, putBack, splitAt, type Turn, type Turns, type Wish, withoutPage } from './correction.ts';
import classes from './page-picture.module.css';
import { useSaveOriginal } from './useSaveOriginal.ts';
import type { StackRow } from './words.ts';

type Props = {
  stack: StackRow;
  page: number;
  /** What the page is when it is in no document: "leer", "Deckblatt". */
  use: string | null;
  wishes: Wish[];
  turns: Turns;
  mayChange: boolean;
  /** Every page may be taken out: what came back was scanned anew. */
  mayEmpty: boolean;
  onPage: (page: number) => void;
  onChange: (wishes: Wish[]) => void;
  /** Turns the page a quarter further. */
  onTurn: () => void;
};

/** The file as it came, page by page: whoever decides about it has to see it. */
export function PagePicture(props: Props) {
  const { stack, page, use, wishes, turns, mayChange, mayEmpty, onPage, onChange, onTurn } = props;
  const pageCount = stack.pageCount ?? 0;
  const [isWide, setIsWide] = useState(false);
  const save = useSaveOriginal(stack);
  const step = (by: 1 | -1) => () => {
    const wanted = page + by;
    if (wanted < 1 || wanted > pageCount) return false;
    onPage(wanted);
    return true;
  };
  useCommand('document.forward', step(1));
  useCommand('document.back', step(-1));
  useCommand('document.fit', () => setIsWide(!isWide), { isEnabled: pageCount > 0 });
  useCommand('document.rotate', onTurn, { isEnabled: mayChange && wishes.some(({ pages }) => pages.includes(page)) });
  useCommand('document.save', save);
  const place = `Seite ${page} von ${formatCount(pageCount)}`;
  return (
    <Pane name="Seite" className={classes.picture}>
      <div className={classes.bar}>
        <Group gap={2} wrap="nowrap">
          <CommandIcon command="document.back" label="Vorige Seite" icon={<IconChevronLeft size={18} aria-hidden />} />
          <CommandIcon
            command="document.forward"
            label="Nächste Seite"
            icon={<IconChevronRight size={18} aria-hidden />}
          />
        </Group>
        <span role="status">
          {pageCount === 0 ? 'Keine Seiten' : place}
          {use ? <span className={classes.quietPart}> · {use}</span> : null}
          {turns.has(page) ? <span className={classes.quietPart}> · gedreht</span> : null}
        </span>
        <Group gap={2} wrap="nowrap">
          <CommandIcon
            command="document.rotate"
            label="Seite drehen"
            icon={<IconRotateClockwise size={18} aria-hidden />}
          />
          <CommandIcon command="document.fit" icon={<IconZoomScan size={18} aria-hidden />} />
          <CommandIcon
            command="document.save"
            label="Datei unverändert speichern"
            icon={<IconDownload size={18} aria-hidden />}
          />
        </Group>
      </div>
      {pageCount === 0 ? null : (
        <Picture {...{ page, isWide, place }} stackId={stack.stackId} turned={turns.get(page)} />
      )}
      {mayChange && pageCount > 0 ? <PageActs {...{ wishes, page, use, mayEmpty, onChange }} /> : null}
    </Pane>
  );
}

type PictureProps = {
  stackId: StackRow['stackId'];
  page: number;
  /** As it is now where nobody has turned it. */
  turned: Turn | undefined;
  isWide: boolean;
  place: string;
};

function Picture({ stackId, page, turned, isWide, place }: PictureProps) {
  const picture = useDeskQuery('station', 'page', { stackId, page, turned });
  const address = usePictureAddress(picture.data);
  if (picture.error) return <p className={classes.quiet}>{errorText(picture.error)}</p>;
  if (!address) return <Loading label="Die Seite wird geladen …" />;
  return (
    <Scrolled className={classes.sheet} aria-label={`Bild von ${place}`} data-wide={isWide || undefined}>
      <img src={address} alt={place} />
    </Scrolled>
  );
}

/** An address within the page for the bytes; given back when others come. */
function usePictureAddress(bytes: Uint8Array<ArrayBuffer> | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!bytes) return undefined;
    const made = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
      setAddress(null);
    };
  }, [bytes]);
  return address;
}

type ActsProps = Pick<Props, 'wishes' | 'page' | 'use' | 'mayEmpty' | 'onChange'>;

function PageActs({ wishes, page, use, mayEmpty, onChange }: ActsProps) {
  const at = wishes.findIndex(({ pages }) => pages.includes(page));
  const pages = wishes[at]?.pages ?? [];
  const isOnly = wishes.length === 1 && pages.length === 1 && !mayEmpty;
  if (at < 0) {
    return use ? (
      <div className={classes.acts}>
        <Button size="xs" variant="default" onClick={() => onChange(putBack(wishes, page))}>
          Seite {page} ins Schreiben aufnehmen
        </Button>
      </div>
    ) : null;
  }
  return (
    <div className={classes.acts}>
      {pages[0] === page ? null : (
        <Button size="xs" variant="default" onClick={() => onChange(splitAt(wishes, page))}>
          Ab Seite {page} ein neues Schreiben
        </Button>
      )}
      {isOnly ? null : (
        <Button
          size="xs"
          variant="default"
          onClick={() => onChange((mayEmpty ? withoutPage : discardPage)(wishes, page))}
        >
          Seite {page} aussortieren
        </Button>
      )}
    </div>
  );
}
