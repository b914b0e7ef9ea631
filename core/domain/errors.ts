import { z } from 'zod';

export const errorCodeSchema = z.enum([
  'invalid_input',
  'not_found',
  'conflict',
  'forbidden',
  'unauthenticated',
  'offline',
  'cancelled',
  'locked', // the local store is locked: log in first
  'needs_reason', // protected: say why
  'must_upgrade',
  'storage_full',
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** The one error that crosses borders. `message` is German and may be shown; `details` are plain data without personal data. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}
