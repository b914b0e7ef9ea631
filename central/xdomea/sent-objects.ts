import { childAt, childrenOf, type MessageElement, textAt } from './message-tree.ts';

/** One file of a document as a package names it. */
export type SentFile = { name: string; originalName: string | null };

export type SentDocument = {
  title: string | null;
  /** What it is, as the Fachverfahren calls it: compared with the keywords of the house. */
  typeName: string | null;
  /** Number of the file it belongs to, where the document itself says so. */
  fileNumber: string | null;
  letterDate: string | null;
  receivedDate: string | null;
  sentDate: string | null;
  foreignNumber: string | null;
  sender: string | null;
  remark: string | null;
  /** Files of the newest version. */
  files: SentFile[];
  attachments: SentDocument[];
};

export type SentPerson = {
  familyName: string;
  givenName: string;
  birthDate: string | null;
  relation: string | null;
  street: string | null;
  postcode: string | null;
  place: string | null;
  phone: string | null;
  mail: string | null;
};

export type SentCase = {
  fileNumber: string | null;
  title: string | null;
  typeName: string | null;
  approvedFrom: string | null;
  approvedUntil: string | null;
  /** Who is responsible, as the Fachverfahren names her: compared with sign and name. */
  responsible: string | null;
  /** null: the message does not say. */
  isClosed: boolean | null;
  persons: SentPerson[];
  documents: SentDocument[];
};

/** Limits of our records; longer texts are cut for titles and refused for names. */
const cut = (text: string | null, length: number): string | null => (text === null ? null : text.slice(0, length));

export const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text);
/** xs:date may carry a time zone: "2026-11-24+01:00". */
const dayOf = (text: string | null): string | null => {
  const day = text?.slice(0, 10) ?? null;
  return isDay(day) && !Number.isNaN(Date.parse(day)) ? day : null;
};

/** xs:boolean. */
const flagOf = (text: string | null): boolean | null =>
  text === null || !/^(?:true|false|0|1)$/.test(text) ? null : text === 'true' || text === '1';

/** A document (DokumentType) with its attachments. */
export function sentDocumentOf(element: MessageElement): SentDocument {
  const general = childAt(element, 'AllgemeineMetadaten');
  const versions = childrenOf(element, 'Version');
  return {
    title: cut(textAt(general, 'Betreff'), 300),
    typeName: cut(textAt(element, 'Typ'), 200),
    fileNumber: textAt(general, 'Kennzeichen'),
    letterDate: dayOf(textAt(element, 'DatumDesSchreibens')),
    receivedDate: dayOf(textAt(element, 'Posteingangsdatum')),
    sentDate: dayOf(textAt(element, 'Postausgangsdatum')),
    foreignNumber: cut(textAt(element, 'FremdesGeschaeftszeichen'), 100),
    sender: cut(nameOf(childAt(element, 'Absender')), 200),
    remark: cut(textAt(general, 'Bemerkung'), 500),
    files: filesOf(versions.at(-1) ?? null),
    attachments: childrenOf(element, 'Anlage').map(sentDocumentOf),
  };
}

function filesOf(version: MessageElement | null): SentFile[] {
  return childrenOf(version, 'Format').flatMap((format) => {
    const name = textAt(format, 'Primaerdokument', 'Dateiname');
    return name === null ? [] : [{ name, originalName: textAt(format, 'Primaerdokument', 'DateinameOriginal') }];
  });
}

/** A file or process (AkteType, VorgangType) with all documents in it. */
export function sentCaseOf(element: MessageElement): SentCase {
  const general = childAt(element, 'AllgemeineMetadaten');
  return {
    fileNumber: caseKeyOf(element),
    title: cut(textAt(general, 'Betreff'), 200),
    typeName: cut(textAt(element, 'Typ'), 200),
    approvedFrom: dayOf(textAt(element, 'Laufzeit', 'Beginn')),
    approvedUntil: dayOf(textAt(element, 'Laufzeit', 'Ende')),
    responsible: textAt(general, 'Federfuehrung') ?? textAt(general, 'Aktenfuehrung'),
    isClosed: flagOf(textAt(element, 'ZdA')),
    persons: childrenOf(element, 'Kontakt').flatMap(personOf),
    documents: documentsIn(element),
  };
}

/** The number a file or process is known by. */
export const caseKeyOf = (element: MessageElement): string | null =>
  textAt(element, 'AllgemeineMetadaten', 'Kennzeichen');

function documentsIn(element: MessageElement): SentDocument[] {
  const content = childAt(element, 'Akteninhalt') ?? element;
  const below = ['Vorgang', 'Teilakte', 'Teilvorgang'].flatMap((name) => childrenOf(content, name));
  return [...childrenOf(content, 'Dokument').map(sentDocumentOf), ...below.flatMap(documentsIn)];
}

function nameOf(contact: MessageElement | null): string | null {
  const parts = [textAt(contact, 'Name', 'Vorname', 'Name'), textAt(contact, 'Name', 'Familienname', 'Name')];
  const person = parts.filter((part) => part !== null).join(' ');
  return textAt(contact, 'Institution', 'Name') ?? (person === '' ? null : person);
}

/** Persons only: offices among the contacts are nobody of the household. */
function personOf(contact: MessageElement): SentPerson[] {
  const familyName = textAt(contact, 'Name', 'Familienname', 'Name');
  if (familyName === null) return [];
  const address = childAt(contact, 'Anschrift');
  const street = [textAt(address, 'Strasse'), textAt(address, 'Hausnummer')].filter((part) => part !== null).join(' ');
  const reached = childrenOf(contact, 'Kommunikation').flatMap((one) => textAt(one, 'Kennung') ?? []);
  return [
    {
      familyName: familyName.slice(0, 100),
      givenName: (textAt(contact, 'Name', 'Vorname', 'Name') ?? '').slice(0, 100),
      birthDate: dayOf(textAt(contact, 'Geburt', 'Datum')),
      relation: cut(textAt(contact, 'Rolle', 'name') ?? textAt(contact, 'Taetigkeit'), 60),
      street: street === '' ? null : street.slice(0, 200),
      postcode: cut(textAt(address, 'Postleitzahl'), 10),
      place: cut(textAt(address, 'Ort'), 200),
      phone: cut(reached.find((text) => /^\+?[\d /()-]{5,}$/.test(text)) ?? null, 60),
      mail: cut(reached.find((text) => text.includes('@')) ?? null, 200),
    },
  ];
}
