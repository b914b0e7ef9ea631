import { AppError } from '../domain/errors.ts';
import type { ApiDefinition, Handlers } from './definition.ts';
import { callerFrameSchema, type ServerFrame } from './frames.ts';
import type { Port } from './port.ts';

export type Serving<Api extends ApiDefinition> = {
  api: Api;
  contractVersion: number;
  handlers: Handlers<Api>;
  /** Checks the token of a hello; answers the session to hand back (null: none), or throws AppError. Left out: everybody on this pipe is trusted. */
  welcome?: (token: string | null) => string | null;
  /** Told of every error that is not an AppError; the caller gets only "internal". Must not log personal data. */
  onUnexpectedError: (error: unknown, call: { group: string; name: string }) => void;
};

/** Serves an API on one port until it closes. Returns how to send it events. */
export function serve<Api extends ApiDefinition>(port: Port, serving: Serving<Api>) {
  const running = new Map<number, AbortController>();
  let isOpen = true;
  let isWelcome = false;
  const send = (frame: ServerFrame) => {
    if (isOpen) port.send(frame);
  };

  const answer = async (id: number, group: string, name: string, input: unknown) => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const output = await runCall(serving, { group, name, input }, abort.signal);
      if (abort.signal.aborted) throw new AppError('cancelled', 'Abgebrochen.');
      send({ frame: 'result', id, output });
    } catch (error) {
      const failure = abort.signal.aborted
        ? new AppError('cancelled', 'Abgebrochen.')
        : toAppError(error, serving, { group, name });
      send({ frame: 'failure', id, code: failure.code, message: failure.message, details: failure.details });
    } finally {
      running.delete(id);
    }
  };

  port.onFrame((raw) => {
    const parsed = callerFrameSchema.safeParse(raw);
    if (!parsed.success) return port.close();
    const frame = parsed.data;
    if (frame.frame === 'hello') {
      try {
        if (frame.contractVersion !== serving.contractVersion) {
          throw new AppError('must_upgrade', 'Die Oberfläche passt nicht zum Programm. Bitte neu laden.');
        }
        const session = serving.welcome ? serving.welcome(frame.token) : null;
        isWelcome = true;
        send({ frame: 'welcome', session });
      } catch (error) {
        const failure = toAppError(error, serving, { group: 'rpc', name: 'hello' });
        send({ frame: 'goodbye', code: failure.code, message: failure.message });
        port.close();
      }
    } else if (!isWelcome) port.close();
    else if (frame.frame === 'cancel') running.get(frame.id)?.abort();
    else void answer(frame.id, frame.group, frame.name, frame.input);
  });
  port.onClose(() => {
    isOpen = false;
    for (const abort of running.values()) abort.abort();
  });

  return {
    emit(group: string, name: string, payload: unknown) {
      if (isWelcome) send({ frame: 'event', group, name, payload });
    },
    close: () => port.close(),
  };
}

async function runCall<Api extends ApiDefinition>(
  serving: Serving<Api>,
  frame: { group: string; name: string; input: unknown },
  signal: AbortSignal,
): Promise<unknown> {
  const groups = serving.api;
  const definition =
    Object.hasOwn(groups, frame.group) && Object.hasOwn(groups[frame.group] ?? {}, frame.name)
      ? groups[frame.group]?.[frame.name]
      : undefined;
  if (definition?.kind !== 'call') throw new AppError('not_found', 'Diese Funktion gibt es nicht.');
  const input = definition.input.safeParse(frame.input);
  if (!input.success) {
    const issues = input.error.issues.map((issue) => ({ path: issue.path.map(String), message: issue.message }));
    throw new AppError('invalid_input', issues[0]?.message ?? 'Die Angaben sind unvollständig.', { issues });
  }
  const handler = (serving.handlers as Record<string, Record<string, Handler>>)[frame.group]?.[frame.name];
  if (!handler) throw new AppError('not_found', 'Diese Funktion gibt es nicht.');
  return definition.output.parse(await handler(input.data, { signal }));
}

type Handler = (input: unknown, context: { signal: AbortSignal }) => unknown;

function toAppError<Api extends ApiDefinition>(
  error: unknown,
  serving: Serving<Api>,
  where: { group: string; name: string },
): AppError {
  if (error instanceof AppError) return error;
  serving.onUnexpectedError(error, where);
  return new AppError(
    'internal',
    'Das hat nicht geklappt. Ihre Eingaben sind erhalten geblieben; bitte noch einmal versuchen.',
  );
}
