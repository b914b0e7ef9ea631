import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { idSchema } from '../../core/domain/ids.ts';
import { daySchema, momentSchema } from '../../core/domain/moments.ts';
import { recordSchemas } from '../../core/domain/records.ts';
import { findByNumber, listDocuments, readCover } from '../automation/case-files.ts';
import type { Context } from './context.ts';
import { notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

const documentsAtOnce = 100;

const { kind, state } = recordSchemas.caseFile.shape;
const foundSchema = z.object({ caseFileId: idSchema, fileNumber: z.string(), kind, state });
const coverSchema = foundSchema.extend({
  ...{ title: z.string(), workerId: idSchema, workerName: z.string().nullable() },
  ...{ approvedFrom: daySchema.nullable(), approvedUntil: daySchema.nullable(), openedOn: daySchema },
  documentCount: z.int(),
});
const documentSchema = z.object({
  ...{ documentId: idSchema, isProtected: z.boolean(), title: z.string().nullable() },
  ...{ keywords: z.array(z.string()).nullable(), letterDate: daySchema.nullable(), receivedDate: daySchema.nullable() },
  ...{ direction: z.string().nullable(), pageCount: z.int().nullable(), sheetFrom: z.int(), sheetTo: z.int() },
  filedAt: momentSchema,
});

/** Case files for machines: by number, their cover, their documents. Each reading stands in the journal of the file. */
export function addAutomationCaseRoutes(app: FastifyInstance, routes: RouteList, { database }: Context): void {
  const find = {
    method: 'GET',
    path: '/v1/automation/case-files',
    access: 'machine:lookup',
    query: z.object({ number: z.string().min(4).max(60) }),
    answer: z.object({ caseFiles: z.array(foundSchema) }),
    summary: 'Akten mit diesem Aktenzeichen; Leerzeichen, „//“ und kleine Buchstaben werden verstanden.',
  } as const;
  addRoute(app, routes, find, async ({ machine, query }) => ({
    caseFiles: await findByNumber(database, machine.id, query.number),
  }));

  const params = z.object({ caseFileId: idSchema });
  const cover = {
    method: 'GET',
    path: '/v1/automation/case-files/:caseFileId',
    access: 'machine:lookup',
    params,
    answer: coverSchema,
    summary: 'Aktendeckel ohne Anschrift, Personen und Vermerke.',
  } as const;
  addRoute(app, routes, cover, async (asked) => {
    const found = await readCover(database, asked.machine.id, asked.params.caseFileId);
    if (!found) throw notFound();
    return found;
  });

  const documents = {
    method: 'GET',
    path: '/v1/automation/case-files/:caseFileId/documents',
    access: 'machine:lookup',
    params,
    query: z.object({ cursor: idSchema.optional() }),
    answer: z.object({ documents: z.array(documentSchema), nextCursor: idSchema.nullable() }),
    summary: 'Verzeichnis der Dokumente, neueste zuerst; von geschützten nur, dass es sie gibt.',
  } as const;
  addRoute(app, routes, documents, async (asked) => {
    const page = { after: asked.query.cursor ?? null, limit: documentsAtOnce + 1 };
    const found = await listDocuments(database, asked.machine.id, asked.params.caseFileId, page);
    if (!found) throw notFound();
    const shown = found.slice(0, documentsAtOnce);
    return { documents: shown, nextCursor: found.length > documentsAtOnce ? (shown.at(-1)?.documentId ?? null) : null };
  });
}
