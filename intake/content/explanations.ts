import type { Explanation, ExplanationCode } from './content-report.ts';

// Read before filing (in the dialog) as well as afterwards: no sentence says that the file is in the case file already.
const KEPT = 'Sie bleibt unverändert erhalten und kann heruntergeladen werden.';
const ASK_AGAIN = 'Bitten Sie bei Bedarf um eine neue Zusendung.';
const ASK_IT = 'Wenden Sie sich im Zweifel an die IT-Stelle.';

/** Explanation for a damaged file; `what` completes "kein gültiges …", e.g. `PDF`. */
export function damaged(what: string): Explanation {
  return { code: 'damaged', message: `Diese Datei ist beschädigt (${what}). ${KEPT} ${ASK_AGAIN}` };
}

/** Explanation for a sound file whose format the desk does not show; `format` e.g. `HEIC-Bild`. */
export function formatNotShown(format: string): Explanation {
  return {
    code: 'format-not-shown',
    message: `Dieses Format wird hier nicht angezeigt (${format}). Die Datei bleibt unverändert erhalten und kann heruntergeladen werden.`,
  };
}

/** Explanation for a file protected by a password; only PDFs can be opened with it at the desk. */
export function passwordNeeded(what: 'pdf' | 'office' | 'archive'): Explanation {
  if (what === 'pdf') {
    return {
      code: 'password',
      message:
        'Dieses PDF ist mit einem Kennwort geschützt. Es bleibt unverändert erhalten. In der E-Akte wird es mit seinem Kennwort gelesen; das Kennwort wird nicht gespeichert.',
    };
  }
  const subject = what === 'office' ? 'Dieses Office-Dokument' : 'Dieses Archiv';
  return {
    code: 'password',
    message: `${subject} ist mit einem Kennwort geschützt und wird hier nicht angezeigt. Es bleibt unverändert erhalten und kann heruntergeladen werden. Bitten Sie bei Bedarf um eine Fassung ohne Kennwort.`,
  };
}

const SENTENCES: Record<Exclude<ExplanationCode, 'damaged' | 'format-not-shown' | 'password'>, string> = {
  empty:
    'Diese Datei ist leer. Sie bleibt unverändert erhalten. Bitten Sie die Absenderin oder den Absender um eine neue Zusendung.',
  'encryption-unknown': `Diese Datei ist mit einem Verfahren verschlüsselt, das hier nicht gelesen werden kann. ${KEPT}`,
  'too-large': `Diese Datei ist zu groß, um hier angezeigt zu werden. ${KEPT}`,
  'too-expensive': `Diese Datei ist zu aufwendig, um hier angezeigt zu werden. Die Prüfung wurde abgebrochen. ${KEPT}`,
  unreadable: `Diese Datei kann nicht gelesen werden. ${KEPT} ${ASK_AGAIN}`,
  unsafe: `Diese Datei enthält Anweisungen, die in ein solches Dokument nicht gehören. Sie wird zur Sicherheit nicht angezeigt. ${KEPT} ${ASK_IT}`,
  archive:
    'Dieses Archiv enthält weitere Dateien. Sie sind hier aufgeführt, aber nicht entpackt. Das Archiv bleibt unverändert erhalten und kann heruntergeladen werden.',
  'format-unknown': `Das Format dieser Datei ist nicht bekannt. ${KEPT} Bitten Sie bei Bedarf um ein PDF.`,
  program:
    'Diese Datei ist ein Programm. Sie wird hier weder angezeigt noch ausgeführt. Sie bleibt unverändert erhalten. Bitte öffnen Sie sie nicht und wenden Sie sich im Zweifel an die IT-Stelle.',
  'not-found': 'Diese Anlage oder Seite ist in der Datei nicht vorhanden.',
};

/** Explanation for all cases that need no further word. */
export function explain(code: keyof typeof SENTENCES): Explanation {
  return { code, message: SENTENCES[code] };
}

/** Sentences for `ContentReport.warnings`. */
export const WARNINGS = {
  mismatch: (actual: string) => `Der Dateiname passt nicht zum Inhalt. Der Inhalt ist: ${actual}.`,
  macros: 'Das Dokument enthält Makros. Sie werden aufbewahrt, aber nie ausgeführt.',
  scripts: 'Das Dokument enthält Programmanweisungen. Sie werden nicht ausgeführt.',
  signatures: (count: number) =>
    count === 1
      ? 'Das Dokument trägt eine elektronische Signatur. Jede Änderung macht sie ungültig.'
      : `Das Dokument trägt ${count} elektronische Signaturen. Jede Änderung macht sie ungültig.`,
  dynamicForm: 'Das Dokument ist ein dynamisches Formular (XFA). Es wird hier möglicherweise unvollständig angezeigt.',
  repaired: 'Die Datei ist leicht beschädigt und wurde zur Anzeige repariert. Die Datei selbst bleibt unverändert.',
  restricted: 'Die Verfasserin oder der Verfasser hat das Drucken, Kopieren oder Ändern eingeschränkt.',
  incompleteImage: 'Das Bild ist möglicherweise unvollständig.',
  attachmentsContained: (count: number) =>
    count === 1 ? 'Das Dokument enthält eine Anlage.' : `Das Dokument enthält ${count} Anlagen.`,
  remoteRemoved: 'Inhalte aus dem Internet wurden nicht geladen.',
  encryptedMail: 'Der Text dieser E-Mail ist verschlüsselt (S/MIME) und kann hier nicht gelesen werden.',
  truncated: 'Der Inhalt ist sehr umfangreich. Es wird nur der Anfang angezeigt.',
  listTruncated: 'Es werden nicht alle enthaltenen Dateien aufgeführt.',
  unsafeNames: 'Einige enthaltene Dateinamen waren unzulässig und wurden geändert.',
  encryptedEntries: 'Das Archiv enthält Dateien, die mit einem Kennwort geschützt sind.',
  scriptText: 'Die Datei enthält Programmanweisungen. Sie werden als Text angezeigt und nicht ausgeführt.',
  firstPageUnreadable: 'Mindestens eine Seite kann nicht angezeigt werden.',
  imagesOmitted: 'Einige Bilder im Dokument werden nicht angezeigt.',
} as const;

/** True for errors that mean too much memory or too deep nesting, not a mistake in the file's form. */
export function isExhaustion(error: unknown): boolean {
  if ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY') return true;
  const message = error instanceof RangeError ? error.message : '';
  return /call stack|out of memory|allocation failed|^Invalid (?:array|string) length/i.test(message);
}
