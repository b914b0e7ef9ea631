import type { Id } from '../../../core/domain/ids.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import type { Queryable } from '../../store/database.ts';
import type { House } from './find-inbox.ts';

/** What `--basket` says: the team, by its name or id, that gets what belongs to nobody known; `station` null: of all other stations. */
export type BasketSetting = { station: string | null; team: string };

/** `isChosen`: by a setting or by the name of the station, not for want of both. */
export type Basket = { inboxId: Id; teamName: string; isChosen: boolean };

/** A setting names a team that there is not: a German sentence. */
export class BasketError extends Error {}

export type Teams = Pick<House, 'teams' | 'branchOffices'>;
type Team = { id: Id; name: string; branchOfficeId: Id; inboxId: Id | null };

const same = (left: string, right: string): boolean =>
  left.trim().toLocaleLowerCase('de') === right.trim().toLocaleLowerCase('de');

/** Only what `basketAt` needs of the house. */
export async function readTeams(database: Queryable): Promise<Teams> {
  const { rows } = await database.query<{ kind: 'team' | 'branchOffice'; id: Id; body: unknown }>(
    `select kind, id, body from record where scope_id = $1 and kind in ('team', 'branchOffice') and not deleted`,
    [houseScopeId],
  );
  const bodies = <Body>(kind: 'team' | 'branchOffice') =>
    new Map(rows.filter((row) => row.kind === kind).map((row) => [row.id, row.body as Body]));
  return { teams: bodies<BodyOf<'team'>>('team'), branchOffices: bodies<BodyOf<'branchOffice'>>('branchOffice') };
}

/**
 * The basket for letters of a station that belong to nobody known: of the team that is set for it, else of the one set for all others,
 * else of the team that is called like the station or sits in a branch office or place of that name, else of the oldest team. `station`
 * null: what comes from none. Null where no team has a basket.
 */
export function basketAt(house: Teams, station: string | null, settings: readonly BasketSetting[]): Basket | null {
  const teams = teamsOf(house).filter((team) => team.inboxId !== null);
  const own = settings.filter((one) => one.station !== null && station !== null && same(one.station, station));
  const others = settings.filter((one) => one.station === null);
  const set = [...own, ...others].flatMap(({ team }) => teamsCalled(teams, team))[0];
  const chosen = set ?? (station === null ? undefined : teamNamedLike(house, teams, station));
  const found = chosen ?? teams[0];
  if (!found?.inboxId) return null;
  return { inboxId: found.inboxId, teamName: found.name, isChosen: chosen !== undefined };
}

/**
 * Compares the settings with the teams there are. Throws BasketError for one that is unknown, ambiguous or without a basket; a house
 * without any team, before its first import, is told by `say`.
 */
export async function checkBaskets(
  database: Queryable,
  settings: readonly BasketSetting[],
  say: (message: string) => void,
): Promise<void> {
  if (settings.length === 0) return;
  const teams = teamsOf(await readTeams(database));
  if (teams.length === 0) {
    say('Es gibt noch keine Teams. Die Angaben zu --basket gelten, sobald die genannten Teams eingetragen sind.');
    return;
  }
  for (const { station, team } of settings) {
    const problem = problemOf(teams, team);
    if (!problem) continue;
    const given = station === null ? team : `${station}=${team}`;
    throw new BasketError(`„--basket ${given}“ geht nicht: ${problem} Die Zentrale wurde nicht gestartet.`);
  }
}

function problemOf(teams: readonly Team[], wanted: string): string | null {
  const found = teamsCalled(teams, wanted);
  const [first] = found;
  if (!first) {
    const names = teams.map(({ name }) => `„${name}“`).toSorted();
    return `Ein Team „${wanted}“ gibt es nicht. Bekannt sind ${names.slice(0, 50).join(', ')}.`;
  }
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ');
    return `Mehrere Teams heißen „${wanted}“. Bitte nennen Sie statt des Namens eine Kennung: ${ids}.`;
  }
  return first.inboxId === null ? `Das Team „${first.name}“ hat keinen Postkorb.` : null;
}

/** The oldest first: ids ascend with the time they were made. */
const teamsOf = (house: Teams): Team[] =>
  [...house.teams]
    .map(([id, { name, branchOfficeId, inboxId }]) => ({ id, name, branchOfficeId, inboxId }))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));

const teamsCalled = (teams: readonly Team[], wanted: string): Team[] =>
  teams.filter(({ id, name }) => same(name, wanted) || id === wanted.trim());

function teamNamedLike(house: Teams, teams: readonly Team[], station: string): Team | undefined {
  const names = ({ name, branchOfficeId }: Team) => {
    const office = house.branchOffices.get(branchOfficeId);
    return [name, office?.name, office?.place].filter((word) => word !== undefined);
  };
  return teams
    .filter((team) => names(team).some((name) => same(name, station)))
    .toSorted((left, right) => left.name.localeCompare(right.name, 'de'))[0];
}
