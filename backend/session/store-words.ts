/** What a worker reads after her store did not open and a new one took its place; null as count: what waited is being looked for. */
export function putAsideWords(count: number | null, isSealed = true): string {
  const what =
    'Der Bestand auf diesem Gerät ließ sich nicht öffnen, zum Beispiel weil Ihr Kennwort geändert wurde. Er wurde beiseitegelegt; gelöscht wurde nichts. Ihre Akten werden neu von der Zentrale geholt.';
  return `${what} ${count === null ? 'Was noch nicht bei der Zentrale war, wird gerade gesucht.' : foundWords(count, isSealed)}`;
}

function foundWords(count: number, isSealed: boolean): string {
  if (count > 0) return broughtInWords(count);
  if (isSealed) return 'Alles, was Sie geschrieben hatten, ist bei der Zentrale angekommen.';
  return 'Ob darin noch etwas auf die Zentrale wartete, ist nicht bekannt. Fehlt Ihnen etwas, wenden Sie sich bitte an Ihre Verwaltung.';
}

/** What a worker reads when commands that waited elsewhere wait here now. */
export function broughtInWords(count: number): string {
  return count === 1
    ? 'Eine Änderung, die noch nicht bei der Zentrale war, wurde übernommen und wird jetzt übertragen. Nimmt die Zentrale sie nicht an, finden Sie sie unter „Klärung“.'
    : `${count} Änderungen, die noch nicht bei der Zentrale waren, wurden übernommen und werden jetzt übertragen. Was die Zentrale nicht annimmt, finden Sie unter „Klärung“.`;
}
