import type { MessageHead } from './fachverfahren-messages.ts';

// Answers to a Fachverfahren: 0629 "received", where it wants that, and 0630 "taken over, or not". Codes: xdomea 3.0.0, code lists "AllgemeineRueckmeldung" 1.1
// and "0602/0604/0605.SpezifischeFehlermeldung" 1.0.

export const generalAnswers = {
  done: '0000000',
  unknownCreator: '0000003',
  notAllowed: '0000004',
  notValid: '0000008',
  alreadyDone: '0000009',
  batchTooShort: '0000012',
  batchLengthWrong: '0000013',
  fileMissing: '0000018',
  failed: '0000499',
} as const;

export const specificAnswers = {
  '0602': { unknownId: '0602001', cannotBeOpened: '0602002' },
  '0604': { unknownContainer: '0604001', unknownType: '0604002', cannotBeMade: '0604003' },
  '0605': { unknownContainer: '0605001', fileMissing: '0605004', cannotBeFiled: '0605005' },
} as const;

/** What became of one object of the message. */
export type ObjectOutcome = {
  numberInBatch: number | null;
  /** Id of the document or file made; null when nothing was. */
  madeId: string | null;
  /** Where it is now, in German: "In Akte 32201BG0001234 abgelegt, Blatt 14". */
  place: string;
  isDone: boolean;
  /** A code of `specificAnswers`, with a sentence. */
  problem: { code: string; sentence: string } | null;
};

export type AnswerFacts = {
  head: Pick<MessageHead, 'kind' | 'namespace' | 'processId' | 'senderName' | 'receiverName'>;
  /** ISO 8601 with zone. */
  at: string;
  /** Version of this program. */
  version: string;
};

const escaped = (text: string): string =>
  text
    // Characters XML 1.0 does not know would make the whole answer unreadable.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
const element = (name: string, ...content: string[]): string => `<xdomea:${name}>${content.join('')}</xdomea:${name}>`;
const textElement = (name: string, text: string): string => element(name, escaped(text));
/** A value of a code list; `code` itself stands in no namespace, as XÖV writes it. */
const codeElement = (name: string, list: string, version: string, code: string): string =>
  `<xdomea:${name} listURI="urn:xoev-de:xdomea:codeliste:${list}" listVersionID="${version}"><code>${code}</code></xdomea:${name}>`;

function message(name: string, code: string, { head, at, version }: AnswerFacts, extra: string, body: string): string {
  const contact = (who: string) => element('Institution', textElement('Name', who));
  const parts = [
    textElement('ProzessID', head.processId),
    codeElement('Nachrichtentyp', 'nachrichtentyp', '2.0', code),
    textElement('Erstellungszeitpunkt', at),
    element('Absender', contact(head.receiverName || 'E-Akte')),
    element('Empfaenger', contact(head.senderName || 'Fachverfahren')),
    element('SendendesSystem', textElement('Produktname', 'Aktenpult'), textElement('Version', version)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<xdomea:${name} xmlns:xdomea="${head.namespace}">${element('Kopf', ...parts, extra)}${body}</xdomea:${name}>\n`;
}

export const answerNames = {
  receipt: 'FVDaten.EmpfangBestaetigen.0629',
  confirmation: 'FVDaten.ImportBestaetigen.0630',
} as const;

/** 0629: the message has come in, is one that is understood here, and is noted. */
export function receiptMessage(facts: AnswerFacts): string {
  return message(answerNames.receipt, '0629', facts, '', '');
}

/** 0630: what became of the message (`general`, a code of `generalAnswers`, and a sentence where it is not "done") and of each object. */
export function confirmationMessage(
  facts: AnswerFacts,
  general: { code: string; sentence: string | null },
  outcomes: ObjectOutcome[],
): string {
  const told = [
    element('Rueckmeldung', codeElement('AllgemeineRueckmeldung', 'allgemeinerueckmeldung', '1.1', general.code)),
    ...(general.sentence === null
      ? []
      : [element('Rueckmeldung', textElement('SonstigeFehlermeldung', general.sentence))]),
  ];
  const each = outcomes.map((outcome) => element('Rueckgabeparameter', ...outcomeParts(facts.head.kind, outcome)));
  const body = element('ErfolgOderMisserfolg', ...told, ...each);
  // The Fachverfahren names no session of its own in its messages: the process stands for it.
  return message(answerNames.confirmation, '0630', facts, textElement('FVSessionID', facts.head.processId), body);
}

function outcomeParts(kind: MessageHead['kind'], outcome: ObjectOutcome): string[] {
  const { numberInBatch, madeId, place, isDone, problem } = outcome;
  const parameter = element(
    'AllgemeinerRueckgabeparameter',
    textElement('Name', 'Ablageort'),
    textElement('Wert', place),
  );
  const problems = problem
    ? [
        element(
          'Rueckmeldung',
          codeElement(`SpezifischeFehlermeldung${kind}`, `spezifischefehlermeldung${kind}`, '1.0', problem.code),
        ),
        element('Rueckmeldung', textElement('SonstigeFehlermeldung', problem.sentence)),
      ]
    : [];
  return [
    ...(numberInBatch === null ? [] : [textElement('NummerImStapel', String(numberInBatch))]),
    ...(madeId === null ? [] : [textElement('IDSGO', madeId)]),
    element('Parameter', parameter),
    textElement('Erfolgreich', isDone ? 'true' : 'false'),
    ...problems,
  ];
}
