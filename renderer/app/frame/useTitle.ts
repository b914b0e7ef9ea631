import { useEffect } from 'react';
import { useCoupling } from '../../shared/coupling.ts';
import type { Route, ViewName } from '../../shared/routes.ts';

const viewTitles: Record<ViewName, string> = {
  inbox: 'Postkorb',
  followUps: 'Wiedervorlagen',
  myCases: 'Meine Akten',
  substitution: 'Vertretung',
  clarification: 'Klärung',
  recent: 'Zuletzt',
  sync: 'Abgleich',
  deskStores: 'Geräte',
  staff: 'Personen',
  scanStation: 'Scanstelle',
  branchScan: 'Einscannen',
  caseFile: 'Akte',
  settings: 'Einstellungen',
  help: 'Hilfe',
};

/** Names the window after what it shows, for the task bar and screen readers. */
export function useTitle(route: Route): void {
  const caseTitle = useCoupling((state) => state.shownCase?.title);
  const place = route.view === 'caseFile' && caseTitle ? caseTitle : viewTitles[route.view];
  useEffect(() => {
    document.title = `${place} – Aktenpult`;
  }, [place]);
}
