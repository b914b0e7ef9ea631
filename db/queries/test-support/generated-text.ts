/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Member>(from: readonly Member[], random: () => number): Member {
  return from[Math.floor(random() * from.length)] as Member;
}

const short =
  `der die das und in zu den von mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie
nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wenn
können ihre ihr Ihnen Sie bitte wir uns`.split(/\s+/);
const stems =
  `miete vertrag kosten heizung wohnung antrag bescheid leistung bedarf einkommen lohn abrechnung konto auszug bank
versicherung kranken rente unterhalt kinder geld eltern arbeit agentur vermittlung eingliederung maßnahme schule klasse fahrt
umzug kaution strom wasser gas abschlag nachzahlung erstattung widerspruch klage gericht frist anhörung mitwirkung nachweis
bescheinigung meldung krank schreibung urlaub kündigung arbeitgeber beschäftigung selbständig gewinn steuer finanzamt vermögen
haus grundstück auto spar buch erbe schenkung darlehen rate zins mahnung vollstreckung inkasso beratung schuld sucht therapie
arzt gutachten pflege behinderung ausweis aufenthalt pass melde behörde einwohner geburt heirat scheidung trennung vater mutter
sohn tochter bedarfsgemeinschaft prüfung änderung aufhebung bewilligung ablehnung zeitraum monat jahr woche anlage formular
unterschrift vollmacht betreuer vormund jugend amt kreis sozial zentrum husum tönning niebüll sylt föhr straße nummer zimmer
telefon post brief umschlag schreiben antwort bitte dank gruß auftrag rechnung zahlung überweisung quittung beleg kopie original
akte blatt seite datum größe fläche quadratmeter personen mehr bedarf ernährung schwangerschaft alleinerziehend erstausstattung
möbel kühlschrank waschmaschine kleidung teilhabe bildung mittag essen verein sport musik nachhilfe lernen förderung`.split(
    /\s+/,
  );
const endings = ['', '', '', 's', 'en', 'e', 'ung', 'er', 'es'];

const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** German-looking text: a third short words, the rest words put together from stems (few often, many rarely), numbers and dates. */
export function germanText(random: () => number, words: number): string {
  const text: string[] = [];
  for (let count = 0; count < words; count += 1) {
    const choice = random();
    if (choice < 0.33) text.push(rarely(short, random));
    else if (choice < 0.63) text.push(capital(rarely(stems, random) + pick(endings, random)));
    else if (choice < 0.92) text.push(capital(rarely(stems, random) + rarely(stems, random) + pick(endings, random)));
    else if (choice < 0.96) text.push(`${1 + Math.floor(random() * 28)}.${1 + Math.floor(random() * 12)}.2025`);
    else text.push(`${Math.floor(random() * 2_000)},${10 + Math.floor(random() * 90)}`);
  }
  return text.join(' ');
}

/** Members at the front of a list much more often than those at its end. */
function rarely(from: readonly string[], random: () => number): string {
  return from[Math.floor(random() ** 2.2 * from.length)] as string;
}
