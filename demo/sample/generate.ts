import { addDays } from './dates.ts';
import { type DocumentPlan, fileDocuments } from './documents.ts';
import { fileFollowUps } from './follow-ups.ts';
import { createHousehold } from './households.ts';
import { CENTRES, COUNTY, createStaff, TEAMS } from './office.ts';
import { fillBaskets } from './postkorb.ts';
import { createRandom, type Random } from './random.ts';
import { KEYWORDS, REGISTERS } from './registers.ts';
import { planOccasions } from './occasional.ts';
import { planFile } from './timeline.ts';
import type {
  Day,
  SampleAccount,
  SampleBasket,
  SampleCaseFile,
  SampleCentre,
  SampleFollowUp,
  SampleHousehold,
  SampleInboxItem,
  SampleKeyword,
  SampleRegister,
  SampleTeam,
} from './types.ts';

export type SampleOptions = {
  /** Number of households; 80 when not given. */
  households?: number;
  /** Last day of the sample; the current day when not given. */
  today?: Day;
  seed?: string;
  /**
   * Documents an old file has; young ones have fewer. 21 when not given; for more than 500 households 77, which makes about 65 on
   * average, and bundles of scanned papers besides (the volumes of a real house).
   */
  documentsPerHousehold?: number;
};

export type SampleOffice = {
  today: Day;
  seed: string;
  county: typeof COUNTY;
  centres: readonly SampleCentre[];
  teams: readonly SampleTeam[];
  /** Accounts with the role worker; the first twelve are always the same people. */
  workers: readonly SampleAccount[];
  /** Scan station, team lead, administrator, auditor. */
  service: readonly SampleAccount[];
  baskets: readonly SampleBasket[];
  registers: readonly SampleRegister[];
  keywords: readonly SampleKeyword[];
  households: number;
  /** One household by its index, made on the spot. */
  household: (index: number) => SampleHousehold;
  /** One file by its index, made on the spot. */
  caseFile: (index: number) => SampleCaseFile;
  /** All files one after the other; only one is in memory at a time. */
  caseFiles: () => Generator<SampleCaseFile>;
  /** Items of the worker baskets and team baskets. */
  inboxItems: () => Generator<SampleInboxItem>;
  followUps: () => Generator<SampleFollowUp>;
};

// Young files have fewer documents than wanted, so that 77 wanted make about 65 on average.
const FULL_FILE = 77;
/** How much likelier a plan of a priority stays than one of the mass. */
const WEIGHTS = { 1: 9, 2: 2.2, 3: 1 } as const;
/** Kinds without which a file would look wrong. */
const ALWAYS = new Set(
  'hauptantrag mietvertrag einstellung anhoerung aufhebungsbescheid kostensenkungsaufforderung vollmacht uvg-bescheid'.split(
    ' ',
  ),
);

/** Keeps a seeded share of the plans, the important ones first, in order of receipt (weighted sampling by exponential keys). */
function thinOut(plans: readonly DocumentPlan[], random: Random, wanted: number): DocumentPlan[] {
  const ranked = plans.map((plan, index) => ({
    plan,
    index,
    rank: -Math.log(1 - random.next()) / (ALWAYS.has(plan.kind) ? 1e9 : WEIGHTS[plan.priority]),
  }));
  ranked.sort((a, b) => a.rank - b.rank || a.index - b.index);
  return ranked
    .slice(0, wanted)
    .sort((a, b) => a.index - b.index)
    .map(({ plan }) => plan);
}

/** Last day on which something can come into the file of a household. */
function lastDayOf({ periods }: SampleHousehold, lastDay: Day): Day {
  const end = periods.at(-1)?.to ?? lastDay;
  return end < lastDay ? end : lastDay;
}

/** Current day in local time. */
function currentDay(): Day {
  const now = new Date();
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join(
    '-',
  );
}

/**
 * The sample office: an invented county with its centres, accounts, registers, files, baskets and follow-ups.
 * Pure and deterministic: the same options give the same objects and the same bytes, on every machine of one platform.
 */
export function generateOffice(options: SampleOptions = {}): SampleOffice {
  const households = options.households ?? 80;
  const today = options.today ?? currentDay();
  const seed = options.seed ?? 'nordermarsch';
  const average = options.documentsPerHousehold ?? (households > 500 ? FULL_FILE : 21);
  const staff = createStaff(households);
  const household = (index: number) => createHousehold(seed, index, today, staff.workers);
  const workerOf = (owner: SampleHousehold) => {
    const worker = staff.workers.find(({ key }) => key === owner.workerKey);
    if (!worker) throw new Error(`${owner.key} has no worker`);
    return worker;
  };
  const caseFile = (index: number): SampleCaseFile => {
    const owner = household(index);
    const random = createRandom(`${seed}/file/${index}`);
    const plans = planFile(owner, random.fork('timeline'), today, addDays(today, -2), average > 40 ? 0.9 : 0.03);
    const wanted = Math.round(average * (0.7 + random.next() * 0.6));
    const occasions = planOccasions(owner, random.fork('occasions'), lastDayOf(owner, addDays(today, -9)));
    const all = [...thinOut(plans, random, wanted), ...occasions].sort((a, b) =>
      a.receivedDate < b.receivedDate ? -1 : a.receivedDate > b.receivedDate ? 1 : 0,
    );
    return {
      household: owner,
      documents: fileDocuments(all, {
        seed,
        household: owner,
        worker: workerOf(owner),
        today,
      }),
    };
  };
  return {
    today,
    seed,
    county: COUNTY,
    centres: CENTRES,
    teams: TEAMS,
    ...staff,
    registers: REGISTERS,
    keywords: KEYWORDS,
    households,
    household,
    caseFile,
    *caseFiles() {
      for (let index = 0; index < households; index++) yield caseFile(index);
    },
    *inboxItems() {
      yield* fillBaskets({ seed, today, staff, households, household });
    },
    *followUps() {
      yield* fileFollowUps({ seed, today, workers: staff.workers, households, caseFile });
    },
  };
}
