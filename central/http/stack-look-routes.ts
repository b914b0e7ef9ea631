import type { FastifyInstance } from 'fastify';
import { stackPageQuery, stackPageRef, stackRef } from '../../core/contract/station-shapes.ts';
import { drawStackPage, openOriginal } from '../intake/station/look-at-stack.ts';
import { sendContent } from './blob-routes.ts';
import type { Context } from './context.ts';
import { refusable } from './refusable.ts';
import { addRoute, answered, type RouteList } from './route.ts';

const access = ['scanStation'] as const;
const base = '/v1/station/stacks/:stackId';

/** The file as it came: a picture of each page, and the file itself. Both are journalled. */
export function addStackLookRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const page = {
    method: 'GET',
    path: `${base}/pages/:page`,
    access,
    params: stackPageRef,
    query: stackPageQuery,
    summary: 'Eine Seite der eingegangenen Datei als Bild.',
    answerType: 'image/jpeg',
  } as const;
  addRoute(app, routes, page, async ({ caller, params, query, reply }) => {
    const jpeg = await refusable(drawStackPage(context.intake, caller.workerId, { ...params, ...query }));
    reply.headers({ 'content-type': 'image/jpeg', 'cache-control': 'private, no-store' });
    reply.send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength));
    return answered;
  });

  const original = {
    method: 'GET',
    path: `${base}/original`,
    access,
    params: stackRef,
    summary: 'Die eingegangene Datei unverändert, auch in Teilen (Range).',
    answerType: 'application/octet-stream',
  } as const;
  addRoute(app, routes, original, async ({ caller, params, request, reply }) => {
    const { range } = request.headers;
    const isWhole = range === undefined || /^bytes=0*-/.test(range);
    const content = await refusable(openOriginal(context.intake, caller.workerId, { ...params, isWhole }));
    return sendContent(context, content, range, reply, false);
  });
}
