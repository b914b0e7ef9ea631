import { z } from 'zod';
import { centralErrorSchema } from '../../core/contract/central.ts';
import { type WebhookEventKind, webhookData, webhookEvents, webhookSummaries } from '../automation/webhook-messages.ts';
import { isForMachines, type RouteFacts, type RouteList } from './route.ts';

/** JSON Schema of a zod schema, as it comes over the line. */
export function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query' | 'header'): object[] {
  if (!schema) return [];
  const { properties, required } = jsonSchemaOf(schema) as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (required ?? []).includes(name),
    schema: property,
  }));
}

function bodyOf(route: RouteFacts): object | undefined {
  if (route.body) return { required: true, content: { 'application/json': { schema: jsonSchemaOf(route.body) } } };
  if (!route.bodyType) return undefined;
  const form = route.formFields ? { 'multipart/form-data': { schema: jsonSchemaOf(route.formFields) } } : {};
  return { required: true, content: { ...form, [route.bodyType]: { schema: { type: 'string', format: 'binary' } } } };
}

function answerOf(route: RouteFacts): object {
  if (route.answer)
    return { description: 'Gelungen', content: { 'application/json': { schema: jsonSchemaOf(route.answer) } } };
  const types = [route.answerType, route.otherAnswerType].filter((type) => type !== undefined);
  if (types.length > 0) {
    const content = Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]));
    return { description: 'Gelungen', content };
  }
  return { description: 'Gelungen' };
}

function operationOf(route: RouteFacts): object {
  const body = bodyOf(route);
  return {
    summary: route.summary,
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...parametersOf(route.headers, 'header'),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: { [String(route.status ?? 200)]: answerOf(route), default: { $ref: '#/components/responses/error' } },
    ...securityOf(route),
  };
}

/** Who may call: roles are told beside, rights of machines as the scopes of their scheme. */
function securityOf({ access }: RouteFacts): object {
  if (access === 'public') return { security: [] };
  if (access === 'signedIn') return { security: [{ bearer: [] }] };
  if (!isForMachines(access)) return { security: [{ bearer: [] }], 'x-roles': access };
  return { security: [{ machine: access === 'machine' ? [] : [String(access).slice('machine:'.length)] }] };
}

/** What a receiver of webhooks is sent, as Standard Webhooks. */
function messageOperation(kind: WebhookEventKind): object {
  const message = z.object({ type: z.literal(kind), timestamp: z.iso.datetime(), data: webhookData[kind] });
  const signed = z.object({
    'webhook-id': z.string(),
    'webhook-timestamp': z.string(),
    'webhook-signature': z.string(),
  });
  return {
    summary: webhookSummaries[kind],
    parameters: parametersOf(signed, 'header'),
    requestBody: { required: true, content: { 'application/json': { schema: jsonSchemaOf(message) } } },
    responses: { '2XX': { description: 'Angenommen; alles andere wird später noch einmal gesendet.' } },
  };
}

/** The interface as an OpenAPI 3.1 document, made from the schemas the routes check with. */
export function openApiDocument(routes: RouteList, version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  const schema = jsonSchemaOf(centralErrorSchema);
  return {
    openapi: '3.1.0',
    info: { title: 'Aktenpult: Zentrale', version, license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' } },
    paths,
    webhooks: Object.fromEntries(webhookEvents.map((kind) => [kind, { post: messageOperation(kind) }])),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        machine: {
          ...{ type: 'http', scheme: 'bearer', bearerFormat: 'akp_…' },
          description: 'Zugangskennzeichen eines Maschinenkontos, das die Verwaltung ausgegeben hat.',
        },
      },
      responses: { error: { description: 'Abgelehnt oder misslungen', content: { 'application/json': { schema } } } },
    },
  };
}
