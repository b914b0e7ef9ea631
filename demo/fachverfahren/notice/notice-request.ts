import type { BenefitCase } from '../model/cases.ts';
import { addMonths, isMonth, monthOf, monthsBetween } from '../model/months.ts';
import type { Day, Month } from '../model/months.ts';

export type NoticeKind = 'bewilligung' | 'aenderung' | 'aufhebung';

/** What the worker chose in the form "Bescheid erstellen". */
export type NoticeRequest = {
  kind: NoticeKind;
  from: Month;
  to: Month;
  /** Day of the notice that is changed or revoked; undefined for a first grant. */
  previousNotice: Day | undefined;
  reason: string;
  remark: string;
};

type KindFacts = { title: string; keyword: string; benefitText: string };

/** Title on the notice and the keyword (Schlagwort) the file is given for it. */
export const noticeKinds: Record<NoticeKind, KindFacts> = {
  bewilligung: { title: 'Bewilligungsbescheid', keyword: 'Bewilligungsbescheid', benefitText: 'Bewilligung' },
  aenderung: { title: 'Änderungsbescheid', keyword: 'Änderungsbescheid', benefitText: 'Änderung' },
  aufhebung: { title: 'Aufhebungsbescheid', keyword: 'Aufhebungs- und Erstattungsbescheid', benefitText: 'Aufhebung' },
};

type Reason = { kind: Exclude<NoticeKind, 'bewilligung'>; label: string; text: string };

/** Reasons of a change or revocation: the label in the form and the sentence in the notice. */
export const noticeReasons: Record<string, Reason> = {
  einkommen: {
    kind: 'aenderung',
    label: 'Einkommen hat sich geändert',
    text: 'Das zu berücksichtigende Einkommen Ihrer Bedarfsgemeinschaft hat sich geändert.',
  },
  unterkunft: {
    kind: 'aenderung',
    label: 'Kosten für Unterkunft und Heizung haben sich geändert',
    text: 'Die zu berücksichtigenden Kosten für Unterkunft und Heizung haben sich geändert.',
  },
  personen: {
    kind: 'aenderung',
    label: 'Zahl der Personen hat sich geändert',
    text: 'Die Zahl der Personen in Ihrer Bedarfsgemeinschaft hat sich geändert.',
  },
  arbeit: {
    kind: 'aufhebung',
    label: 'Bedarf durch Einkommen gedeckt',
    text: 'Sie haben eine Erwerbstätigkeit aufgenommen. Mit dem erzielten Einkommen können Sie den Lebensunterhalt Ihrer Bedarfsgemeinschaft sicherstellen.',
  },
  umzug: {
    kind: 'aufhebung',
    label: 'Umzug in eine andere Zuständigkeit',
    text: 'Sie sind aus dem Zuständigkeitsbereich dieses Jobcenters verzogen.',
  },
  verzicht: {
    kind: 'aufhebung',
    label: 'Verzicht auf Leistungen',
    text: 'Sie haben schriftlich erklärt, auf die weitere Zahlung der Leistungen zu verzichten (§ 46 SGB I).',
  },
};

export type CheckedRequest = { request: NoticeRequest; problems: string[] };

/** The form's start values for a kind: the approved period; for changes and revocations from next month on. */
export function defaultRequest(benefitCase: BenefitCase, kind: NoticeKind, now: Day): NoticeRequest {
  const from = monthOf(benefitCase.approvedFrom);
  const to = monthOf(benefitCase.approvedUntil);
  const next = addMonths(monthOf(now), 1);
  const later = next > from && next <= to ? next : from;
  return {
    kind,
    from: kind === 'bewilligung' ? from : later,
    to,
    previousNotice: kind === 'bewilligung' ? undefined : benefitCase.lastNoticeDate,
    reason: kind === 'bewilligung' ? '' : kind === 'aenderung' ? 'einkommen' : 'arbeit',
    remark: '',
  };
}

/** Reads the form's fields; every problem is a sentence for the worker. Missing fields get the start values. */
export function readNoticeRequest(benefitCase: BenefitCase, fields: URLSearchParams, now: Day): CheckedRequest {
  const kind = readKind(fields.get('art'));
  const start = defaultRequest(benefitCase, kind, now);
  const problems: string[] = [];
  const request: NoticeRequest = {
    kind,
    from: readMonth(fields.get('von'), start.from),
    to: readMonth(fields.get('bis'), start.to),
    previousNotice: kind === 'bewilligung' ? undefined : readDay(fields, start.previousNotice),
    reason: noticeReasons[fields.get('grund') ?? '']?.kind === kind ? (fields.get('grund') ?? '') : start.reason,
    remark: (fields.get('begruendung') ?? '').trim().slice(0, 2000),
  };
  const months = monthsBetween(request.from, request.to).length;
  if (months === 0) problems.push('Das Ende des Zeitraums liegt vor seinem Beginn.');
  if (months > 12) problems.push('Ein Bescheid kann höchstens zwölf Monate umfassen.');
  if (kind !== 'bewilligung' && !request.previousNotice) {
    problems.push('Bitte geben Sie das Datum des bisherigen Bescheids an.');
  }
  return { request, problems };
}

function readKind(text: string | null): NoticeKind {
  return text === 'aenderung' || text === 'aufhebung' ? text : 'bewilligung';
}

function readMonth(text: string | null, fallback: Month): Month {
  return text && isMonth(text) ? text : fallback;
}

function readDay(fields: URLSearchParams, fallback: Day | undefined): Day | undefined {
  const text = fields.get('bisher');
  if (text === null) return fallback;
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
