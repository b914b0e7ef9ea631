import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { idSchema } from '../../core/domain/ids.ts';
import { momentSchema } from '../../core/domain/moments.ts';
import { checkWebhookUrl, ForbiddenAddressError } from '../automation/webhook-address.ts';
import { webhookEvents } from '../automation/webhook-messages.ts';
import { listWebhooks, makeWebhook, removeWebhook } from '../automation/webhooks.ts';
import type { Context } from './context.ts';
import { HttpError, notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

const eventsSchema = z.array(z.enum(webhookEvents)).min(1);
const webhookSchema = z.object({
  ...{ id: idSchema, url: z.string(), events: eventsSchema, failures: z.int(), lastFailure: z.string().nullable() },
  ...{ deliveredAt: momentSchema.nullable(), disabledAt: momentSchema.nullable() },
  disabledReason: z.string().nullable(),
});

/** Where machines want to be told what happens. */
export function addAutomationWebhookRoutes(app: FastifyInstance, routes: RouteList, { database }: Context): void {
  const make = {
    method: 'POST',
    path: '/v1/automation/webhooks',
    access: 'machine:events',
    status: 201,
    body: z.object({ url: z.string().max(2_000), events: eventsSchema }),
    answer: z.object({ id: idSchema, secret: z.string() }),
    summary:
      'Benachrichtigung einrichten: ab jetzt wird jedes Ereignis an diese Adresse gesendet, der Reihe nach und mindestens einmal. Was aus eingelieferten Dateien wird (intakeDone, intakeNeedsLook, intakeFailed, intakeReturned), erfährt nur das Maschinenkonto, das sie eingeliefert hat. Der Schlüssel der Unterschrift (secret) wird nur dieses eine Mal gezeigt.',
  } as const;
  addRoute(app, routes, make, async ({ machine, body }) => {
    try {
      checkWebhookUrl(body.url, machine.networks);
    } catch (error) {
      if (error instanceof ForbiddenAddressError) throw new HttpError(400, 'invalid_input', error.message);
      throw error;
    }
    const made = await makeWebhook(database, machine.id, { url: body.url, events: [...new Set(body.events)] });
    if (!made) throw new HttpError(409, 'conflict', 'Mehr Benachrichtigungen hat ein Maschinenkonto nicht.');
    return made;
  });

  const list = {
    method: 'GET',
    path: '/v1/automation/webhooks',
    access: 'machine:events',
    answer: z.object({ webhooks: z.array(webhookSchema) }),
    summary: 'Eigene Benachrichtigungen, mit Fehlern und ob eine abgeschaltet wurde.',
  } as const;
  addRoute(app, routes, list, async ({ machine }) => ({ webhooks: await listWebhooks(database, machine.id) }));

  const remove = {
    method: 'DELETE',
    path: '/v1/automation/webhooks/:webhookId',
    access: 'machine:events',
    status: 204,
    params: z.object({ webhookId: idSchema }),
    summary: 'Benachrichtigung entfernen.',
  } as const;
  addRoute(app, routes, remove, async ({ machine, params }) => {
    if (!(await removeWebhook(database, machine.id, params.webhookId))) throw notFound();
  });
}
