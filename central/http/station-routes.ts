import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  correctStackRequest,
  coverCase,
  coverCaseQuery,
  stackDetail,
  stackRef,
  stationOverview,
  uploadedStack,
  uploadStackQuery,
} from '../../core/contract/station-shapes.ts';
import { markSeen, retryStack, returnStack } from '../intake/station/acts.ts';
import { correctStack } from '../intake/station/correct.ts';
import { caseOfNumber } from '../intake/station/cover-case.ts';
import { readDetail, readOverview } from '../intake/station/overview.ts';
import { takeIn } from '../intake/station/take-in.ts';
import { TooLongError } from '../store/incoming.ts';
import { BrokenOffError, countedTo } from './counted-stream.ts';
import { addStackLookRoutes } from './stack-look-routes.ts';
import { refusable } from './refusable.ts';
import type { Context } from './context.ts';
import { HttpError, notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';
import { streamBody } from './stream-body.ts';

const largestUpload = 1024 * 1024 * 1024;
const base = '/v1/station';
const access = ['scanStation'] as const;

/** The scan station: what came in and what became of it, files handed in, and what its people do about them. */
export function addStationRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database, intake } = context;
  const overview = {
    method: 'GET',
    path: base,
    access,
    answer: stationOverview,
    summary: 'Scanstelle: Ordner, offene Stapel und die von heute.',
  } as const;
  addRoute(app, routes, overview, () => readOverview(database, intake.baskets));

  const detail = {
    method: 'GET',
    path: `${base}/stacks/:stackId`,
    access,
    params: stackRef,
    answer: stackDetail,
    summary: 'Ein Stapel mit seinen Schreiben und Seiten.',
  } as const;
  addRoute(app, routes, detail, async ({ params }) => {
    const found = await readDetail(database, params.stackId);
    if (!found) throw notFound();
    return found;
  });

  const cover = {
    method: 'GET',
    path: `${base}/cover-case`,
    access,
    query: coverCaseQuery,
    answer: z.object({ found: coverCase }),
    summary: 'Die Akte zu einem genauen Aktenzeichen, für ein Deckblatt.',
  } as const;
  addRoute(app, routes, cover, async ({ query }) => ({ found: await caseOfNumber(database, query.fileNumber) }));

  addUploadRoute(app, routes, context);
  addStackLookRoutes(app, routes, context);
  for (const [name, run, summary] of [
    ['retry', retryStack, 'Einen Stapel noch einmal lesen.'],
    ['return', returnStack, 'Einen Stapel in den Ordner der Station zurückgeben.'],
    ['seen', markSeen, 'Einen Stapel als angesehen vermerken.'],
  ] as const) {
    const facts = {
      method: 'POST',
      path: `${base}/stacks/:stackId/${name}`,
      access,
      params: stackRef,
      status: 204,
      summary,
    } as const;
    addRoute(app, routes, facts, ({ caller, params }) => refusable(run(intake, caller.workerId, params.stackId)));
  }
  const correct = {
    method: 'POST',
    path: `${base}/stacks/:stackId/correct`,
    access,
    params: stackRef,
    body: correctStackRequest,
    status: 204,
    summary: 'Die Aufteilung eines Stapels oder Empfänger berichtigen.',
  } as const;
  addRoute(app, routes, correct, ({ caller, params, body }) =>
    refusable(correctStack(intake, caller.workerId, params.stackId, body)),
  );
}

function addUploadRoute(app: FastifyInstance, routes: RouteList, { intake }: Context): void {
  const upload = {
    method: 'POST',
    path: `${base}/stacks`,
    access,
    query: uploadStackQuery,
    answer: uploadedStack,
    status: 201,
    bodyLimit: largestUpload,
    bodyType: 'application/octet-stream',
    summary: 'Eine gescannte Datei einreichen; die Antwort kommt, wenn sie sicher aufbewahrt ist.',
  } as const;
  addRoute(app, routes, upload, async ({ caller, query, request }) => {
    const content = streamBody(request, 'application/octet-stream');
    const announced = Number(request.headers['content-length'] ?? Number.NaN);
    const counted = countedTo(content, announced, largestUpload);
    try {
      const { workerId: takenBy } = caller;
      const file = { source: 'upload' as const, ...query, takenBy, content: counted, isUrgent: true };
      const { stackId, sameAs } = await takeIn(intake, file);
      return { stackId, isKnown: sameAs !== null };
    } catch (error) {
      if (error instanceof TooLongError) throw new HttpError(413, 'too_large', 'Die Datei ist größer als 1 GB.');
      if (error instanceof BrokenOffError || (error as { code?: unknown }).code === 'ECONNRESET') {
        throw new HttpError(400, 'invalid_input', 'Die Datei kam nicht vollständig an.');
      }
      throw error;
    }
  });
}
