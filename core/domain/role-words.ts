import type { Role } from './levels.ts';

/** What each role of the house is called for people. */
export const roleWords: Record<Role, string> = {
  worker: 'Sachbearbeitung',
  teamLead: 'Teamleitung',
  scanStation: 'Scanstelle',
  administration: 'Verwaltung',
  audit: 'Prüfung',
};
