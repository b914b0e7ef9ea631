import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { importLineSchema } from '../../core/contract/central.ts';
import { idSchema } from '../../core/domain/ids.ts';
import { recordSchemas } from '../../core/domain/records.ts';
import { checkImport, type ImportBatch, importBatch, UnknownScopeError } from '../store/import-batch.ts';
import type { Context } from './context.ts';
import { HttpError } from './http-error.ts';
import { parseJsonText } from './json-body.ts';
import { streamBody } from './stream-body.ts';
import { textLines } from './text-lines.ts';
import { addRoute, type RouteList } from './route.ts';

const linesPerBatch = 2_000;

const countsSchema = z.object({ scopes: z.int(), records: z.int(), members: z.int() });
const checkSchema = z.object({ scopes: z.int(), records: z.int(), wrongScopes: z.array(idSchema) });

const unreadable = (line: number, problem: string) =>
  new HttpError(400, 'invalid_input', `Zeile ${line} der Übernahme ist nicht lesbar (${problem}).`, { line });

/** First filling of the store, for administration. */
export function addImportRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const take = {
    method: 'POST',
    path: '/v1/import',
    access: ['administration'],
    bodyType: 'application/x-ndjson',
    summary: 'Bestand übernehmen: je Zeile ein Bereich, ein Datensatz oder eine Zugehörigkeit.',
    answer: countsSchema,
  } as const;
  addRoute(app, routes, take, async ({ caller, request }) => {
    const source = streamBody(request, 'application/x-ndjson');
    return importStream(source, (batch) => importBatch(context.database, caller.workerId, batch));
  });

  const finish = {
    method: 'POST',
    path: '/v1/import/finish',
    access: ['administration'],
    answer: checkSchema,
    summary: 'Übernahme abschließen: Prüfsummen aller Bereiche vergleichen.',
  } as const;
  addRoute(app, routes, finish, () => checkImport(context.database));
}

type Counts = z.infer<typeof countsSchema>;

/** Reads lines and writes them in batches, in order; the next batch is read while one is written. */
async function importStream(source: Readable, writeBatch: (batch: ImportBatch) => Promise<void>): Promise<Counts> {
  const counts = { scopes: 0, records: 0, members: 0 };
  let batch = emptyBatch();
  let inBatch = 0;
  let line = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    await writing;
    const [full, upTo] = [batch, line];
    batch = emptyBatch();
    inBatch = 0;
    writing = writeBatch(full).then(
      () => addCounts(counts, full),
      (error: unknown) => {
        throw error instanceof UnknownScopeError ? unreadable(upTo, `der Bereich ${error.scopeId} fehlt`) : error;
      },
    );
    // Whoever awaits it next gets the error; until then it is not an unhandled one.
    writing.catch(() => undefined);
  };
  try {
    for await (const text of textLines(source)) {
      line += 1;
      if (text.trim() === '') continue;
      addLine(batch, text, line);
      inBatch += 1;
      if (inBatch === linesPerBatch) await write();
    }
    if (inBatch > 0) await write();
  } finally {
    await writing;
  }
  return counts;
}

function addCounts(counts: Counts, batch: ImportBatch): void {
  counts.scopes += batch.scopes.length;
  counts.records += batch.records.length;
  counts.members += batch.members.length;
}

function emptyBatch(): ImportBatch {
  return { scopes: [], grants: [], records: [], members: [] };
}

function addLine(batch: ImportBatch, text: string, number: number): void {
  let value: unknown;
  try {
    value = parseJsonText(text);
  } catch {
    throw unreadable(number, 'kein JSON');
  }
  const parsed = importLineSchema.safeParse(value);
  if (!parsed.success) throw unreadable(number, parsed.error.issues[0]?.path.join('.') ?? '');
  const line = parsed.data;
  if (line.line === 'scope') {
    batch.scopes.push({ id: line.scopeId, kind: line.kind });
    for (const one of line.grants) batch.grants.push({ ...one, scopeId: line.scopeId });
    return;
  }
  if (line.line === 'member') {
    batch.members.push({ workerId: line.workerId, principalId: line.principalId });
    return;
  }
  const body = recordSchemas[line.kind].safeParse(line.body);
  if (!body.success) throw unreadable(number, `${line.kind}.${body.error.issues[0]?.path.join('.') ?? ''}`);
  batch.records.push({ scopeId: line.scopeId, kind: line.kind, id: line.id, body: body.data });
}
