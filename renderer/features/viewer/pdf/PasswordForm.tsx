import { Button, Group, PasswordInput, Text } from '@mantine/core';
import classes from '../viewer.module.css';

/** Asks for the password of a file. It is used to open it and kept nowhere. */
export function PasswordForm({ isWrong, onPassword }: { isWrong: boolean; onPassword: (password: string) => void }) {
  return (
    <form
      className={classes.explained}
      data-viewer="password"
      onSubmit={(event) => {
        event.preventDefault();
        onPassword(String(new FormData(event.currentTarget).get('kennwort') ?? ''));
      }}
    >
      <Text>
        Dieses PDF ist mit einem Kennwort geschützt. Kennwort eingeben, um es hier zu lesen. Es wird nicht gespeichert.
      </Text>
      <Group align="end" gap={8}>
        <PasswordInput
          name="kennwort"
          label="Kennwort der Datei"
          autoComplete="off"
          error={isWrong ? 'Das Kennwort passt nicht.' : null}
          style={{ flex: 1 }}
        />
        <Button type="submit">Öffnen</Button>
      </Group>
    </form>
  );
}
