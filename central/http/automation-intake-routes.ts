import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { idSchema } from '../../core/domain/ids.ts';
import { daySchema } from '../../core/domain/moments.ts';
import { handIn, intakeState } from '../automation/intake-requests.ts';
import { intakeLetterSchema } from '../automation/webhook-messages.ts';
import type { Intake } from '../intake/station/intake.ts';
import type { Told } from '../intake/station/told.ts';
import type { StoredContent } from '../store/blob-store.ts';
import type { Queryable } from '../store/database.ts';
import { keepUntold, TooLongError } from '../store/incoming.ts';
import { findKeyword } from '../xdomea/house-facts.ts';
import type { Context } from './context.ts';
import { BrokenOffError, countedTo } from './counted-stream.ts';
import { HttpError, notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';
import { streamBody } from './stream-body.ts';

/** Most bytes of a file that a machine hands in. */
const largestFile = 1024 * 1024 * 1024;

const stateSchema = z.object({
  state: z.enum(['waiting', 'inWork', 'done', 'needsLook', 'failed', 'returned']),
  reason: z.string().nullable(),
  documents: z.array(intakeLetterSchema),
});

const toldShape = {
  fileNumber: z.string().trim().min(1).max(60).optional(),
  keyword: z.string().trim().min(1).max(200).optional(),
  title: z.string().trim().min(1).max(300).optional(),
  letterDate: daySchema.optional(),
};
type ToldQuery = z.infer<z.ZodObject<typeof toldShape>>;

const keySchema = z.object({ 'idempotency-key': z.string().min(8).max(255) });

/** Files that machines hand in; they go the way of the scan station. */
export function addAutomationIntakeRoutes(
  app: FastifyInstance,
  routes: RouteList,
  { database, intake }: Context,
): void {
  const take = {
    method: 'POST',
    path: '/v1/automation/intake',
    access: 'machine:intake',
    status: 202,
    bodyType: 'application/octet-stream',
    bodyLimit: largestFile,
    headers: keySchema,
    query: z.object({
      ...{ station: z.string().trim().min(1).max(80), fileName: z.string().trim().min(1).max(255) },
      ...toldShape,
    }),
    answer: z.object({ intakeId: idSchema }),
    summary:
      'Eine Datei (PDF, TIFF, JPEG, PNG) über einen Eingang der Scanstelle einliefern; sie wird gelesen, getrennt und zugestellt. Die Kopfzeile Idempotency-Key ist nötig: dieselbe Anfrage noch einmal liefert dieselbe Antwort und nichts doppelt. Aktenzeichen, Schlagwort, Titel und Datum können mitgegeben werden; sie gelten für jedes Schreiben der Datei, das kein eigenes Deckblatt hat.',
  } as const;
  addRoute(app, routes, take, async ({ machine, query, request }) => {
    const given = keySchema.safeParse(request.headers);
    if (!given.success) {
      throw new HttpError(
        400,
        'invalid_input',
        'Die Kopfzeile Idempotency-Key fehlt oder hat nicht 8 bis 255 Zeichen.',
      );
    }
    const key = given.data['idempotency-key'];
    if (!machine.stations.includes(query.station)) throw notFound();
    const told = await readTold(database, query);
    const content = await keepBody(intake, request);
    const { station, fileName } = query;
    const handed = await handIn(intake, machine.id, { key, station, fileName, content, told });
    if (handed.outcome === 'taken') return { intakeId: handed.intakeId };
    if (handed.outcome === 'busy') {
      throw new HttpError(409, 'conflict', 'Dieselbe Anfrage wird gerade noch bearbeitet. Bitte später wiederholen.');
    }
    throw new HttpError(422, 'invalid_input', 'Dieser Idempotency-Key wurde schon für eine andere Datei benutzt.');
  });

  const look = {
    method: 'GET',
    path: '/v1/automation/intake/:intakeId',
    access: 'machine:intake',
    params: z.object({ intakeId: idSchema }),
    answer: stateSchema,
    summary:
      'Was aus einer eingelieferten Datei wurde: wartet, in Arbeit, zugestellt (mit Postkorb), oder was daran zu klären ist.',
  } as const;
  addRoute(app, routes, look, async ({ machine, params }) => {
    const state = await intakeState(database, machine.id, params.intakeId);
    if (!state) throw notFound();
    return state;
  });
}

/** What a machine says of its file; null: nothing. Throws HttpError for a keyword this house does not have today. */
async function readTold(database: Queryable, query: ToldQuery): Promise<Told | null> {
  const { fileNumber = null, keyword = null, title = null, letterDate = null } = query;
  if (fileNumber === null && keyword === null && title === null && letterDate === null) return null;
  const found = await findKeyword(database, keyword, new Date().toISOString().slice(0, 10));
  if (keyword !== null && !found) {
    throw new HttpError(422, 'invalid_input', `Das Schlagwort „${keyword}“ gibt es hier nicht oder heute nicht mehr.`);
  }
  return { fileNumber, title, letterDate, keywordId: found?.id ?? null };
}

async function keepBody(intake: Intake, request: FastifyRequest): Promise<StoredContent> {
  const source = streamBody(request, 'application/octet-stream');
  const announced = Number(request.headers['content-length'] ?? Number.NaN);
  try {
    const content = await keepUntold(intake.blobs, countedTo(source, announced, largestFile), { limit: largestFile });
    if (!content) throw new Error('a content without condition was not kept');
    return content;
  } catch (error) {
    if (error instanceof TooLongError) throw new HttpError(413, 'too_large', 'Die Datei ist größer als 1 GB.');
    if (error instanceof BrokenOffError || (error as { code?: unknown }).code === 'ECONNRESET') {
      throw new HttpError(400, 'invalid_input', 'Die Datei kam nicht vollständig an.');
    }
    throw error;
  }
}
