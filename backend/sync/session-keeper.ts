import type { SessionResponse } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import { readMeta, updateMeta } from '../../db/meta.ts';
import type { Desk } from '../commands/desk.ts';
import type { Central } from './central.ts';

/** Keeps the desk logged in at the centre: a short token for calls in memory, a long one for new short ones in the encrypted store. */
export function createSessionKeeper(parts: {
  desk: Desk;
  central: Central;
  logInAgain?: () => Promise<SessionResponse>;
}) {
  const { desk, central } = parts;
  let hasAccess = false;
  let isClosed = false;
  let renewing: Promise<void> | null = null;

  const take = (session: SessionResponse) => {
    if (isClosed) return;
    const { workerId } = readMeta(desk.store.db);
    if (workerId !== null && workerId !== session.workerId) {
      throw new AppError('forbidden', 'Diese Kennung gehört an der Zentrale jetzt einer anderen Person.');
    }
    updateMeta(desk.store.db, {
      workerId: session.workerId,
      role: session.role,
      refreshToken: session.refreshToken,
    });
    central.useAccessToken(session.accessToken);
    hasAccess = true;
  };

  const renew = async () => {
    const { refreshToken } = readMeta(desk.store.db);
    central.useAccessToken(null);
    if (refreshToken) {
      try {
        return take(await central.refresh(refreshToken));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
        if (!isClosed) updateMeta(desk.store.db, { refreshToken: null });
      }
    }
    if (!parts.logInAgain) {
      throw new AppError(
        'unauthenticated',
        'Die Anmeldung an der Zentrale ist abgelaufen. Bitte melden Sie sich neu an.',
      );
    }
    take(await parts.logInAgain());
  };

  const ensure = async () => {
    if (hasAccess) return;
    renewing ??= renew().finally(() => {
      renewing = null;
    });
    await renewing;
  };

  const forgetAccess = () => {
    const had = hasAccess;
    hasAccess = false;
    return had;
  };

  return {
    take,
    /** Makes sure that there is a token. Throws AppError `unauthenticated` when she has to log in again, `offline`. */
    ensure,
    /** The centre no longer takes the token; true when there was one, so that a new one is worth asking for. */
    forgetAccess,
    /** Runs a call, once more with a new token when the old one is over. */
    async withAccess<Result>(call: () => Promise<Result>): Promise<Result> {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'unauthenticated' || !forgetAccess()) throw error;
        await ensure();
        return call();
      }
    },
    close() {
      isClosed = true;
      central.useAccessToken(null);
    },
  };
}
