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
import { discardPage, putBack, splitAt, type Turn, type Wish, withoutPage } from './correction.ts';
import classes from './page-picture.module.css';
import { useSaveOriginal } from './useSaveOriginal.ts';
import type { StackRow } from './words.ts';

type Props = {
  stack: StackRow;
  page: number;
  /** What the page is when it is in no document: "leer", "Deckblatt". */
  use: string | null;
  wishes: Wish[];
  /** Somebody has begun to turn it. */
  isTurned: boolean;
  /** How it is to be seen; undefined: as it lies. */
  turned: Turn | undefined;
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
  const { stack, page, use, wishes, isTurned, turned, mayChange, mayEmpty, onPage, onChange, onTurn } = props;
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
          {isTurned ? <span className={classes.quietPart}> · gedreht</span> : null}
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
      {pageCount === 0 ? null : <Picture key={page} {...{ page, isWide, place, turned }} stackId={stack.stackId} />}
      {mayChange && pageCount > 0 ? <PageActs {...{ wishes, page, use, mayEmpty, onChange }} /> : null}
    </Pane>
  );
}

type PictureProps = Pick<Props, 'page' | 'turned'> & { stackId: StackRow['stackId']; isWide: boolean; place: string };

/** One page. Turned or asked for anew, it stays as it was until the new picture is there. */
function Picture({ stackId, page, turned, isWide, place }: PictureProps) {
  const picture = useDeskQuery('station', 'page', { stackId, page, turned }, { keepsPrevious: true });
  const { address, onShown } = usePictureAddress(picture.data);
  if (picture.error) return <p className={classes.quiet}>{errorText(picture.error)}</p>;
  if (!address) return <Loading label="Die Seite wird geladen …" />;
  return (
    <Scrolled className={classes.sheet} aria-label={`Bild von ${place}`} data-wide={isWide || undefined}>
      <img src={address} alt={place} onLoad={onShown} />
    </Scrolled>
  );
}

/** An address within the page for the bytes. The one before is given back when the new one is shown: what is being read must not vanish. */
function usePictureAddress(bytes: Uint8Array<ArrayBuffer> | undefined) {
  const [address, setAddress] = useState<string | null>(null);
  const [made] = useState(() => new Set<string>());
  useEffect(() => {
    if (!bytes) return;
    const own = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
    made.add(own);
    setAddress(own);
  }, [bytes, made]);
  useEffect(() => () => giveBack(made, null), [made]);
  return { address, onShown: () => giveBack(made, address) };
}

function giveBack(made: Set<string>, kept: string | null): void {
  for (const one of made) if (one !== kept) URL.revokeObjectURL(one);
  made.clear();
  if (kept !== null) made.add(kept);
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
