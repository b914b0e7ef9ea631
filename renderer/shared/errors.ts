import { AppError, type ErrorCode } from '../../core/domain/errors.ts';
import { showDialog, showMessage } from './messages.ts';

type Place = 'none' | 'message' | 'dialog';
const places: Record<ErrorCode, Place> = {
  invalid_input: 'message',
  not_found: 'message',
  conflict: 'message',
  forbidden: 'message',
  offline: 'message',
  internal: 'message',
  storage_full: 'dialog',
  must_upgrade: 'dialog',
  needs_reason: 'message',
  // The session gate shows the log-in page; cancelled was the worker's own wish.
  unauthenticated: 'none',
  locked: 'none',
  cancelled: 'none',
};

const unexpected = 'Das hat nicht geklappt. Ihre Eingaben sind erhalten geblieben; bitte noch einmal versuchen.';

/** The German sentence for any error. */
export function errorText(error: unknown): string {
  return error instanceof AppError ? error.message : unexpected;
}

/** The code of an AppError, null for anything else. */
export function errorCode(error: unknown): ErrorCode | null {
  return error instanceof AppError ? error.code : null;
}

/** Shows an error once, where its weight asks for it. For errors that no view shows beside their cause. */
export function showError(error: unknown): void {
  const place = error instanceof AppError ? places[error.code] : 'message';
  if (place === 'message') showMessage(errorText(error), { kind: 'problem' });
  if (place === 'dialog') showDialog(errorText(error));
}
