import { useDeskMutation } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { ReasonDialog } from '../../shared/ui/ReasonDialog.tsx';
import type { StaffRow } from './StaffView.tsx';

/** Closes somebody's account, or opens a closed one again; says before what becomes of what waits and of her files. */
export function AccountDialog({ worker, onClose }: { worker: StaffRow; onClose: () => void }) {
  const onSuccess = useShowDone();
  const close = useDeskMutation('staff', 'close', { meta: { errorIsShown: true }, onSuccess });
  const reopen = useDeskMutation('staff', 'reopen', { meta: { errorIsShown: true }, onSuccess });
  const { isActive, id: workerId } = worker;
  const who = `${worker.givenName} ${worker.familyName}`;
  return (
    <ReasonDialog
      isOpen
      title={isActive ? 'Konto schließen' : 'Konto öffnen'}
      explanation={
        isActive
          ? `${who} kann ab sofort nichts mehr lesen. Was auf den Geräten noch wartet, nimmt die Zentrale 14 Tage lang an; es wartet dann als Nachlauf oder steht bei Leitung und Verwaltung unter „Klärung“. Danach werden die Akten dort gelöscht. Zuständig bleibt die Person, bis die Akten übergeben sind (in der Akte unter „Zugriff“).`
          : `${who} kann sich mit dem bisherigen Kennwort wieder anmelden.`
      }
      label="Grund"
      confirmLabel={isActive ? 'Schließen' : 'Öffnen'}
      onConfirm={(reason) => (isActive ? close : reopen).mutateAsync({ workerId, reason })}
      onClose={onClose}
    />
  );
}
