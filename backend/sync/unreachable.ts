import { AppError } from '../../core/domain/errors.ts';

/** The centre is away, or something else answers in its place; `cause` is a word of the program. */
export const unreachable = (cause: string): AppError =>
  new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.', { cause });
