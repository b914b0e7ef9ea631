import { strToU8, zipSync } from 'fflate';

// Messages as a Fachverfahren would send them, for tests.

type Head = { processId: string; code: string; confirmation?: boolean; receipt?: boolean; batch?: number };
type MadeFile = {
  number?: number;
  title?: string;
  type?: string;
  fileNumber?: string;
  fileName?: string;
  letterDate?: string;
};

const head = ({ processId, code, confirmation = true, receipt = false, batch }: Head): string => `<xdomea:Kopf>
  <xdomea:ProzessID>${processId}</xdomea:ProzessID>
  <xdomea:Nachrichtentyp listURI="urn:xoev-de:xdomea:codeliste:nachrichtentyp" listVersionID="2.0"><code>${code}</code></xdomea:Nachrichtentyp>
  <xdomea:Erstellungszeitpunkt>2026-11-26T09:30:00+01:00</xdomea:Erstellungszeitpunkt>
  <xdomea:Absender><xdomea:Institution><xdomea:Name>Fachverfahren &amp; Co</xdomea:Name></xdomea:Institution></xdomea:Absender>
  <xdomea:Empfaenger><xdomea:Institution><xdomea:Name>E-Akte Musterkreis</xdomea:Name></xdomea:Institution></xdomea:Empfaenger>
  <xdomea:Empfangsbestaetigung>${receipt ? 1 : 0}</xdomea:Empfangsbestaetigung>
  <xdomea:Importbestaetigung>${confirmation ? 1 : 0}</xdomea:Importbestaetigung>
  <xdomea:Erstellerkennung>jensen</xdomea:Erstellerkennung>
  <xdomea:Stapel>${batch !== undefined}</xdomea:Stapel>${batch === undefined ? '' : `<xdomea:Stapellaenge>${batch}</xdomea:Stapellaenge>`}
</xdomea:Kopf>`;

const message = (name: string, made: Head, body: string): Uint8Array =>
  strToU8(
    `<?xml version="1.0" encoding="UTF-8"?>\n<xdomea:${name} xmlns:xdomea="urn:xoev-de:xdomea:schema:3.0.0">${head(made)}${body}</xdomea:${name}>`,
  );

const documentXml = ({
  title = 'Bewilligungsbescheid',
  type = 'Bewilligungsbescheid',
  fileNumber,
  fileName,
  letterDate = '2026-11-25',
}: MadeFile) => `
  <xdomea:Dokument>
    <xdomea:Identifikation><xdomea:ID>0f8fad5b-d9cb-469f-a165-70867728950e</xdomea:ID></xdomea:Identifikation>
    <xdomea:AllgemeineMetadaten><xdomea:Betreff>${title}</xdomea:Betreff>${fileNumber ? `<xdomea:Kennzeichen>${fileNumber}</xdomea:Kennzeichen>` : ''}</xdomea:AllgemeineMetadaten>
    <xdomea:DatumDesSchreibens>${letterDate}</xdomea:DatumDesSchreibens>
    <xdomea:Typ>${type}</xdomea:Typ>
    ${
      fileName === undefined
        ? ''
        : `<xdomea:Version><xdomea:Nummer>1</xdomea:Nummer><xdomea:Format>
      <xdomea:Name listURI="urn:xoev-de:xdomea:codeliste:dateiformat" listVersionID="1.0"><code>018</code></xdomea:Name>
      <xdomea:Version>1.7</xdomea:Version>
      <xdomea:Primaerdokument><xdomea:Dateiname>${fileName}</xdomea:Dateiname></xdomea:Primaerdokument>
    </xdomea:Format></xdomea:Version>`
    }
  </xdomea:Dokument>`;

/** A 0605 with one document each; `container` is what stands in IDContainer. */
export function fileMessage(
  processId: string,
  files: (MadeFile & { container?: string })[],
  more: Partial<Head> = {},
): Uint8Array {
  const batch = files.length > 1 ? { batch: files.length } : {};
  const objects = files.map(
    (file, index) => `<xdomea:SchriftgutobjektZumAblegen>
    ${files.length > 1 ? `<xdomea:NummerImStapel>${file.number ?? index + 1}</xdomea:NummerImStapel>` : ''}
    <xdomea:FachverfahrenObjektID>BESCHEID-${index + 1}</xdomea:FachverfahrenObjektID>
    ${file.container ? `<xdomea:IDContainer>${file.container}</xdomea:IDContainer>` : ''}
    <xdomea:Schriftgutobjekt>${documentXml(file)}</xdomea:Schriftgutobjekt>
  </xdomea:SchriftgutobjektZumAblegen>`,
  );
  return message('FVDaten.SGOAblegen.0605', { processId, code: '0605', ...batch, ...more }, objects.join('\n'));
}

export type MadeCase = {
  fileNumber: string;
  title: string;
  responsible: string;
  familyName: string;
  givenName: string;
  birthDate: string;
  street: string;
  until?: string;
  type?: string;
  isClosed?: boolean;
};

/** A 0604 with one file. */
export function createMessage(processId: string, made: MadeCase, more: Partial<Head> = {}): Uint8Array {
  const {
    fileNumber,
    title,
    responsible,
    familyName,
    givenName,
    birthDate,
    street,
    until = '2027-05-31',
    type = 'Leistungsakte',
    isClosed,
  } = made;
  return message(
    'FVDaten.SGOErstellen.0604',
    { processId, code: '0604', ...more },
    `<xdomea:SchriftgutobjektZumErstellen>
    <xdomea:FachverfahrenObjektID>FALL-${fileNumber}</xdomea:FachverfahrenObjektID>
    <xdomea:Schriftgutobjekt><xdomea:Akte>
      <xdomea:Identifikation><xdomea:ID>7c9e6679-7425-40de-944b-e07fc1f90ae7</xdomea:ID></xdomea:Identifikation>
      <xdomea:AllgemeineMetadaten><xdomea:Betreff>${title}</xdomea:Betreff><xdomea:Kennzeichen>${fileNumber}</xdomea:Kennzeichen><xdomea:Federfuehrung>${responsible}</xdomea:Federfuehrung></xdomea:AllgemeineMetadaten>
      <xdomea:Typ>${type}</xdomea:Typ>
      <xdomea:Laufzeit><xdomea:Beginn>2026-12-01</xdomea:Beginn><xdomea:Ende>${until}</xdomea:Ende></xdomea:Laufzeit>
      <xdomea:Kontakt>
        <xdomea:Name><xdomea:Familienname><xdomea:Name>${familyName}</xdomea:Name></xdomea:Familienname><xdomea:Vorname><xdomea:Name>${givenName}</xdomea:Name></xdomea:Vorname></xdomea:Name>
        <xdomea:Anschrift><xdomea:Strasse>${street}</xdomea:Strasse><xdomea:Hausnummer>7</xdomea:Hausnummer><xdomea:Postleitzahl>25813</xdomea:Postleitzahl><xdomea:Ort>Husum</xdomea:Ort></xdomea:Anschrift>
        <xdomea:Kommunikation><xdomea:Kennung>04841 12345</xdomea:Kennung></xdomea:Kommunikation>
        <xdomea:Geburt><xdomea:Datum>${birthDate}</xdomea:Datum></xdomea:Geburt>
      </xdomea:Kontakt>${isClosed === undefined ? '' : `<xdomea:ZdA>${isClosed}</xdomea:ZdA>`}
    </xdomea:Akte></xdomea:Schriftgutobjekt>
  </xdomea:SchriftgutobjektZumErstellen>`,
  );
}

/** A 0602 that asks to show something. */
export function showMessage(processId: string, shownId: string, client?: string): Uint8Array {
  return message(
    'FVDaten.SGOAnsehen.0602',
    { processId, code: '0602' },
    `<xdomea:SchriftgutobjektZumAnsehen><xdomea:IDSGO>${shownId}</xdomea:IDSGO>${client ? `<xdomea:Client>${client}</xdomea:Client>` : ''}</xdomea:SchriftgutobjektZumAnsehen>`,
  );
}

/** The package of a message with its files, as they go over the line. */
export function packageOf(
  processId: string,
  name: string,
  xml: Uint8Array,
  files: Record<string, Uint8Array>,
): Uint8Array {
  return zipSync({ [`${processId}_${name}.xml`]: xml, ...files });
}
