import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { idSchema } from '../../core/domain/ids.ts';
import { momentSchema } from '../../core/domain/moments.ts';
import { machineProblem, machineRequestSchema } from '../automation/machine-request.ts';
import { listMachines, machineRights, makeMachine, revokeMachine } from '../automation/machines.ts';
import type { Context } from './context.ts';
import { HttpError, notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

const rightsSchema = z.array(z.enum(machineRights));
const machineSchema = z.object({
  ...{ id: idSchema, name: z.string(), rights: rightsSchema, inboxIds: z.array(idSchema), teamIds: z.array(idSchema) },
  ...{ stations: z.array(z.string()), networks: z.array(z.string()), requestsPerMinute: z.int() },
  expiresAt: momentSchema,
});
const listSchema = z.object({
  machines: z.array(
    machineSchema.extend({
      ...{ madeBy: idSchema, madeAt: momentSchema },
      ...{ lastUsedAt: momentSchema.nullable(), revokedAt: momentSchema.nullable() },
    }),
  ),
});

/** Machine accounts: made, listed and ended by administration; what one is told about itself. */
export function addMachineRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database } = context;
  const make = {
    method: 'POST',
    path: '/v1/machines',
    access: ['administration'],
    status: 201,
    body: machineRequestSchema,
    answer: z.object({ id: idSchema, token: z.string() }),
    summary: 'Maschinenkonto anlegen. Das Zugangskennzeichen (token) wird nur dieses eine Mal gezeigt.',
  } as const;
  addRoute(app, routes, make, async ({ caller, body }) => {
    const problem = await machineProblem(database, body);
    if (problem) throw new HttpError(400, 'invalid_input', problem);
    return makeMachine(database, caller.workerId, { ...body, expiresAt: new Date(body.expiresAt) });
  });

  const list = {
    method: 'GET',
    path: '/v1/machines',
    access: ['administration', 'audit'],
    answer: listSchema,
    summary: 'Alle Maschinenkonten, auch die beendeten; nie ihre Zugangskennzeichen.',
  } as const;
  addRoute(app, routes, list, async () => ({ machines: await listMachines(database) }));

  const revoke = {
    method: 'DELETE',
    path: '/v1/machines/:machineId',
    access: ['administration'],
    status: 204,
    params: z.object({ machineId: idSchema }),
    summary: 'Maschinenkonto beenden; es gilt sofort nicht mehr.',
  } as const;
  addRoute(app, routes, revoke, async ({ caller, params }) => {
    if (!(await revokeMachine(database, caller.workerId, params.machineId))) throw notFound();
  });

  const own = {
    method: 'GET',
    path: '/v1/automation/self',
    access: 'machine',
    answer: machineSchema,
    summary: 'Was dieses Maschinenkonto darf und bis wann; zum Prüfen der Verbindung.',
  } as const;
  addRoute(app, routes, own, ({ machine }) => machine);
}
