import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { AnswerMessage } from '../xdomea/take-message.ts';

/**
 * The answer to a message: one message alone as XML, or the receipt and what follows it as parts of `multipart/mixed`, each sent when it
 * is there.
 */
export class MessageAnswer {
  readonly #reply: FastifyReply;
  readonly #boundary = randomUUID();
  #parts: PassThrough | null = null;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
  }

  /** Sends the receipt; the answer stays open. */
  begin(receipt: AnswerMessage): void {
    this.#parts = new PassThrough();
    // Whoever hangs up closes it; what was begun is carried out all the same.
    this.#parts.on('error', () => undefined);
    this.#parts.write(this.#partOf(receipt));
    this.#reply.header('content-type', `multipart/mixed; boundary=${this.#boundary}`).send(this.#parts);
  }

  /** Sends the last message, or the only one. */
  end(message: AnswerMessage): void {
    if (this.#parts) this.#parts.end(`${this.#partOf(message)}--${this.#boundary}--\r\n`);
    else this.#reply.header('content-type', 'application/xml; charset=utf-8').send(message.xml);
  }

  /** After the receipt no status can tell of a failure: the answer breaks off before its end. False when nothing was sent yet. */
  breakOff(): boolean {
    if (!this.#parts) return false;
    this.#parts.destroy(new Error('broken off after the receipt'));
    return true;
  }

  #partOf({ fileName, xml }: AnswerMessage): string {
    const head = `content-type: application/xml; charset=utf-8\r\ncontent-disposition: attachment; filename="${fileName}"`;
    return `--${this.#boundary}\r\n${head}\r\n\r\n${xml}\r\n`;
  }
}
