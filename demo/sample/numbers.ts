/** BG number of a household, form `12345BG1234567`; unique for indexes below ten million. */
export function bgNumberOf(carrierNumber: string, index: number): string {
  return `${carrierNumber}BG${String((index * 7_919 + 1_234) % 10_000_000).padStart(7, '0')}`;
}

/** Customer number of a person, form `970D015126`; unique for households below 100,000 with up to ten persons each. */
export function customerNumberOf(householdIndex: number, personIndex: number): string {
  const serial = ((householdIndex * 10 + personIndex) * 104_729 + 15_126) % 1_000_000;
  return `314${'ABCDEFGH'[(householdIndex + personIndex) % 8]}${String(serial).padStart(6, '0')}`;
}

/** German IBAN with correct check digits for an eight-digit bank code and an account number. */
export function ibanOf(bankCode: string, account: number): string {
  const base = bankCode + String(account).padStart(10, '0');
  const check = 98 - Number(BigInt(`${base}131400`) % 97n);
  const iban = `DE${String(check).padStart(2, '0')}${base}`;
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}
