import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { idSchema } from '../../core/domain/ids.ts';
import { searchFor } from '../automation/search.ts';
import type { Context } from './context.ts';
import { addRoute, type RouteList } from './route.ts';

const hitSchema = z.object({
  ...{ caseFileId: idSchema, fileNumber: z.string(), documentId: idSchema, title: z.string() },
  pages: z.array(z.int()).describe('Seiten, auf denen alle Wörter stehen; leer: nur im Titel oder Absender'),
});

/** Full text for machines. */
export function addAutomationSearchRoute(app: FastifyInstance, routes: RouteList, { database }: Context): void {
  const search = {
    method: 'GET',
    path: '/v1/automation/search',
    access: 'machine:search',
    query: z.object({ text: z.string().min(2).max(200), cursor: idSchema.optional() }),
    answer: z.object({ hits: z.array(hitSchema), nextCursor: idSchema.nullable() }),
    summary:
      'Dokumente, die alle Wörter auf einer Seite oder im Titel tragen, neueste zuerst. Müller findet auch Mueller; das letzte Wort darf ein Anfang sein. Geschützte Dokumente sind nicht dabei.',
  } as const;
  addRoute(app, routes, search, ({ machine, query }) =>
    searchFor(database, machine.id, query.text, query.cursor ?? null),
  );
}
