import type { Id } from '../../../core/domain/ids.ts';
import type { Role } from '../../../core/domain/levels.ts';

type Post = { role: Role; teamId: Id | null };

/** What another role or team means, before it is done. */
export function postWords(before: Post, after: Post): string {
  const words = ['Es gilt sofort und an allen Geräten dieser Person.'];
  if (before.teamId !== after.teamId) {
    words.push(
      'Ihre Akten und ihr Postkorb gehen mit: Die Leitung des neuen Teams sieht sie, die des bisherigen nicht mehr. Akten, die im bisherigen Team bleiben sollen, übergeben Sie bitte vorher (in der Akte unter „Zugriff“).',
    );
  }
  const losesTeam = before.role === 'teamLead' && (after.role !== 'teamLead' || before.teamId !== after.teamId);
  if (losesTeam) words.push('Die Akten des bisherigen Teams werden von ihren Geräten entfernt.');
  return words.join(' ');
}

/** Why it cannot be done like this; null when it can. */
export function postProblem(before: Post, after: Post, reason: string): string | null {
  if (before.role === after.role && before.teamId === after.teamId) return 'Rolle und Team sind schon so eingetragen.';
  if (after.role === 'teamLead' && after.teamId === null) return 'Zu einer Teamleitung gehört ein Team.';
  return reason.trim().length < 3 ? 'Bitte den Grund angeben.' : null;
}
