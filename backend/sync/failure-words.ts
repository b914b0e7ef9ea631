import { AppError } from '../../core/domain/errors.ts';
import type { Failure } from './sync-log.ts';

const silent = 'Die Zentrale ist gerade nicht erreichbar';

const lineCauses: Record<string, string> = {
  TimeoutError: 'Die Zentrale hat nicht rechtzeitig geantwortet.',
  'not the centre':
    'Unter der Adresse der Zentrale hat etwas anderes geantwortet, zum Beispiel die Anmeldeseite eines Netzes.',
  'answer was cut': 'Die Antwort der Zentrale kam nicht vollständig an.',
  upload: 'Ein Inhalt ließ sich nicht vollständig übertragen.',
};

/** What failed and why, in a sentence. */
export function failureWords({ part, code, cause, message }: Failure): string {
  if (part === 'contents') return contentWords(code, message);
  if (code !== 'offline') return message;
  if (!message.startsWith(silent)) return message; // the centre itself says what is the matter
  if (cause?.startsWith('status ')) return statusWords(Number(cause.slice('status '.length)));
  return lineCauses[cause ?? ''] ?? 'Die Zentrale war nicht erreichbar.';
}

function contentWords(code: string, message: string): string {
  if (code === 'not_found')
    return 'Ein Inhalt ließ sich nicht holen: Die Zentrale hat ihn nicht oder gibt ihn nicht heraus.';
  if (code === 'offline') return 'Ein Inhalt ließ sich nicht holen: Die Verbindung brach ab.';
  return `Ein Inhalt ließ sich nicht holen. ${message}`;
}

function statusWords(status: number): string {
  if (status === 429) return 'Die Zentrale bat um Geduld, weil viele zugleich etwas von ihr wollten.';
  return `Die Zentrale war da, konnte die Anfrage aber nicht bearbeiten (Meldung ${status}).`;
}

/** What stands among the failures when a page was found that went bad. What comes of it the page about the sync tells as long as it lasts. */
export function damageFound(): AppError {
  const words = 'Beim Durchsehen des Speichers auf diesem Gerät wurde eine schadhafte Stelle gefunden.';
  return new AppError('internal', words, { reason: 'notReadable' });
}
