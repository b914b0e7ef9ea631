import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { IconLock, IconUser } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { type OutputOf, useDeskMutation } from '../../shared/backend.tsx';
import { errorText } from '../../shared/errors.ts';
import { roleWords } from '../../../core/domain/role-words.ts';
import { Problem } from '../../shared/ui/Problem.tsx';
import { mayLogInAtOnce } from './auto-log-in.ts';
import classes from './session.module.css';

type Configuration = OutputOf<'desk', 'configuration'>;
type Account = Configuration['sampleAccounts'][number];
type Lock = OutputOf<'session', 'state'>['lock'];

/** The way in: name and password; in the sample office also its people to choose from. After a lock it says why, and what was kept. */
export function LogInPage({ configuration, lock }: { configuration: Configuration | null; lock: Lock }) {
  const [login, setLogin] = useState(lock?.login ?? '');
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useDeskMutation('session', 'logIn', { meta: { errorIsShown: true } });
  const accounts = configuration?.isSampleOffice ? configuration.sampleAccounts : [];
  useAutoLogIn(lock ? null : configuration, (account) => mutate({ login: account.login, password: account.password }));
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <h1 className={classes.title}>Aktenpult</h1>
        <p className={classes.text}>{configuration?.officeName}</p>
        {lock ? <LockNotice lock={lock} /> : null}
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            mutate({ login, password });
          }}
        >
          <TextInput
            label="Kennung"
            autoComplete="username"
            autoFocus={!lock}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
          <PasswordInput
            label="Kennwort"
            autoComplete="current-password"
            autoFocus={lock !== null}
            visibilityToggleButtonProps={{ 'aria-label': 'Kennwort zeigen oder verbergen' }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {error && !isToldAlready(error, lock) ? <Problem text={errorText(error)} /> : null}
          <Button type="submit" loading={isPending} fullWidth>
            Anmelden
          </Button>
        </form>
        <p className={classes.text}>
          Ohne Verbindung zur Zentrale können Sie sich auf diesem Gerät mit Ihrem gewohnten Kennwort anmelden, wenn Sie
          hier schon einmal angemeldet waren und das Gerät die Zentrale in den letzten Tagen erreicht hat.
        </p>
        {accounts.length > 0 ? (
          <SampleAccounts
            accounts={accounts}
            isDisabled={isPending}
            onChoose={(account) => mutate({ login: account.login, password: account.password })}
          />
        ) : null}
      </div>
    </main>
  );
}

function LockNotice({ lock }: { lock: NonNullable<Lock> }) {
  // A desk that was wiped is gone from the window, with what stood in its fields.
  const kept = 'Auch was Sie gerade eingegeben haben, bleibt in diesem Fenster stehen, solange Sie es nicht schließen.';
  return (
    <Alert color="yellow" variant="light" role="status" icon={<IconLock size={18} aria-hidden />}>
      {lock.message} {lock.reason === 'wiped' ? null : kept}
    </Alert>
  );
}

/** A try without the centre says the same as the notice above it. */
function isToldAlready(error: Error, lock: Lock): boolean {
  return lock !== null && error.message === lock.message;
}

function SampleAccounts(props: { accounts: Account[]; isDisabled: boolean; onChoose: (account: Account) => void }) {
  return (
    <section className={classes.sample} aria-label="Beispielbüro">
      <h2 className={classes.sampleTitle}>Beispielbüro</h2>
      <p className={classes.text}>
        Erfundene Personen und Akten zum Ausprobieren. Wählen Sie, als wer Sie arbeiten möchten.
      </p>
      <ul className={classes.accounts}>
        {props.accounts.map((account) => (
          <li key={account.login}>
            <button
              type="button"
              className={classes.account}
              disabled={props.isDisabled}
              onClick={() => props.onChoose(account)}
            >
              <IconUser size={16} aria-hidden />
              <span className={classes.accountName}>{account.name}</span>
              <span className={classes.accountRole}>{roleWords[account.role]}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The sample office may start logged in; not again after somebody logged out here. */
function useAutoLogIn(configuration: Configuration | null, logIn: (account: Account) => void): void {
  const hasTried = useRef(false);
  useEffect(() => {
    if (!configuration || hasTried.current) return;
    hasTried.current = true;
    const account = configuration.isSampleOffice
      ? configuration.sampleAccounts.find(({ login }) => login === configuration.autoLogIn)
      : undefined;
    if (account && mayLogInAtOnce()) logIn(account);
  });
}
