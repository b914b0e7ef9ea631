import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { composedLetters, composeLettersRequest } from '../../core/contract/station-shapes.ts';
import { idSchema } from '../../core/domain/ids.ts';
import { composeLetters } from '../intake/letters/compose-letters.ts';
import type { Context } from './context.ts';
import { refusable } from './refusable.ts';
import { addRoute, type RouteList } from './route.ts';

/** What a Postkorb needs of the centre's machinery. */
export function addInboxRoutes(app: FastifyInstance, routes: RouteList, { intake }: Context): void {
  const compose = {
    method: 'POST',
    path: '/v1/inboxes/:inboxId/compose',
    access: 'signedIn',
    params: z.object({ inboxId: idSchema }),
    body: composeLettersRequest,
    answer: composedLetters,
    summary:
      'Schreiben eines Postkorbs neu zusammenstellen; geändert wird erst durch den Vorgang, der das Ergebnis nennt.',
  } as const;
  addRoute(app, routes, compose, ({ caller, params, body }) =>
    refusable(composeLetters(intake, caller.workerId, params.inboxId, body)),
  );
}
