/** What went wrong, for code that wants to react; the message is for the reader. */
export type EmbeddedPostgresErrorCode =
  | 'already-running'
  | 'newer-version'
  | 'older-version'
  | 'folder-damaged'
  | 'folder-not-usable'
  | 'account-missing'
  | 'account-foreign'
  | 'programs-missing'
  | 'programs-not-runnable'
  | 'disk-full'
  | 'initialisation-failed'
  | 'start-failed'
  | 'still-running';

/** Refusal of the embedded database: a German sentence for the administrator and a code. `pid` names the process in the way, if one is. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;
  readonly pid: number | undefined;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options: { cause?: unknown; pid?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EmbeddedPostgresError';
    this.code = code;
    this.pid = options.pid;
  }
}

/** The error's system code (`ENOENT`, `EACCES`, …), or an empty string. */
export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
