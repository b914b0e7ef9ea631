import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Role } from '../../core/domain/levels.ts';
import type { Machine, MachineRight } from '../automation/machines.ts';
import type { Caller } from '../rules/batch.ts';
import { forbidden, HttpError, unauthenticated } from './http-error.ts';

/** Of a machine with any right, or with a certain one; closed to everybody else, as all other routes are closed to machines. */
type MachineAccess = 'machine' | `machine:${MachineRight}`;
/** Who may call: everybody, everybody signed in, certain roles, or machines. There is no route without. */
export type Access = 'public' | 'signedIn' | MachineAccess | readonly Role[];

type Parts = { params?: z.ZodType; query?: z.ZodType; body?: z.ZodType };
type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export type Asked<P extends Parts, A extends Access> = {
  caller: A extends 'public' | MachineAccess ? null : Caller;
  machine: A extends MachineAccess ? Machine : null;
  params: Parsed<P['params']>;
  query: Parsed<P['query']>;
  body: Parsed<P['body']>;
  request: FastifyRequest;
  reply: FastifyReply;
};

export type RouteFacts = Parts & {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  access: Access;
  /** What it does, in German, for the page of the interface. */
  summary: string;
  answer?: z.ZodType;
  /** Status of a good answer; 200 unless told. */
  status?: number;
  bodyLimit?: number;
  /** Media type of a body that is not JSON. */
  bodyType?: string;
  /** What a `multipart/form-data` body holds, where a route takes that, too. */
  formFields?: z.ZodType;
  /** Headers the route reads. */
  headers?: z.ZodType;
  /** Served to desks of any age, too: what brings work here, and what keeps keys safe. All else is refused to them. */
  forOldDesks?: true;
  /** Looks up by itself, within its transaction, whether the caller's session is still open and what role she has (`confirmHolder`). */
  confirmsCaller?: true;
  /** Media type of an answer that is not JSON. */
  answerType?: string;
  /** Media type it may have instead, where the caller asked for more. */
  otherAnswerType?: string;
};

/**
 * Returned by a route that has sent its answer itself. A reply cannot be returned: waiting for it waits for the end of the answer, and
 * one that breaks off half-way would be answered a second time.
 */
export const answered = Symbol('answered');

/** All routes registered so far, for the interface page and for the test that walks them. */
export type RouteList = RouteFacts[];

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: fastify lets its interfaces be extended, a type cannot be
  interface FastifyContextConfig {
    access?: Access;
    forOldDesks?: boolean;
    confirmsCaller?: boolean;
  }
  // biome-ignore lint/style/useConsistentTypeDefinitions: fastify lets its interfaces be extended, a type cannot be
  interface FastifyRequest {
    caller: Caller | null;
    machine: Machine | null;
  }
}

function parse<Schema extends z.ZodType>(schema: Schema | undefined, value: unknown, part: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 5).map((issue) => ({ path: issue.path.join('.'), code: issue.code }));
  throw new HttpError(400, 'invalid_input', 'Die Anfrage ist nicht lesbar.', { part, issues });
}

/** Adds one route: its rights are checked before the body is read, its inputs by their schemas. */
export function addRoute<const P extends Parts, const A extends Access>(
  app: FastifyInstance,
  routes: RouteList,
  facts: RouteFacts & P & { access: A },
  handle: (asked: Asked<P, A>) => unknown, // typeof answered, or what is sent
): void {
  routes.push(facts);
  app.route({
    method: facts.method,
    url: facts.path,
    config: {
      access: facts.access,
      forOldDesks: facts.forOldDesks === true,
      confirmsCaller: facts.confirmsCaller === true,
    },
    ...(facts.bodyLimit === undefined ? {} : { bodyLimit: facts.bodyLimit }),
    handler: (request, reply) => {
      const answering = async () => {
        const asked = {
          caller: request.caller,
          machine: request.machine,
          params: parse(facts.params, request.params, 'params'),
          query: parse(facts.query, request.query, 'query'),
          body: parse(facts.body, request.body, 'body'),
          request,
          reply,
        } as Asked<P, A>;
        const answer = await handle(asked);
        if (answer !== answered) reply.code(facts.status ?? 200).send(answer ?? '');
      };
      answering().catch((error: unknown) => reply.send(error));
    },
  });
}

/** True for routes that only machines may call. */
export const isForMachines = (access: Access | undefined): boolean =>
  typeof access === 'string' && access.split(':')[0] === 'machine';

/** Refuses callers without the right; a route that names none is refused to all. */
export function checkAccess(
  access: Access | undefined,
  { caller, machine }: Pick<FastifyRequest, 'caller' | 'machine'>,
) {
  if (access === 'public') return;
  if (isForMachines(access)) {
    if (!machine) throw wrongToken();
    if (access !== 'machine' && !machine.rights.some((right) => access === `machine:${right}`)) throw rightMissing();
    return;
  }
  if (!caller) throw unauthenticated();
  if (access === 'signedIn') return;
  if (!(access as readonly Role[] | undefined)?.includes(caller.role)) throw forbidden();
}

const wrongToken = () =>
  new HttpError(401, 'unauthenticated', 'Das Zugangskennzeichen ist nicht bekannt, abgelaufen oder beendet.');
const rightMissing = () => new HttpError(403, 'forbidden', 'Dafür hat dieses Maschinenkonto kein Recht.');
