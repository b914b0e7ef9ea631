import type { LetterReturn } from '../domain/inbox-item.ts';
import type { BodyOf, ContentFacts } from '../domain/records.ts';

// Letters and the scan station: which may go back there, and which lie there.

/** Ways back to the scan station that it has not answered yet. */
export function openReturns({ returns = [] }: Pick<BodyOf<'inboxItem'>, 'returns'>): LetterReturn[] {
  return returns.filter(({ answeredAt }) => answeredAt === null || answeredAt === undefined);
}

/** Whether a letter has left its Postkorb for the scan station and waits there. */
export function isAtStation(item: Pick<BodyOf<'inboxItem'>, 'state' | 'returns'>): boolean {
  return item.state === 'forwarded' && openReturns(item).length > 0;
}

/** What became of a letter that is no longer open, in one sentence. */
export function whereItWent(item: BodyOf<'inboxItem'>): string {
  if (item.state === 'filed') return 'Das Schreiben ist schon abgelegt.';
  if (isAtStation(item)) return 'Das Schreiben ist an die Scanstelle zurückgegeben.';
  if (item.answeredBy) return 'Das Schreiben wurde an der Scanstelle berichtigt und neu zugestellt.';
  if (item.replacedBy) return 'Das Schreiben wurde geteilt oder mit anderen zusammengefügt.';
  return 'Das Schreiben wurde inzwischen weitergeleitet.';
}

const branchScan =
  'Dieses Schreiben wurde in der Außenstelle gescannt, nicht an der Scanstelle. Bitte scannen Sie es dort noch einmal ein.';
const mail =
  'Dieses Schreiben kam per E-Mail, nicht über die Scanstelle. Bitte bitten Sie die Absenderin oder den Absender um eine bessere Fassung, oder leiten Sie es weiter.';
const notice =
  'Dieses Schreiben kam aus dem Fachverfahren, nicht von Papier. Bitte erzeugen Sie es dort neu, wenn etwas fehlt.';
const joined =
  'Dieses Schreiben wurde hier aus mehreren gebildet, die nicht mehr einzeln zurückgegeben werden können. Bitte nehmen Sie das Zusammenfügen zurück oder leiten Sie das Schreiben weiter.';
const elsewhere =
  'Dieses Schreiben kam nicht über die Scanstelle. Bitte leiten Sie es weiter, wenn Sie Hilfe brauchen.';

/** Why a letter cannot go back to the scan station, and what helps instead; null when it can. */
export function whyNotReturned(source: BodyOf<'inboxItem'>['source'], content: ContentFacts): string | null {
  const note = content.transferNote;
  if (note?.source === 'branchOffice') return branchScan;
  if (note?.source === 'mail' || content.kind === 'mail' || content.partOf || content.messageId) return mail;
  if (note?.source === 'fachverfahren') return notice;
  if (note) return null;
  if ((content.madeOf ?? []).length > 1) return joined;
  return source === 'fachverfahren' ? notice : source === 'mail' ? mail : elsewhere;
}
