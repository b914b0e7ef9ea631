import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskMutation } from '../backend.tsx';
import { useShowDone } from '../done.ts';
import { errorText } from '../errors.ts';
import { formatMoment } from '../format.ts';
import { Key } from '../ui/KeyHint.tsx';
import classes from './NoteVersions.module.css';

type Version = { noteId: Id; text: string; isPinned: boolean; createdAt: string; createdByName: string };
type Props = { caseFileId: Id; versions: readonly Version[]; onDone?: () => void };

/** The texts of one note side by side: one is taken, or one new text replaces them all. Strg+Enter keeps it. */
export function NoteVersions({ caseFileId, versions, onDone }: Props) {
  const [joined, setJoined] = useState<string | null>(null);
  const showDone = useShowDone();
  const { mutate, isPending, error } = useDeskMutation('notes', 'revise', {
    meta: { errorIsShown: true },
    onSuccess: (result) => {
      onDone?.();
      showDone(result);
    },
  });
  const keep = (text: string) => {
    if (text.trim() === '' || isPending) return;
    const replaces = versions.map(({ noteId }) => noteId);
    mutate({ caseFileId, replaces, text, isPinned: versions.some(({ isPinned }) => isPinned) });
  };
  return (
    <Stack gap="sm">
      <div className={classes.versions}>
        {versions.map((version) => (
          <section key={version.noteId} className={classes.version}>
            <h3 className={classes.author}>
              {version.createdByName}, {formatMoment(version.createdAt)}
            </h3>
            <p className={classes.text}>{version.text}</p>
            <div>
              <Button size="compact-sm" variant="default" disabled={isPending} onClick={() => keep(version.text)}>
                Nur diese Fassung
              </Button>
            </div>
          </section>
        ))}
      </div>
      {joined === null ? null : (
        <Textarea
          label="Neue Fassung"
          description="Sie ersetzt die Fassungen oben. Diese bleiben im Verlauf erhalten."
          autoFocus
          autosize
          minRows={4}
          maxRows={16}
          maxLength={20_000}
          value={joined}
          error={joined.trim() === '' ? 'Der Vermerk ist leer.' : undefined}
          onChange={(event) => setJoined(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep(joined);
          }}
        />
      )}
      {error ? (
        <p className={classes.problem} role="alert">
          {errorText(error)}
        </p>
      ) : null}
      <Group gap="sm">
        {joined === null ? (
          <Button onClick={() => setJoined(versions.map(({ text }) => text).join('\n\n'))}>Zusammenführen …</Button>
        ) : (
          <Button loading={isPending} rightSection={<Key shortcut="Mod+Enter" />} onClick={() => keep(joined)}>
            Zusammenführen
          </Button>
        )}
      </Group>
    </Stack>
  );
}
