/** A calendar day, `2026-11-03`. */
export type Day = string;

/** An amount in euro cents. */
export type Cents = number;

export type RegisterKey = `register:${string}`;
export type KeywordKey = `keyword:${string}`;
export type HouseholdKey = `household:${string}`;
export type PersonKey = `person:${string}`;
export type WorkerKey = `worker:${string}`;
export type BasketKey = `basket:${string}`;
export type CentreKey = `centre:${string}`;
export type TeamKey = `team:${string}`;
export type DocumentKey = `document:${string}`;

export type SampleRegister = { key: RegisterKey; number: number; name: string };

export type SampleKeyword = {
  key: KeywordKey;
  registerKey: RegisterKey;
  name: string;
  /** Position inside its register, from 1. */
  order: number;
  /** Medical and similar content: opening it asks for a reason and is journalled. */
  protected: boolean;
  /** German sentence shown while filing: what may be copied to the file at all. */
  copyHint: string;
  retentionYears: number;
  /** Code of the XJustiz list "Dokumentklasse". */
  xjustizClass: string;
  /** Days until the follow-up offered when a document gets this keyword; null: none is offered. */
  followUpDays: number | null;
  /** What documents of this keyword prove in a benefit file, and for how many months; null months: for good. */
  proves: { name: string; validMonths: number | null } | null;
  /** A letter that asks the household for documents. */
  isRequest: boolean;
  validFrom: Day;
  validTo: Day | null;
};

export type SampleCentre = {
  key: CentreKey;
  name: string;
  /** True for the two centres that are reached by ferry. */
  island: boolean;
  address: SampleAddress;
  telephone: string;
  email: string;
  /** Places whose households this centre serves. */
  places: readonly SamplePlace[];
};

export type SamplePlace = { name: string; postcode: string };
export type SampleAddress = { street: string; postcode: string; place: string };
export type SampleTeam = { key: TeamKey; name: string; centreKey: CentreKey };

export type SampleRole = 'worker' | 'scanStation' | 'teamLead' | 'administrator' | 'auditor';

export type SampleAccount = {
  key: WorkerKey;
  login: string;
  givenName: string;
  familyName: string;
  gender: Gender;
  role: SampleRole;
  /** Initials used to sign notes and orders, e.g. "Je". */
  signature: string;
  teamKey: TeamKey | null;
  centreKey: CentreKey;
  room: string;
  telephone: string;
  email: string;
};

export type SampleBasket = {
  key: BasketKey;
  name: string;
  kind: 'personal' | 'team';
  ownerKey: WorkerKey | null;
  teamKey: TeamKey;
};

export type Gender = 'female' | 'male';
export type PersonRole = 'applicant' | 'partner' | 'child';

export type SamplePerson = {
  key: PersonKey;
  role: PersonRole;
  gender: Gender;
  givenName: string;
  familyName: string;
  birthDate: Day;
  /** Form `970D015126`. */
  customerNumber: string;
  /** Set for children of a single parent with advance maintenance (Unterhaltsvorschuss). */
  advanceMaintenance: boolean;
};

export type SampleParty = {
  name: string;
  address: SampleAddress;
  /** Kind of the sender: decides letterhead and wording. */
  kind: 'person' | 'company' | 'authority';
  email?: string;
};

export type SampleEmployment = {
  personKey: PersonKey;
  employer: SampleParty;
  job: string;
  weeklyHours: number;
  /** First and last day of work; last day null: still employed. */
  from: Day;
  to: Day | null;
};

export type SampleRent = { from: Day; cold: Cents; ancillary: Cents; heating: Cents };

export type SampleDwelling = {
  landlord: SampleParty;
  squareMetres: number;
  rooms: number;
  floor: string;
  heatingKind: 'Gas-Zentralheizung' | 'Fernwärme' | 'Wärmepumpe' | 'Öl-Zentralheizung';
  energySupplier: SampleParty;
  movedIn: Day;
  /** In order of `from`; the first is valid from the day of moving in. */
  rents: readonly SampleRent[];
};

export type HouseholdState = 'applied' | 'current' | 'ended' | 'transferred';
export type SamplePeriod = { from: Day; to: Day };

export type SampleHousehold = {
  key: HouseholdKey;
  index: number;
  /** Form `12345BG1234567`. */
  bgNumber: string;
  /** Customer number of the applicant. */
  customerNumber: string;
  state: HouseholdState;
  persons: readonly SamplePerson[];
  address: SampleAddress;
  telephone: string;
  email: string | null;
  centreKey: CentreKey;
  teamKey: TeamKey;
  workerKey: WorkerKey;
  dwelling: SampleDwelling;
  employments: readonly SampleEmployment[];
  /** Hot water by electric boiler: additional need, Section 21(7) SGB II. */
  electricHotWater: boolean;
  bank: { name: string; iban: string };
  firstApplication: Day;
  /** Periods of approval (Bewilligungszeiträume), oldest first; empty while the first application is open. */
  periods: readonly SamplePeriod[];
};

export type DocumentForm = 'digital' | 'scan' | 'scanWithText' | 'photo' | 'mail' | 'text';
export type Direction = 'incoming' | 'outgoing' | 'internal';

export type SampleDocument = {
  key: DocumentKey;
  householdKey: HouseholdKey;
  /** Name of the generator, e.g. "mietvertrag". */
  kind: string;
  form: DocumentForm;
  fileName: string;
  mediaType: 'application/pdf' | 'image/jpeg' | 'message/rfc822' | 'text/plain';
  title: string;
  keywordKey: KeywordKey;
  registerKey: RegisterKey;
  letterDate: Day;
  receivedDate: Day;
  sender: string;
  direction: Direction;
  pageCount: number;
  /** Text layer per page; empty strings where the file has none (scans, photos). */
  text: string[];
  /** What a human reads on each page, also where the file has no text layer. */
  printedText: string[];
  /** Position in the file, from 1, in order of receipt. */
  order: number;
  /** First sheet number (Blattzahl) in the file; the document takes pageCount sheets. */
  firstSheet: number;
  /** Makes the file; the same bytes on every call. */
  bytes: () => Promise<Uint8Array>;
};

export type SampleFollowUp = {
  key: `followUp:${string}`;
  workerKey: WorkerKey;
  householdKey: HouseholdKey;
  documentKey: DocumentKey | null;
  due: Day;
  createdOn: Day;
  text: string;
};

export type SampleCaseFile = { household: SampleHousehold; documents: SampleDocument[] };

export type Confidence = 'sure' | 'likely' | 'none';
/** What intake would propose, and why, in one German phrase. */
export type Suggestion<Key> = { key: Key | null; confidence: Confidence; explanation: string };

export type SampleInboxItem = {
  key: `inboxItem:${string}`;
  basketKey: BasketKey;
  /** The letter itself; its householdKey, keywordKey and title are the truth, order and firstSheet are 0 (not filed yet). */
  document: SampleDocument;
  /** Moment of arrival, ISO 8601 in local time without offset, e.g. `2026-11-20T08:12:00`. */
  receivedAt: string;
  channel: 'scan' | 'mail' | 'portal';
  /** Title as intake would give it, without knowing the truth. */
  intakeTitle: string;
  household: Suggestion<HouseholdKey>;
  keyword: Suggestion<KeywordKey>;
};
