import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import type { TransferNoteProps } from '../../shared/slots.tsx';
import { useShowDone } from '../../shared/done.ts';
import classes from './document.module.css';
import { SaveScannedFile } from './SaveScannedFile.tsx';
import { checkWords, noteRows, type ShownNote } from './transfer-note-words.ts';

type Place = { scopeId: Id; ownerId: Id };

/** How paper became this document, and whether somebody has compared the two; nothing for what was not scanned. */
export function TransferNote({ isFolded = false, ...place }: TransferNoteProps) {
  const shown = useDeskQuery('content', 'transferNote', place).data;
  if (!shown?.note) return null;
  if (!isFolded) {
    return (
      <section aria-label="Transfervermerk" className={classes.note}>
        <h3 className={classes.section}>Transfervermerk</h3>
        <NoteBody place={place} shown={shown} concerns={shown.note.concerns} />
      </section>
    );
  }
  return (
    <details className={classes.folded}>
      <summary>
        Transfervermerk · Sichtprüfung {shown.note.visualCheck.state === 'open' ? 'offen' : 'bestätigt'}
      </summary>
      <div className={classes.note}>
        <NoteBody place={place} shown={shown} concerns={shown.note.concerns} />
      </div>
    </details>
  );
}

type BodyProps = { place: Place; shown: ShownNote; concerns: readonly string[] };

function NoteBody({ place, shown, concerns }: BodyProps) {
  return (
    <>
      <dl className={classes.list}>
        {noteRows(shown).map(([name, value]) => (
          <NoteRow key={name} name={name} value={value} />
        ))}
      </dl>
      {concerns.map((words) => (
        <p key={words} className={classes.concern}>
          {words}
        </p>
      ))}
      {shown.original ? <SaveScannedFile place={place} original={shown.original} /> : null}
      <VisualCheck place={place} shown={shown} />
    </>
  );
}

const hash = /^[0-9a-f]{64}$/;

function NoteRow({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      {hash.test(value) ? <dd title={value}>{value.slice(0, 12)} …</dd> : <dd>{value}</dd>}
    </>
  );
}

function VisualCheck({ place, shown }: { place: Place; shown: ShownNote }) {
  const queries = useQueryClient();
  const showDone = useShowDone();
  const done = {
    onSuccess: (result: Parameters<typeof showDone>[0]) => {
      showDone(result);
      void queries.invalidateQueries({ queryKey: ['content', 'transferNote'] });
    },
  };
  const confirm = useDeskMutation('content', 'confirmVisualCheck', done);
  const reopen = useDeskMutation('content', 'reopenVisualCheck', done);
  return (
    <>
      <p className={classes.check} role="status">
        <strong>Sichtprüfung:</strong> {checkWords(shown)}
      </p>
      {shown.mayCheck ? (
        <Button variant="default" loading={confirm.isPending} onClick={() => confirm.mutate(place)}>
          Sichtprüfung bestätigen
        </Button>
      ) : null}
      {shown.mayReopen ? (
        <Button variant="default" loading={reopen.isPending} onClick={() => reopen.mutate(place)}>
          Bestätigung zurücknehmen
        </Button>
      ) : null}
    </>
  );
}
