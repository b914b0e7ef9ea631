/** What a worker can do by key, menu or palette. `shortcuts` are defaults; each worker may change them. */
export type CommandDefinition = {
  id: string;
  title: string;
  group: CommandGroup;
  shortcuts: readonly string[];
  /** Works also while a field has the focus (for keys that write nothing). */
  inFields?: true;
  /** Works also while a dialog is open. */
  inDialogs?: true;
  /** Not offered in the palette: moving about in a list makes sense by key only. */
  isKeyOnly?: true;
};
export type CommandGroup = 'Allgemein' | 'Gehe zu' | 'Liste' | 'Postkorb' | 'Akte' | 'Dokument' | 'Ansicht';

const anywhere = { inFields: true } as const;
const keyOnly = { isKeyOnly: true } as const;

/** All commands of the desk. A feature gives a command its effect with `useCommand(id, run)` while it is on the screen. */
export const commandCatalogue = [
  { id: 'search.open', title: 'Suchen und Befehle', group: 'Allgemein', shortcuts: ['Mod+K'], ...anywhere },
  { id: 'undo.take', title: 'Letzten Schritt zurücknehmen', group: 'Allgemein', shortcuts: ['Z'] },
  { id: 'sync.now', title: 'Jetzt abgleichen', group: 'Allgemein', shortcuts: [] },
  { id: 'sync.pause', title: 'Abgleich anhalten', group: 'Allgemein', shortcuts: [] },
  { id: 'sync.resume', title: 'Abgleich fortsetzen', group: 'Allgemein', shortcuts: [] },
  { id: 'sync.diagnostics', title: 'Diagnosedatei speichern', group: 'Allgemein', shortcuts: [] },
  {
    id: 'escape',
    title: 'Zurück, schließen, leeren',
    group: 'Allgemein',
    shortcuts: ['Escape'],
    ...anywhere,
    ...keyOnly,
  },
  { id: 'help.keys', title: 'Alle Tasten', group: 'Allgemein', shortcuts: ['?'] },
  { id: 'help.open', title: 'Hilfe', group: 'Allgemein', shortcuts: ['F1'], ...anywhere },
  { id: 'settings.open', title: 'Einstellungen', group: 'Allgemein', shortcuts: ['Mod+,'], ...anywhere },
  { id: 'session.logOut', title: 'Abmelden', group: 'Allgemein', shortcuts: [] },

  { id: 'go.inbox', title: 'Postkorb', group: 'Gehe zu', shortcuts: ['Mod+1', 'Alt+1'], ...anywhere },
  { id: 'go.followUps', title: 'Wiedervorlagen', group: 'Gehe zu', shortcuts: ['Mod+2', 'Alt+2'], ...anywhere },
  { id: 'go.myCases', title: 'Meine Akten', group: 'Gehe zu', shortcuts: ['Mod+3', 'Alt+3'], ...anywhere },
  { id: 'go.substitution', title: 'Vertretung', group: 'Gehe zu', shortcuts: ['Mod+4', 'Alt+4'], ...anywhere },
  { id: 'go.clarification', title: 'Klärung', group: 'Gehe zu', shortcuts: ['Mod+5', 'Alt+5'], ...anywhere },
  { id: 'go.recent', title: 'Zuletzt', group: 'Gehe zu', shortcuts: ['Mod+6', 'Alt+6'], ...anywhere },
  { id: 'go.sync', title: 'Abgleich', group: 'Gehe zu', shortcuts: ['Mod+7', 'Alt+7'], ...anywhere },
  { id: 'go.branchScan', title: 'Einscannen', group: 'Gehe zu', shortcuts: ['Mod+8', 'Alt+8'], ...anywhere },
  { id: 'go.deskStores', title: 'Geräte', group: 'Gehe zu', shortcuts: [] },
  { id: 'go.staff', title: 'Personen', group: 'Gehe zu', shortcuts: [] },

  { id: 'list.next', title: 'Nächster Eintrag', group: 'Liste', shortcuts: ['J', 'ArrowDown'], ...keyOnly },
  { id: 'list.previous', title: 'Voriger Eintrag', group: 'Liste', shortcuts: ['K', 'ArrowUp'], ...keyOnly },
  { id: 'list.first', title: 'Erster Eintrag', group: 'Liste', shortcuts: ['Home'], ...keyOnly },
  { id: 'list.last', title: 'Letzter Eintrag', group: 'Liste', shortcuts: ['End'], ...keyOnly },
  { id: 'list.open', title: 'Öffnen', group: 'Liste', shortcuts: ['Enter'], ...keyOnly },

  { id: 'inbox.file', title: 'Wie angezeigt ablegen und weiter', group: 'Postkorb', shortcuts: ['Enter'] },
  { id: 'inbox.change', title: 'Ablegen: Akte und Schlagwort ändern', group: 'Postkorb', shortcuts: ['A'] },
  { id: 'inbox.upload', title: 'Datei in den Postkorb legen', group: 'Postkorb', shortcuts: [] },
  { id: 'inbox.forward', title: 'Weiterleiten', group: 'Postkorb', shortcuts: ['W'] },
  { id: 'inbox.return', title: 'Zurück an die Scanstelle', group: 'Postkorb', shortcuts: ['Shift+S'] },
  { id: 'inbox.split', title: 'Schreiben teilen', group: 'Postkorb', shortcuts: ['Shift+T'] },
  { id: 'inbox.merge', title: 'Ausgewählte Schreiben zusammenfügen', group: 'Postkorb', shortcuts: ['Shift+Z'] },
  { id: 'inbox.claim', title: 'Schreiben übernehmen oder freigeben', group: 'Postkorb', shortcuts: ['P'] },
  { id: 'inbox.filters', title: 'Filter auswählen', group: 'Postkorb', shortcuts: ['I'] },
  { id: 'inbox.select', title: 'Auswählen oder nicht mehr', group: 'Postkorb', shortcuts: ['X', 'Mod+Space'] },
  {
    id: 'inbox.selectNext',
    title: 'Auswahl nach unten erweitern',
    group: 'Postkorb',
    shortcuts: ['Shift+ArrowDown', 'Shift+J'],
    ...keyOnly,
  },
  {
    id: 'inbox.selectPrevious',
    title: 'Auswahl nach oben erweitern',
    group: 'Postkorb',
    shortcuts: ['Shift+ArrowUp', 'Shift+K'],
    ...keyOnly,
  },
  { id: 'inbox.selectAll', title: 'Alle Schreiben auswählen', group: 'Postkorb', shortcuts: ['Mod+A'] },
  { id: 'inbox.fileSelected', title: 'Ausgewählte Schreiben ablegen', group: 'Postkorb', shortcuts: ['Mod+Enter'] },

  { id: 'branchScan.choose', title: 'Eingescannte Dateien wählen', group: 'Allgemein', shortcuts: [] },
  { id: 'scanStation.handIn', title: 'Dateien einreichen', group: 'Allgemein', shortcuts: [] },

  { id: 'caseFile.cover', title: 'Aktendeckel', group: 'Akte', shortcuts: ['C'] },
  { id: 'caseFile.changeCover', title: 'Aktendeckel ändern', group: 'Akte', shortcuts: ['Shift+C'] },
  { id: 'caseFile.close', title: 'Akte schließen', group: 'Akte', shortcuts: [] },
  { id: 'caseFile.reopen', title: 'Akte wieder öffnen', group: 'Akte', shortcuts: [] },
  { id: 'caseFile.upload', title: 'Dokument hochladen', group: 'Akte', shortcuts: ['U'] },
  { id: 'caseFile.pin', title: 'Akte mitnehmen oder nicht mehr', group: 'Akte', shortcuts: ['G'] },
  { id: 'caseFile.takeAlong', title: 'Angezeigte Akten mitnehmen', group: 'Akte', shortcuts: [] },
  { id: 'caseFile.filter', title: 'Dokumente der Akte filtern', group: 'Akte', shortcuts: ['/'] },
  { id: 'caseFile.journal', title: 'Verlauf der Akte', group: 'Akte', shortcuts: [] },
  { id: 'caseFile.sheets', title: 'Deckblatt drucken', group: 'Akte', shortcuts: ['Shift+P'] },
  { id: 'note.add', title: 'Vermerk', group: 'Akte', shortcuts: ['V'] },
  { id: 'followUp.add', title: 'Wiedervorlage oder Frist', group: 'Akte', shortcuts: ['F'] },
  { id: 'followUp.complete', title: 'Wiedervorlage erledigt', group: 'Akte', shortcuts: ['H'] },
  { id: 'followUp.reschedule', title: 'Wiedervorlage verlegen', group: 'Akte', shortcuts: ['L'] },
  { id: 'followUp.assign', title: 'Wiedervorlage übergeben', group: 'Akte', shortcuts: ['B'] },
  { id: 'followUp.cancel', title: 'Wiedervorlage aufheben', group: 'Akte', shortcuts: ['Q'] },
  { id: 'caseFile.openInFachverfahren', title: 'Im Fachverfahren öffnen', group: 'Akte', shortcuts: ['O'] },

  { id: 'document.mark', title: 'Als gelesen oder ungelesen markieren', group: 'Dokument', shortcuts: ['M'] },
  { id: 'document.details', title: 'Angaben zum Dokument ändern', group: 'Dokument', shortcuts: ['E', 'F2'] },
  { id: 'document.keywords', title: 'Schlagworte ändern', group: 'Dokument', shortcuts: ['S'] },
  { id: 'document.find', title: 'Im Dokument suchen', group: 'Dokument', shortcuts: ['Mod+F'], ...anywhere },
  { id: 'document.nextHit', title: 'Nächster Treffer', group: 'Dokument', shortcuts: ['F3'], ...anywhere },
  { id: 'document.previousHit', title: 'Voriger Treffer', group: 'Dokument', shortcuts: ['Shift+F3'], ...anywhere },
  { id: 'document.forward', title: 'Weiterblättern', group: 'Dokument', shortcuts: ['Space', 'PageDown'], ...keyOnly },
  { id: 'document.back', title: 'Zurückblättern', group: 'Dokument', shortcuts: ['Shift+Space', 'PageUp'], ...keyOnly },
  { id: 'document.zoomIn', title: 'Größer', group: 'Dokument', shortcuts: ['+'] },
  { id: 'document.zoomOut', title: 'Kleiner', group: 'Dokument', shortcuts: ['-'] },
  { id: 'document.fit', title: 'Auf Breite oder ganze Seite', group: 'Dokument', shortcuts: ['0'] },
  { id: 'document.rotate', title: 'Drehen', group: 'Dokument', shortcuts: ['R'] },
  { id: 'document.thumbnails', title: 'Seitenübersicht', group: 'Dokument', shortcuts: ['T'] },
  { id: 'document.text', title: 'Textansicht', group: 'Dokument', shortcuts: ['D'] },
  { id: 'document.print', title: 'Drucken', group: 'Dokument', shortcuts: ['Mod+P'], ...anywhere },
  { id: 'document.save', title: 'Datei speichern', group: 'Dokument', shortcuts: ['Mod+S'], ...anywhere },

  { id: 'pane.next', title: 'Nächster Bereich', group: 'Ansicht', shortcuts: ['F6'], ...anywhere },
  { id: 'pane.previous', title: 'Voriger Bereich', group: 'Ansicht', shortcuts: ['Shift+F6'], ...anywhere },
  { id: 'layout.one', title: 'Ein Fenster', group: 'Ansicht', shortcuts: [] },
  { id: 'layout.two', title: 'Zwei Fenster', group: 'Ansicht', shortcuts: [] },
  {
    id: 'layout.foldFachverfahren',
    title: 'Fachverfahren ein- oder ausklappen',
    group: 'Ansicht',
    shortcuts: ['Mod+B'],
    ...anywhere,
  },
  { id: 'follow.toggle', title: 'Mitlaufen ein- oder ausschalten', group: 'Ansicht', shortcuts: [] },
  { id: 'theme.toggle', title: 'Hell oder dunkel', group: 'Ansicht', shortcuts: [] },
] as const satisfies readonly CommandDefinition[];

export type CommandId = (typeof commandCatalogue)[number]['id'];

const definitions = new Map<string, CommandDefinition>(commandCatalogue.map((command) => [command.id, command]));

/** The definition of a command; undefined for an unknown id (from a menu of another version). */
export function commandDefinition(id: string): (CommandDefinition & { id: CommandId }) | undefined {
  return definitions.get(id) as (CommandDefinition & { id: CommandId }) | undefined;
}
