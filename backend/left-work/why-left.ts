import { scanInEscrow } from '../../core/contract/scan-in-escrow.ts';
import type { LeftWork } from '../../core/contract/left-work.ts';

/** By code: what the centre says of a refusal is said to its author, and may name what only who reads the file should know. */
const words: Record<string, string> = {
  accountClosed: 'Das Konto war geschlossen, als dies zur Zentrale kam.',
  notAllowed: 'Der Person fehlte dafür das Recht.',
  missingContent: 'Das Konto war geschlossen, als dies zur Zentrale kam, und der Inhalt lag nur auf dem Gerät.',
  tooNew:
    'Dies stammt von einer neueren Fassung des Programms, und das Konto war geschlossen, als es zur Zentrale kam.',
  unproven:
    'Dies kam verschlossen von einem Gerät, das nicht nachweisen konnte, dass es dort im Namen der Person entstanden ist.',
  mustNotWait: 'Dies gilt nur, wenn die Zentrale es sofort entscheidet; es kam verschlossen von einem anderen Gerät.',
  failed: 'Die Zentrale konnte dies nicht ausführen.',
  sealed:
    'Dies kam verschlossen von einem Gerät, und das Konto wurde geschlossen, bevor es weiterbearbeitet werden konnte.',
};
const ofScan =
  'Die Datei lag auf einem Gerät noch in keinem Postkorb. Sie kam verschlossen zur Zentrale, und kein Gerät der Person hat sie übernommen.';
const unreadable = 'Die Angaben waren nicht vollständig oder nicht lesbar.';
const other = 'Die Zentrale hat dies nicht übernommen.';

/** Why left work was not carried out, for somebody who is not its author. */
export function whyLeft({ code, name, message }: Pick<LeftWork, 'code' | 'name' | 'message'>): string {
  if (name === scanInEscrow) return ofScan;
  return words[code] ?? message ?? (code === 'invalid' ? unreadable : other);
}
