import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  composedLetters,
  composeLettersRequest,
  letterProposal,
  letterToPropose,
} from '../../core/contract/station-shapes.ts';
import { idSchema } from '../../core/domain/ids.ts';
import { composeLetters } from '../intake/letters/compose-letters.ts';
import { proposeForDesk } from '../intake/letters/propose-letter.ts';
import type { Context } from './context.ts';
import { refusable } from './refusable.ts';
import { addRoute, type RouteList } from './route.ts';

const mostOfLetter = 2 * 1024 * 1024; // bytes; five pages with all their words

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
  const propose = {
    method: 'POST',
    path: '/v1/letters/propose',
    access: 'signedIn',
    body: letterToPropose,
    bodyLimit: mostOfLetter,
    answer: letterProposal,
    summary: 'Vorschläge zum Ablegen eines Schreibens, das noch nirgends liegt; nichts davon wird aufgehoben.',
  } as const;
  addRoute(app, routes, propose, ({ caller, body }) => proposeForDesk(intake.database, body, caller.workerId));
}
