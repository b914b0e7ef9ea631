import type { Id } from '../domain/ids.ts';

/** One find that speaks for a case file. Direct: the letter names the file itself, not a person of it. */
export type Evidence = {
  caseFileId: Id;
  isSure: boolean;
  isDirect: boolean;
  /** "BG-Nummer auf Seite 1, oben rechts". */
  explanation: string;
};

/** A case file that may be meant: its people (to know files of the same people) and who is responsible. */
export type KnownCase = { caseFileId: Id; workerId: Id; peopleKeys: readonly string[] };

export type CaseDecision = {
  /** The file, where it is sure. */
  caseFileId: Id | null;
  /** Whose letter it is, where that is sure; also when she keeps two files of the same people and either may be meant. */
  workerId: Id | null;
  explanation: string;
  /** All files that come into question, the surest first. */
  candidates: { caseFileId: Id; confidence: 'sure' | 'likely'; explanation: string }[];
  /** Why it is not sure, without names: others read it, too. */
  remark: string | null;
};

const most = 10;
const nothing = 'Weder eine bekannte Nummer noch ein bekannter Name gefunden';

/** Weighs all finds of a letter. Two sure finds for files of different people leave it open: then a person decides. */
export function decideCase(evidence: readonly Evidence[], known: readonly KnownCase[]): CaseDecision {
  const candidates = gather(evidence, known);
  const sure = candidates.filter((one) => one.isSure);
  const shown = candidates.slice(0, most).map(({ caseFileId, isSure, explanation }) => ({
    ...{ caseFileId, explanation },
    confidence: isSure ? ('sure' as const) : ('likely' as const),
  }));
  const open = (explanation: string, remark: string): CaseDecision => ({
    ...{ caseFileId: null, workerId: null, candidates: shown, explanation, remark },
  });
  const [first, second] = sure;
  if (!first) {
    const [likely] = candidates;
    if (!likely) return open(nothing, `${nothing}.`);
    return open(likely.explanation, `Nicht sicher zuzuordnen: ${likely.explanation}.`);
  }
  const other = sure.find((one) => !areSamePeople(first.known, one.known));
  if (other) {
    const words = `${first.explanation}; ${other.explanation}`;
    return open(words, `Zwei Funde widersprechen sich: ${words}.`);
  }
  if (second && second.isDirect === first.isDirect) {
    if (sure.some((one) => one.isDirect === first.isDirect && one.known.workerId !== first.known.workerId)) {
      return open(first.explanation, 'Mehrere Akten derselben Person kommen in Frage.');
    }
    const remark = 'Mehrere Akten derselben Person kommen in Frage.';
    const { workerId } = first.known;
    return { caseFileId: null, workerId, explanation: first.explanation, candidates: shown, remark };
  }
  const { caseFileId, workerId } = first.known;
  return { caseFileId, workerId, explanation: first.explanation, candidates: shown, remark: null };
}

type Gathered = { caseFileId: Id; isSure: boolean; isDirect: boolean; explanation: string; known: KnownCase };

/** One entry a file: its strongest find explains it; direct sure ones come first, then sure ones. */
function gather(evidence: readonly Evidence[], known: readonly KnownCase[]): Gathered[] {
  const rank = (one: Evidence) => (one.isSure ? 2 : 0) + (one.isDirect ? 1 : 0);
  const best = new Map<Id, Evidence>();
  for (const one of evidence) {
    const before = best.get(one.caseFileId);
    if (!before || rank(one) > rank(before)) best.set(one.caseFileId, one);
  }
  return [...best.values()]
    .toSorted((left, right) => rank(right) - rank(left))
    .flatMap((one) => {
      const file = known.find(({ caseFileId }) => caseFileId === one.caseFileId);
      return file ? [{ ...one, known: file }] : [];
    });
}

function areSamePeople(left: KnownCase, right: KnownCase): boolean {
  return left.caseFileId === right.caseFileId || left.peopleKeys.some((key) => right.peopleKeys.includes(key));
}
