import type { Database } from '../../../central/store/database.ts';
import { AppError } from '../../../core/domain/errors.ts';

/** One process that answers desks; several share one database. */
export type Service = { isGone: boolean; database: Database };
/** Does something at the centre; trouble that passes is told as HTTP 503. */
export type Guard = <Result>(work: () => Promise<Result>) => Promise<Result>;

export const away = (cause: string) => new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.', { cause });
