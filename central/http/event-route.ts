import type { FastifyInstance } from 'fastify';
import { isSessionValid } from '../store/sessions.ts';
import type { Context } from './context.ts';
import { addRoute, answered, type RouteList } from './route.ts';

const heartbeatMilliseconds = 25_000;
/** A desk that does not read loses pokes, not memory: it looks by itself later. */
const waitingBytes = 64 * 1024;

/** Server-sent events: "poke" names scopes that changed and their newest versions, with what is new in them where that is little. */
export function addEventRoute(app: FastifyInstance, routes: RouteList, context: Context): void {
  const facts = {
    method: 'GET',
    path: '/v1/events',
    access: 'signedIn',
    answerType: 'text/event-stream',
    summary:
      'Anstoß, wenn sich etwas geändert hat (Server-Sent Events): „ready“, dann „poke“ mit Bereichen und ihren Ständen.',
  } as const;
  addRoute(app, routes, facts, ({ caller, reply, request }) => {
    reply.hijack();
    const response = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) response.setHeader(name, value);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    const send = (text: string) => {
      if (!response.writableEnded && response.writableLength < waitingBytes) response.write(text);
    };
    const end = () => response.end();
    const stop = context.hub.listen({
      workerId: caller.workerId,
      sessionId: caller.sessionId,
      poke: (text) => send(`event: poke\ndata: ${text}\n\n`),
      show: (text) => send(`event: show\ndata: ${text}\n\n`),
      end,
    });
    const heartbeat = setInterval(() => {
      send(': still here\n\n');
      // A session that ended meanwhile hears nothing more.
      isSessionValid(context.database, caller.sessionId).then(
        (valid) => valid || end(),
        () => undefined,
      );
    }, heartbeatMilliseconds);
    request.raw.once('close', () => {
      clearInterval(heartbeat);
      stop();
    });
    request.raw.socket.setNoDelay(true);
    send('event: ready\ndata: {}\n\n');
    return answered;
  });
}
