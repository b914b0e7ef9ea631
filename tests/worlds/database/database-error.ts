/** A database error as the driver throws it. */
export function databaseError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
