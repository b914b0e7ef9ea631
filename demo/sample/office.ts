import { FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES } from './names.ts';
import { ibanOf } from './numbers.ts';
import { createRandom } from './random.ts';
import type {
  CentreKey,
  Gender,
  SampleAccount,
  SampleBasket,
  SampleCentre,
  SamplePlace,
  SampleRole,
  SampleTeam,
  TeamKey,
  WorkerKey,
} from './types.ts';

export const COUNTY = {
  name: 'Kreis Nordermarsch',
  authority: 'Kreis Nordermarsch – Der Landrat',
  domain: 'nordermarsch.example',
  bank: 'Kreissparkasse Nordermarsch',
  iban: ibanOf('21499901', 100_001),
  /** First five digits of every BG number of the county. */
  carrierNumber: '31402',
};

type CentreRow = [
  slug: string,
  name: string,
  postcode: string,
  street: string,
  island: boolean,
  places: [string, string][],
];

const CENTRE_ROWS: CentreRow[] = [
  [
    'marschhusen',
    'Marschhusen',
    '43110',
    'Kreishausstraße 4',
    false,
    [
      ['Marschhusen', '43110'],
      ['Witthusum', '43112'],
    ],
  ],
  [
    'nordersiel',
    'Nordersiel',
    '43120',
    'Am Binnenhafen 11',
    false,
    [
      ['Nordersiel', '43120'],
      ['Sielbüll', '43122'],
    ],
  ],
  [
    'leckhorn',
    'Leckhorn',
    '43130',
    'Hauptstraße 27',
    false,
    [
      ['Leckhorn', '43130'],
      ['Achtermoor', '43132'],
    ],
  ],
  [
    'brekenhus',
    'Brekenhus',
    '43140',
    'Dörpstraße 2',
    false,
    [
      ['Brekenhus', '43140'],
      ['Bordelkoog', '43142'],
    ],
  ],
  [
    'toensbuell',
    'Tönsbüll',
    '43150',
    'Am Marktplatz 6',
    false,
    [
      ['Tönsbüll', '43150'],
      ['Eiderhever', '43152'],
    ],
  ],
  [
    'suederoe',
    'Süderoe',
    '43160',
    'Strandstraße 19',
    true,
    [
      ['Süderoe-Dorf', '43160'],
      ['Wester-Süderoe', '43162'],
    ],
  ],
  [
    'halmoog',
    'Halmoog',
    '43170',
    'Fährweg 1',
    true,
    [
      ['Halmoog', '43170'],
      ['Oldenhalm', '43172'],
    ],
  ],
];

export const CENTRES: readonly SampleCentre[] = CENTRE_ROWS.map(
  ([slug, name, postcode, street, island, places], index) => ({
    key: `centre:${slug}`,
    name: `Sozialzentrum ${name}`,
    island,
    address: { street, postcode, place: places[0]?.[0] ?? name },
    telephone: `040 66969-${(index + 1) * 100}`,
    email: `${slug}@${COUNTY.domain}`,
    places: places.map(([place, code]): SamplePlace => ({ name: place, postcode: code })),
  }),
);

type TeamRow = [slug: string, name: string, centre: string];
const TEAM_ROWS: TeamRow[] = [
  ['marschhusen-1', 'Team Marschhusen 1', 'marschhusen'],
  ['marschhusen-2', 'Team Marschhusen 2', 'marschhusen'],
  ['nordersiel', 'Team Nordersiel', 'nordersiel'],
  ['leckhorn', 'Team Leckhorn', 'leckhorn'],
  ['brekenhus', 'Team Brekenhus', 'brekenhus'],
  ['toensbuell', 'Team Tönsbüll', 'toensbuell'],
  ['suederoe', 'Team Süderoe', 'suederoe'],
  ['halmoog', 'Team Halmoog', 'halmoog'],
];

export const TEAMS: readonly SampleTeam[] = TEAM_ROWS.map(([slug, name, centre]) => ({
  key: `team:${slug}`,
  name,
  centreKey: `centre:${centre}`,
}));

type AccountRow = [givenName: string, familyName: string, gender: Gender, team: string, signature: string];
const WORKER_ROWS: AccountRow[] = [
  ['Maike', 'Jensen', 'female', 'marschhusen-1', 'Je'],
  ['Broder', 'Hinrichsen', 'male', 'marschhusen-1', 'Hi'],
  ['Silke', 'Petersen', 'female', 'marschhusen-2', 'Pe'],
  ['Torben', 'Carstens', 'male', 'marschhusen-2', 'Ca'],
  ['Wiebke', 'Thomsen', 'female', 'nordersiel', 'Th'],
  ['Jannes', 'Harmsen', 'male', 'nordersiel', 'Ha'],
  ['Gesa', 'Lorenzen', 'female', 'leckhorn', 'Lo'],
  ['Kirsten', 'Matthiesen', 'female', 'brekenhus', 'Ma'],
  ['Nils', 'Feddersen', 'male', 'brekenhus', 'Fe'],
  ['Inke', 'Johannsen', 'female', 'toensbuell', 'Jo'],
  ['Ocke', 'Rickmers', 'male', 'suederoe', 'Ri'],
  ['Frauke', 'Ketelsen', 'female', 'halmoog', 'Ke'],
];
const SERVICE_ROWS: [SampleRole, ...AccountRow][] = [
  ['scanStation', 'Zentrale', 'Scanstelle', 'female', 'marschhusen-1', 'Sc'],
  ['teamLead', 'Dörte', 'Brodersen', 'female', 'marschhusen-1', 'Br'],
  ['administrator', 'Arne', 'Clausen', 'male', 'marschhusen-2', 'Cl'],
  ['auditor', 'Birte', 'Nissen', 'female', 'marschhusen-2', 'Ni'],
];

function plainLogin(name: string): string {
  const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
  return name.toLowerCase().replace(/[äöüß]/g, (letter) => letters[letter] ?? letter);
}

function account(role: SampleRole, row: AccountRow, index: number): SampleAccount {
  const [givenName, familyName, gender, teamSlug, signature] = row;
  const login = plainLogin(familyName);
  const team = TEAMS.find(({ key }) => key === `team:${teamSlug}`);
  if (!team) throw new Error(`unknown team ${teamSlug}`);
  const service = role === 'administrator' || role === 'auditor' || role === 'scanStation';
  return {
    key: `worker:${login}`,
    login,
    givenName,
    familyName,
    gender,
    role,
    signature,
    teamKey: service ? null : team.key,
    centreKey: team.centreKey,
    room: `${1 + (index % 3)}.${String(4 + ((index * 5) % 21)).padStart(2, '0')}`,
    telephone: `040 66969-${110 + index * 7}`,
    email:
      role === 'scanStation' ? `scanstelle@${COUNTY.domain}` : `${plainLogin(givenName)}.${login}@${COUNTY.domain}`,
  };
}

/** Workers beyond the twelve named ones, for large offices: spread over the teams, with numbered logins where names repeat. */
function furtherWorkers(count: number): SampleAccount[] {
  const random = createRandom('further-workers');
  const taken = new Set(
    [...WORKER_ROWS, ...SERVICE_ROWS.map(([, ...row]) => row)].map((row) => plainLogin(row[1] as string)),
  );
  return Array.from({ length: count }, (_, index) => {
    const gender: Gender = random.chance(0.7) ? 'female' : 'male';
    const familyName = random.pick(FAMILY_NAMES);
    const givenName = random.pick(gender === 'female' ? FEMALE_NAMES : MALE_NAMES);
    const team = TEAM_ROWS[index % TEAM_ROWS.length]?.[0] ?? 'marschhusen-1';
    const made = account(
      'worker',
      [givenName, familyName, gender, team, familyName.slice(0, 2)],
      WORKER_ROWS.length + index,
    );
    let login = made.login;
    for (let number = 2; taken.has(login); number++) login = `${made.login}${number}`;
    taken.add(login);
    return { ...made, login, key: `worker:${login}` as WorkerKey };
  });
}

export type SampleStaff = {
  /** Accounts with the role worker, the twelve named ones first. */
  workers: readonly SampleAccount[];
  /** Scan station, team lead, administrator and auditor. */
  service: readonly SampleAccount[];
  /** One basket per worker, then one per team. */
  baskets: readonly SampleBasket[];
};

/** Accounts and baskets of the office; at least 12 workers, about one per 140 households. */
export function createStaff(households: number): SampleStaff {
  const named = WORKER_ROWS.map((row, index) => account('worker', row, index));
  const workers = [...named, ...furtherWorkers(Math.max(0, Math.ceil(households / 140) - named.length))];
  const service = SERVICE_ROWS.map(([role, ...row], index) => account(role, row, 40 + index));
  const personal = workers.map(
    (worker): SampleBasket => ({
      key: `basket:${worker.login}`,
      name: `${worker.familyName}, ${worker.givenName}`,
      kind: 'personal',
      ownerKey: worker.key,
      teamKey: worker.teamKey as TeamKey,
    }),
  );
  const team = TEAMS.map(
    ({ key, name }): SampleBasket => ({
      key: `basket:team-${key.slice('team:'.length)}`,
      name,
      kind: 'team',
      ownerKey: null,
      teamKey: key,
    }),
  );
  return { workers, service, baskets: [...personal, ...team] };
}

/** Centre of a key; throws when there is none. */
export function centreOf(key: CentreKey): SampleCentre {
  const centre = CENTRES.find((candidate) => candidate.key === key);
  if (!centre) throw new Error(`unknown centre ${key}`);
  return centre;
}
