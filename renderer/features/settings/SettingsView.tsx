import { SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { setFollowing, useCoupling } from '../../shared/coupling.ts';
import { CommandButton } from '../../shared/ui/CommandButton.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { ContentRoom } from './ContentRoom.tsx';
import { ShortcutTable } from './ShortcutTable.tsx';
import classes from './settings.module.css';

/** What each worker may set for herself: look, windows, keys. Kept with the worker on this device. */
export function SettingsView() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isFollowing = useCoupling((state) => state.isFollowing);
  return (
    <>
      <ViewHead title="Einstellungen" fact="Gelten für Sie an diesem Gerät." />
      <Pane name="Einstellungen" className={classes.page}>
        <Setting title="Darstellung">
          <SegmentedControl
            aria-label="Darstellung"
            data={[
              { value: 'auto', label: 'Wie das Gerät' },
              { value: 'light', label: 'Hell' },
              { value: 'dark', label: 'Dunkel' },
            ]}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
          />
        </Setting>
        <Setting title="Fenster" explanation="Wird für jeden Satz von Bildschirmen eigens gemerkt.">
          <CommandButton command="layout.one" />
          <CommandButton command="layout.two" />
        </Setting>
        <Setting title="Fachverfahren">
          <Switch
            label="Mitlaufen: Ein Fall, der auf einer Seite gewählt wird, erscheint auch auf der anderen."
            checked={isFollowing}
            onChange={(event) => setFollowing(event.currentTarget.checked)}
          />
        </Setting>
        <Setting
          title="Platz auf diesem Gerät"
          explanation="So viel dürfen Dokumente hier belegen, damit sie auch ohne Verbindung lesbar sind. Ist der Platz voll, gehen die Dokumente, die am längsten nicht gebraucht wurden; sie bleiben in der Zentrale. Mitgenommene Akten, offene Post und bald fällige Akten bleiben immer hier."
        >
          <ContentRoom />
        </Setting>
        <Setting title="Tasten" explanation="Einzelne Buchstaben gelten nur, solange in keinem Feld geschrieben wird.">
          <ShortcutTable />
        </Setting>
      </Pane>
    </>
  );
}

function Setting({ title, explanation, children }: { title: string; explanation?: string; children: ReactNode }) {
  return (
    <section className={classes.setting} aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      {explanation ? <p className={classes.text}>{explanation}</p> : null}
      <div className={classes.controls}>{children}</div>
    </section>
  );
}
