import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FachverfahrenIntake } from '../xdomea/fachverfahren-intake.ts';
import { databaseCode } from '../store/database.ts';
import { takeMessage } from '../xdomea/take-message.ts';
import { createAdmission } from './admission.ts';
import { createPasswordCheck } from './basic-login.ts';
import type { Context } from './context.ts';
import { HttpError } from './http-error.ts';
import { MessageAnswer } from './message-answer.ts';
import { addRoute, answered, type RouteList } from './route.ts';

/** A package is read into memory whole. */
const largestPackage = 256 * 1024 * 1024;
const atOnce = 2;
const bodyTypes = ['application/zip', 'application/xml', 'text/xml', 'multipart/form-data'];

/**
 * Messages of a Fachverfahren by xdomea (0602, 0604, 0605): as a zip, as XML alone, or as the field `file` of a form, which is how senders
 * in use do it. They log in with name and password (HTTP Basic) of an account of the scan station.
 */
export function addXdomeaRoute(
  app: FastifyInstance,
  routes: RouteList,
  context: Context,
  intake: FachverfahrenIntake,
): void {
  const checkLogin = createPasswordCheck(context.database, ['scanStation']);
  const admission = createAdmission(atOnce);
  const facts = {
    method: 'POST',
    path: '/v1/xdomea',
    access: 'public', // checked below: senders of this kind know no tokens
    summary:
      'Nachricht eines Fachverfahrens nach xdomea 3 (0602 Ansehen, 0604 Erstellen, 0605 Ablegen) entgegennehmen; Antwort 0630, mit Empfangsbestaetigung zuvor 0629 (multipart/mixed). Anmeldung mit Name und Kennwort (Basic) eines Kontos der Scanstelle.',
    bodyType: 'application/zip',
    answerType: 'application/xml',
    otherAnswerType: 'multipart/mixed',
    bodyLimit: largestPackage,
  } as const;
  void app.register(async (scope) => {
    const unread = bodyTypes.filter((type) => !scope.hasContentTypeParser(type));
    scope.addContentTypeParser(unread, (_request, payload, done) => done(null, payload));
    addRoute(scope, routes, facts, async ({ request, reply }) => {
      const sender = await checkLogin(request, reply);
      const leave = admission.enter();
      if (!leave) {
        reply.header('retry-after', '2');
        throw new HttpError(503, 'unavailable', 'Es werden gerade andere Nachrichten entgegengenommen.');
      }
      const sending = new MessageAnswer(reply);
      try {
        const sent = { sender, bytes: await packageIn(request) };
        const answer = await takeMessage(intake, sent, (receipt) => sending.begin(receipt));
        if (answer.answer === 'unreadable') throw new HttpError(400, 'invalid_input', answer.sentence);
        sending.end(answer.message);
        return answered;
      } catch (error) {
        if (!sending.breakOff()) throw error;
        context.log.warn({ code: databaseCode(error) }, 'a message of a Fachverfahren failed after its receipt');
        return answered;
      } finally {
        leave();
      }
    });
  });
}

async function packageIn(request: FastifyRequest): Promise<Uint8Array> {
  const bytes = await readAll(request.body as Readable | undefined);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return bytes;
  let form: FormData;
  try {
    form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new HttpError(400, 'invalid_input', 'Das Formular ist nicht lesbar.');
  }
  const file = form.get('file');
  if (file === null || typeof file === 'string') {
    throw new HttpError(400, 'invalid_input', 'Im Formular fehlt das Paket im Feld „file“.');
  }
  return new Uint8Array(await file.arrayBuffer());
}

async function readAll(body: Readable | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body ?? []) {
    size += (piece as Buffer).length;
    if (size > largestPackage) throw new HttpError(413, 'too_large', 'Das Paket ist zu groß.');
    pieces.push(piece as Buffer);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
