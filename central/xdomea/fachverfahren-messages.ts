import { childAt, childrenOf, type MessageElement, MessageUnreadableError, textAt } from './message-tree.ts';
import { type SentCase, type SentDocument, sentCaseOf, sentDocumentOf } from './sent-objects.ts';

// Messages of a Fachverfahren by xdomea 3 (group "Fachverfahrensdaten austauschen"): 0602 show, 0604 create, 0605 file.

/** Versions whose messages of this group have the same shape. */
const namespaces = ['urn:xoev-de:xdomea:schema:3.0.0', 'urn:xoev-de:xdomea:schema:3.1.0'];
const kinds = {
  'FVDaten.SGOAnsehen.0602': '0602',
  'FVDaten.SGOErstellen.0604': '0604',
  'FVDaten.SGOAblegen.0605': '0605',
} as const;

export type MessageKind = (typeof kinds)[keyof typeof kinds];

export type MessageHead = {
  kind: MessageKind;
  namespace: string;
  /** Names the exchange: the same one again is the same message. */
  processId: string;
  /** Whether the sender wants 0629 (received). 0630 (taken over, or not) it always wants: the schema allows nothing else. */
  wantsReceipt: boolean;
  /** Who made it in the Fachverfahren, as it names her. */
  creator: string;
  isBatch: boolean;
  batchLength: number | null;
  /** The sender's name as it writes itself, for the answer. */
  senderName: string;
  receiverName: string;
};

export type SentObject = { numberInBatch: number | null; objectId: string; containerId: string | null } & (
  | { type: 'case'; case: SentCase }
  | { type: 'document'; document: SentDocument }
);

export type FachverfahrenMessage =
  | { head: MessageHead; kind: '0602'; shownId: string; client: string | null }
  | { head: MessageHead; kind: '0604' | '0605'; objects: SentObject[] };

/** What the message says; throws MessageUnreadableError where it is not one of those understood here. */
export function readFachverfahrenMessage(root: MessageElement): FachverfahrenMessage {
  const kind = kinds[root.name as keyof typeof kinds];
  if (!kind) throw new MessageUnreadableError(`Diese Nachricht wird hier nicht entgegengenommen.`);
  if (!namespaces.includes(root.namespace)) {
    throw new MessageUnreadableError('Die Nachricht hat eine andere Fassung von xdomea als 3.0.0 oder 3.1.0.');
  }
  const head = headOf(root, kind);
  if (kind === '0602') {
    const shown = childAt(root, 'SchriftgutobjektZumAnsehen');
    return { head, kind, shownId: needed(shown, 'IDSGO'), client: textAt(shown, 'Client') };
  }
  const name = kind === '0604' ? 'SchriftgutobjektZumErstellen' : 'SchriftgutobjektZumAblegen';
  const objects = childrenOf(root, name).map(objectOf);
  if (objects.length === 0) throw new MessageUnreadableError('Die Nachricht enthält kein Schriftgutobjekt.');
  return { head, kind, objects };
}

function headOf(root: MessageElement, kind: MessageKind): MessageHead {
  const head = childAt(root, 'Kopf');
  const processId = needed(head, 'ProzessID').toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(processId)) {
    throw new MessageUnreadableError('Die ProzessID der Nachricht ist keine UUID.');
  }
  if (needed(head, 'Nachrichtentyp', 'code') !== kind) {
    throw new MessageUnreadableError('Der Nachrichtentyp im Kopf passt nicht zur Nachricht.');
  }
  const length = textAt(head, 'Stapellaenge');
  return {
    kind,
    namespace: root.namespace,
    processId,
    wantsReceipt: flag(head, 'Empfangsbestaetigung'),
    creator: needed(head, 'Erstellerkennung').slice(0, 100),
    isBatch: flag(head, 'Stapel'),
    batchLength: length === null ? null : wholeNumber(length),
    senderName: contactName(childAt(head, 'Absender')),
    receiverName: contactName(childAt(head, 'Empfaenger')),
  };
}

function objectOf(element: MessageElement): SentObject {
  const number = textAt(element, 'NummerImStapel');
  const common = {
    numberInBatch: number === null ? null : wholeNumber(number),
    objectId: needed(element, 'FachverfahrenObjektID').slice(0, 200),
    containerId: textAt(element, 'IDContainer'),
  };
  const content = childAt(element, 'Schriftgutobjekt');
  const whole = childAt(content, 'Akte') ?? childAt(content, 'Vorgang');
  if (whole) return { ...common, type: 'case', case: sentCaseOf(whole) };
  const document = childAt(content, 'Dokument');
  if (document) return { ...common, type: 'document', document: sentDocumentOf(document) };
  throw new MessageUnreadableError('Ein Schriftgutobjekt der Nachricht ist leer.');
}

function contactName(contact: MessageElement | null): string {
  const person = [textAt(contact, 'Name', 'Vorname', 'Name'), textAt(contact, 'Name', 'Familienname', 'Name')];
  return (
    textAt(contact, 'Institution', 'Name') ??
    textAt(contact, 'Organisationseinheit', 'Name') ??
    person.filter((part) => part !== null).join(' ')
  ).slice(0, 200);
}

function needed(element: MessageElement | null, ...path: string[]): string {
  const text = textAt(element, ...path);
  if (text === null) throw new MessageUnreadableError(`In der Nachricht fehlt die Angabe ${path.join('/')}.`);
  return text;
}

function flag(head: MessageElement | null, name: string): boolean {
  const text = needed(head, name);
  if (!/^(?:true|false|0|1)$/.test(text))
    throw new MessageUnreadableError(`Die Angabe ${name} ist weder wahr noch falsch.`);
  return text === 'true' || text === '1';
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new MessageUnreadableError('Eine Angabe zum Stapel ist keine Zahl.');
  return Number(text);
}
