/** What was found: commands, and files scanned here that were in no Postkorb yet. */
type Found = { count: number; scans: number };

/** What a worker reads after her store did not open and a new one took its place; null: what waited is being looked for. */
export function putAsideWords(found: (Found & { isSealed: boolean }) | null): string {
  const what =
    'Der Bestand auf diesem Gerät ließ sich nicht öffnen, zum Beispiel weil Ihr Kennwort geändert wurde oder der Datenträger beschädigt ist. Er wurde beiseitegelegt; gelöscht wurde nichts. Ihre Akten werden neu von der Zentrale geholt.';
  return `${what} ${found === null ? 'Was noch nicht bei der Zentrale war, wird gerade gesucht.' : foundWords(found)}`;
}

function foundWords(found: Found & { isSealed: boolean }): string {
  if (found.count + found.scans > 0) return broughtInWords(found);
  if (found.isSealed) return 'Alles, was Sie geschrieben hatten, ist bei der Zentrale angekommen.';
  return 'Ob darin noch etwas auf die Zentrale wartete, ist nicht bekannt. Fehlt Ihnen etwas, wenden Sie sich bitte an Ihre Verwaltung.';
}

/** What a worker reads when what waited elsewhere waits here now. */
export function broughtInWords({ count, scans }: Found): string {
  return [count > 0 ? changesWords(count) : null, scans > 0 ? scansWords(scans) : null].filter(Boolean).join(' ');
}

function scansWords(scans: number): string {
  return scans === 1
    ? 'Eine eingescannte Datei, die noch in keinem Postkorb lag, steht wieder unter „Einscannen“.'
    : `${scans} eingescannte Dateien, die noch in keinem Postkorb lagen, stehen wieder unter „Einscannen“.`;
}

function changesWords(count: number): string {
  return count === 1
    ? 'Eine Änderung, die noch nicht bei der Zentrale war, wurde übernommen und wird jetzt übertragen. Nimmt die Zentrale sie nicht an, finden Sie sie unter „Klärung“.'
    : `${count} Änderungen, die noch nicht bei der Zentrale waren, wurden übernommen und werden jetzt übertragen. Was die Zentrale nicht annimmt, finden Sie unter „Klärung“.`;
}
