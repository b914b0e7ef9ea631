import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { healthSchema } from '../../core/contract/central.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { readEpoch } from '../store/epoch.ts';
import type { Context } from './context.ts';
import { findTroubles } from './health.ts';
import { interfacePage, pageStyleHash } from './interface-page.ts';
import { openApiDocument } from './open-api.ts';
import { addRoute, type RouteList } from './route.ts';

/** Health, and what the interface is: as OpenAPI and as a page to read. */
export function addInterfaceRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const health = {
    method: 'GET',
    path: '/v1/health',
    access: 'public',
    answer: healthSchema,
    summary: 'Ob die Zentrale bereit ist.',
  } as const;
  addRoute(app, routes, health, async () => {
    // The record of the office is the last line of a first filling: one that was broken off leaves the store empty.
    const { rows } = await context.database.query<{ is_empty: boolean }>(
      `select not exists (select 1 from record where scope_id = $1 and kind = 'office') as is_empty`,
      [houseScopeId],
    );
    const epoch = await readEpoch(context.database);
    const found = await findTroubles(context);
    const status = found.length === 0 ? ('ok' as const) : ('degraded' as const);
    return { status, troubles: found, version: context.version, epoch, isEmpty: rows[0]?.is_empty ?? true };
  });

  const machine = {
    method: 'GET',
    path: '/openapi.json',
    access: 'public',
    answer: z.record(z.string(), z.unknown()),
    summary: 'Diese Schnittstelle als OpenAPI-Dokument.',
  } as const;
  addRoute(app, routes, machine, () => openApiDocument(routes, context.version));

  const page = {
    method: 'GET',
    path: '/api',
    access: 'public',
    answerType: 'text/html',
    summary: 'Diese Schnittstelle als Seite zum Lesen.',
  } as const;
  addRoute(app, routes, page, ({ reply }) => {
    reply
      .header(
        'content-security-policy',
        `default-src 'none'; style-src '${pageStyleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
      )
      .type('text/html; charset=utf-8');
    return interfacePage(routes, context.version);
  });
}
