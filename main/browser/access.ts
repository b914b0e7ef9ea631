import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../core/domain/errors.ts';

/**
 * Who may talk to the backend of the browser host. The address that opens the desk carries a token in its fragment; the page
 * exchanges it for a session, which reloads and further windows use. Each token works once, so a copied address is worth nothing.
 */
export class Access {
  readonly #tokens = new Set<string>();
  readonly #sessions = new Set<string>();

  /** A new token for one page. */
  newToken(): string {
    const token = `t-${randomBytes(24).toString('base64url')}`;
    this.#tokens.add(token);
    return token;
  }

  /** Takes a token (then gives a new session) or a session (then gives it back); anything else is refused. */
  welcome(word: string | null): string {
    if (word && take(this.#tokens, word)) {
      const session = `s-${randomBytes(24).toString('base64url')}`;
      this.#sessions.add(session);
      return session;
    }
    if (word && [...this.#sessions].some((session) => isEqual(session, word))) return word;
    throw new AppError(
      'unauthenticated',
      'Diese Adresse ist abgelaufen. Bitte Aktenpult neu öffnen; das Programm zeigt dann eine neue Adresse.',
    );
  }
}

function take(words: Set<string>, word: string): boolean {
  for (const known of words) if (isEqual(known, word)) return words.delete(known);
  return false;
}

function isEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
