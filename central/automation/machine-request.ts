import { isIP } from 'node:net';
import { z } from 'zod';
import { type Id, idSchema } from '../../core/domain/ids.ts';
import { momentSchema } from '../../core/domain/moments.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { Queryable } from '../store/database.ts';
import { machineRights } from './machines.ts';

const longestDays = 2 * 366;

function isNetwork(text: string): boolean {
  const [address = '', length = '', more] = text.split('/');
  const kind = isIP(address);
  return kind > 0 && more === undefined && /^\d{1,3}$/.test(length) && Number(length) <= (kind === 4 ? 32 : 128);
}

/** What administration says of a new machine. */
export const machineRequestSchema = z.object({
  name: z.string().trim().min(3).max(80).describe('Wie es in Protokollen heißt, zum Beispiel „Robotik Posteingang“.'),
  rights: z
    .array(z.enum(machineRights))
    .min(1)
    .describe('intake einliefern, lookup Akten nachsehen, search suchen, events benachrichtigt werden'),
  inboxIds: z
    .array(idSchema)
    .max(200)
    .default([])
    .describe('Postkörbe, in die es einliefern und von denen es hören darf'),
  stations: z
    .array(z.string().trim().min(1).max(80))
    .max(20)
    .default([])
    .describe('Eingänge, deren Post die Scanstelle verteilt'),
  teamIds: z.array(idSchema).max(200).default([]).describe('Teams, deren Akten es nachsehen darf'),
  networks: z
    .array(z.string().refine(isNetwork, 'not a network'))
    .max(20)
    .default([])
    .describe('Eigene Netze für Benachrichtigungen, zum Beispiel 10.20.0.0/16'),
  requestsPerMinute: z.int().min(1).max(6_000).default(120),
  expiresAt: momentSchema.describe('Bis wann es gilt, höchstens zwei Jahre'),
});
export type MachineRequest = z.output<typeof machineRequestSchema>;

/** What is wrong with a new machine, as a German sentence; null when nothing is. Rights always name what they reach. */
export async function machineProblem(database: Queryable, request: MachineRequest): Promise<string | null> {
  const days = (Date.parse(request.expiresAt) - Date.now()) / 86_400_000;
  if (!(days > 0)) return 'Das Ende der Gültigkeit liegt in der Vergangenheit.';
  if (days > longestDays) return 'Ein Maschinenkonto gilt höchstens zwei Jahre.';
  const has = (right: (typeof machineRights)[number]) => request.rights.includes(right);
  if (has('intake') && request.inboxIds.length + request.stations.length === 0) {
    return 'Zum Einliefern fehlt, in welche Postkörbe oder über welchen Eingang.';
  }
  if ((has('lookup') || has('search')) && request.teamIds.length === 0) {
    return 'Zum Nachsehen und Suchen fehlt, in den Akten welcher Teams.';
  }
  if (has('events') && request.inboxIds.length + request.teamIds.length === 0) {
    return 'Zur Benachrichtigung fehlt, über welche Postkörbe oder Teams.';
  }
  if ((await unknownIds(database, 'inbox', request.inboxIds)).length > 0) return 'Einen der Postkörbe gibt es nicht.';
  if ((await unknownIds(database, 'team', request.teamIds)).length > 0) return 'Eines der Teams gibt es nicht.';
  return null;
}

async function unknownIds(database: Queryable, kind: 'inbox' | 'team', ids: Id[]): Promise<Id[]> {
  const { rows } = await database.query<{ id: Id }>(
    'select id from record where scope_id = $1 and kind = $2 and id = any ($3::uuid[]) and not deleted',
    [houseScopeId, kind, ids],
  );
  const known = new Set(rows.map((row) => row.id));
  return ids.filter((id) => !known.has(id));
}
