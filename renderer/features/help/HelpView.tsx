import type { ReactNode } from 'react';
import { CommandButton } from '../../shared/ui/CommandButton.tsx';
import { Key, KeyHint } from '../../shared/ui/KeyHint.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import classes from './help.module.css';
import { KeyList } from './KeyList.tsx';

/** Short help: the jobs of the day in a few steps, then all keys. */
export function HelpView() {
  return (
    <>
      <ViewHead title="Hilfe">
        <CommandButton command="settings.open" label="Tasten ändern" />
      </ViewHead>
      <Pane name="Hilfe" className={classes.page} isScrolled>
        <div className={classes.jobs}>
          <Job title="Es ruft jemand an">
            <KeyHint command="search.open" />, einen Teil des Namens oder der Nummer tippen, <Key shortcut="Enter" />:
            Die Akte öffnet sich beim neuesten Dokument. Mit <KeyHint command="note.add" /> schreiben Sie den Vermerk
            dazu.
          </Job>
          <Job title="Post ablegen">
            Im Postkorb zeigt jede Zeile Akte und Schlagwort, die vorgeschlagen werden. Stimmt beides, genügt{' '}
            <KeyHint command="inbox.file" />, und das nächste Schreiben erscheint. Mit{' '}
            <KeyHint command="inbox.change" /> ändern Sie den Vorschlag, mit <KeyHint command="undo.take" /> nehmen Sie
            den letzten Schritt zurück. Mehrere Schreiben wählen Sie mit <KeyHint command="inbox.select" /> oder{' '}
            <KeyHint command="inbox.selectNext" /> aus; <KeyHint command="inbox.fileSelected" /> zeigt, wohin jedes geht
            und was liegen bleibt, und legt alle auf einmal ab.
          </Job>
          <Job title="Jemanden vertreten">
            Unter Vertretung übernehmen Sie mit einem Grund, sofort und für einen Zeitraum. Postkorb und Akten
            erscheinen gekennzeichnet neben Ihren eigenen; alles, was Sie tun, trägt Ihren Namen.
          </Job>
          <Job title="Die Zentrale ist nicht erreichbar">
            Arbeiten Sie weiter. Ablegen, Vermerke und Wiedervorlagen warten auf diesem Gerät und werden übernommen,
            sobald die Verbindung steht. Was nicht übernommen werden konnte, steht mit Ihren Angaben unter Klärung.
          </Job>
          <Job title="In der Außenstelle einscannen">
            Unter Einscannen (<KeyHint command="go.branchScan" />) wählen Sie Dateien, nehmen ein Schreiben mit der
            Kamera auf oder legen den Ordner Ihres Scanners fest. Gelesen wird auf diesem Gerät, auch ohne Verbindung;
            danach liegt das Schreiben im Postkorb.
          </Job>
          <Job title="Zwei Bildschirme">
            Im eigenen Menü wählen Sie zwei Fenster. Läuft das Fachverfahren mit, öffnet ein dort gewählter Fall hier
            seine Akte. Mit <KeyHint command="pane.next" /> wechseln Sie zwischen den Bereichen eines Fensters.
          </Job>
          <Job title="Tasten im Fachverfahren">
            Solange Sie im Fachverfahren schreiben, gelten dessen Tasten. Ein Klick in die E-Akte oder auf die Leiste
            über dem Fachverfahren holt die Tasten des Aktenpults zurück; danach führt <KeyHint command="pane.next" />{' '}
            durch alle Bereiche, auch wieder ins Fachverfahren.
          </Job>
        </div>
        <h2 className={classes.title}>Alle Tasten</h2>
        <KeyList />
      </Pane>
    </>
  );
}

function Job({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.job}>
      <h2 className={classes.jobTitle}>{title}</h2>
      <p className={classes.text}>{children}</p>
    </section>
  );
}
