import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Machine, readMachine } from '../automation/machines.ts';
import { createRateLimit } from '../automation/rate-limit.ts';
import type { Database } from '../store/database.ts';
import { createFailureLimit } from './failure-limit.ts';
import { HttpError } from './http-error.ts';

/** Reads whose token came with a request; null for none that holds. Throws with a time to wait for guesses and for too many requests. */
export function createMachineReader(database: Database) {
  const failures = createFailureLimit();
  const limit = createRateLimit();
  return async (token: string, request: FastifyRequest, reply: FastifyReply): Promise<Machine | null> => {
    const wait = failures.waitSeconds(request.ip);
    if (wait > 0) throw tooMany(reply, wait);
    const machine = await readMachine(database, token);
    if (!machine) {
      failures.noteFailure(request.ip);
      return null;
    }
    const seconds = limit.take(machine.id, machine.requestsPerMinute);
    if (seconds > 0) throw tooMany(reply, seconds);
    return machine;
  };
}

function tooMany(reply: FastifyReply, seconds: number): HttpError {
  reply.header('retry-after', String(seconds));
  const message = `Zu viele Anfragen in kurzer Zeit. Die nächste wird in ${seconds} Sekunden angenommen.`;
  return new HttpError(429, 'too_many_requests', message, { seconds });
}
