import type { z } from 'zod';
import { type ShellCallName, shellCalls } from '../../core/contract/shell.ts';
import { AppError, type ErrorCode } from '../../core/domain/errors.ts';

/** What goes back over ipcRenderer.invoke, which would strip errors of their code. */
export type ShellAnswer = { ok: true; value: unknown } | { ok: false; code: ErrorCode; message: string };

export type ShellHandlers<Caller> = {
  [Name in ShellCallName]: (
    input: z.output<(typeof shellCalls)[Name]['input']>,
    caller: Caller,
  ) => Promise<z.input<(typeof shellCalls)[Name]['output']>> | z.input<(typeof shellCalls)[Name]['output']>;
};

/** Runs a call of the page after checking its name and input, and answers in the envelope. Never throws. */
export async function answerShellCall<Caller>(
  handlers: ShellHandlers<Caller>,
  request: { name: unknown; input: unknown; caller: Caller },
  onUnexpectedError: (error: unknown, where: string) => void,
): Promise<ShellAnswer> {
  const { name } = request;
  if (typeof name !== 'string' || !Object.hasOwn(shellCalls, name)) {
    return { ok: false, code: 'not_found', message: 'Diese Funktion gibt es nicht.' };
  }
  const definition = shellCalls[name as ShellCallName];
  const input = definition.input.safeParse(request.input);
  if (!input.success) return { ok: false, code: 'invalid_input', message: 'Die Angaben sind unvollständig.' };
  try {
    const handler = handlers[name as ShellCallName] as (input: unknown, caller: Caller) => unknown;
    return { ok: true, value: definition.output.parse(await handler(input.data, request.caller)) };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, code: error.code, message: error.message };
    onUnexpectedError(error, name);
    return { ok: false, code: 'internal', message: 'Das hat nicht geklappt. Bitte noch einmal versuchen.' };
  }
}
