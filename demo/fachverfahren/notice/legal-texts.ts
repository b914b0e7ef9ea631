import type { Office } from '../model/cases.ts';

/** Rechtsbehelfsbelehrung (§ 36 SGB X, §§ 84, 84a SGG) with the address of the office that decides. */
export function appealText(office: Office): string[] {
  const address = `${office.name}, ${office.street}, ${office.postalCode} ${office.city}`;
  return [
    `Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden. Der Widerspruch ist schriftlich, in elektronischer Form nach § 36a Absatz 2 des Ersten Buches Sozialgesetzbuch (SGB I) oder zur Niederschrift bei der im Briefkopf genannten Stelle einzulegen (${address}).`,
    'Widerspruch und Anfechtungsklage gegen diesen Bescheid haben keine aufschiebende Wirkung, soweit er Leistungen aufhebt, zurücknimmt oder herabsetzt (§ 39 SGB II).',
  ];
}

export const dutiesText = {
  intro:
    'Sie sind verpflichtet, alle Änderungen in Ihren Verhältnissen, die für die Leistungen erheblich sind, unverzüglich mitzuteilen (§ 60 Absatz 1 SGB I). Das gilt insbesondere, wenn',
  items: [
    'Sie oder eine Person Ihrer Bedarfsgemeinschaft eine Arbeit aufnehmen oder sich das Einkommen ändert,',
    'sich Miete, Nebenkosten oder Heizkosten ändern oder Sie ein Guthaben aus einer Abrechnung erhalten,',
    'eine Person in Ihren Haushalt einzieht oder auszieht,',
    'Sie sich länger als zulässig außerhalb des näheren Bereichs aufhalten oder umziehen möchten.',
  ],
};

export const revocationDutiesText = {
  intro:
    'Sollten Sie erneut hilfebedürftig werden, können Sie jederzeit einen neuen Antrag stellen. Leistungen werden frühestens ab dem Ersten des Monats erbracht, in dem der Antrag gestellt wird (§ 37 SGB II). Bereits zu Unrecht gezahlte Leistungen werden in einem gesonderten Bescheid festgesetzt.',
  items: [] as string[],
};

/** The sentence on health insurance; it ends with the benefits when they are revoked. */
export function healthInsuranceText(revoked: boolean): string {
  return revoked
    ? 'Mit dem Ende des Leistungsbezugs endet die Versicherungspflicht nach § 5 Absatz 1 Nummer 2a des Fünften Buches Sozialgesetzbuch (SGB V). Bitte wenden Sie sich wegen Ihres weiteren Versicherungsschutzes an Ihre Krankenkasse.'
    : 'Während des Leistungsbezugs sind erwerbsfähige Leistungsberechtigte in der Regel in der gesetzlichen Kranken- und Pflegeversicherung pflichtversichert. Die Anmeldung bei der Krankenkasse veranlasst das Jobcenter.';
}
