import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { connect } from './connect.ts';
import { call, event, type Handlers } from './definition.ts';
import { memoryPortPair } from './memory-port.ts';
import { type MessagePortLike, messagePortPort } from './message-port.ts';
import type { Port } from './port.ts';
import { serve } from './serve.ts';
import { type WebSocketLike, webSocketPort } from './web-socket-port.ts';

const api = {
  letters: {
    read: call(z.object({ id: z.string() }), z.object({ text: z.string(), bytes: z.instanceof(Uint8Array) })),
    wait: call(z.object({}), z.object({})),
    fail: call(z.object({ how: z.enum(['known', 'unknown']) }), z.object({})),
    echo: call(
      z.object({ parts: z.array(z.instanceof(Uint8Array)) }),
      z.object({ parts: z.array(z.instanceof(Uint8Array)) }),
    ),
    arrived: event(z.object({ id: z.string() })),
  },
};

type Pipe = { near: Port; far: Port; end(): Promise<void> };

const pipes: Record<string, () => Promise<Pipe>> = {
  'in memory': async () => {
    const [near, far] = memoryPortPair();
    return { near, far, end: async () => near.close() };
  },
  'over a MessagePort': async () => {
    const { port1, port2 } = new MessageChannel();
    const near = messagePortPort(port1 as unknown as MessagePortLike);
    const far = messagePortPort(port2 as unknown as MessagePortLike);
    return { near, far, end: async () => near.close() };
  },
  'over a WebSocket': async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await new Promise((resolve) => server.once('listening', resolve));
    const accepted = new Promise<WebSocketLike>((resolve) =>
      server.once('connection', (socket) => resolve(socket as unknown as WebSocketLike)),
    );
    const address = server.address() as { port: number };
    const encoder = new TextEncoder();
    const decoder = new TextDecoder();
    const codec = {
      encode: (text: string) => encoder.encode(text),
      decode: (bytes: Uint8Array) => decoder.decode(bytes),
    };
    const near = webSocketPort(new WebSocket(`ws://127.0.0.1:${address.port}`) as unknown as WebSocketLike, codec);
    const far = webSocketPort(await accepted, codec);
    return {
      near,
      far,
      end: async () => {
        near.close();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

async function openConversation(pipe: Pipe, welcome?: (token: string | null) => string | null) {
  const unexpected: unknown[] = [];
  const cancelled = Promise.withResolvers<void>();
  const handlers: Handlers<typeof api> = {
    letters: {
      read: ({ id }) => ({ text: `Brief ${id} äöüß`, bytes: new Uint8Array([0, 255, 7]) }),
      wait: (_input, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            cancelled.resolve();
            reject(new Error('stopped'));
          });
        }),
      fail: ({ how }) => {
        if (how === 'known') throw new AppError('conflict', 'Schon abgelegt.', { at: '09:12' });
        throw new TypeError('internal detail');
      },
      echo: ({ parts }) => ({ parts }),
    },
  };
  const serving = serve(pipe.far, {
    api,
    contractVersion: 3,
    handlers,
    onUnexpectedError: (error) => unexpected.push(error),
    ...(welcome ? { welcome } : {}),
  });
  return { serving, unexpected, cancelled: cancelled.promise };
}

describe.each(Object.keys(pipes))('a conversation %s', (name) => {
  const open = async (
    welcome?: (token: string | null) => string | null,
    contractVersion = 3,
    token: string | null = null,
  ) => {
    const pipe = await (pipes[name] as () => Promise<Pipe>)();
    const far = await openConversation(pipe, welcome);
    const near = connect(pipe.near, { api, contractVersion, token });
    return { pipe, near, ...far, [Symbol.asyncDispose]: () => pipe.end() };
  };

  test('answers a call with text and bytes as they were', async () => {
    await using talk = await open();
    const answer = await talk.near.client.letters.read({ id: '7' });
    expect(answer).toEqual({ text: 'Brief 7 äöüß', bytes: new Uint8Array([0, 255, 7]) });
  });

  test('carries several byte arrays, empty ones too', async () => {
    await using talk = await open();
    const parts = [new Uint8Array(0), new Uint8Array(70_000).fill(9), new Uint8Array([1])];
    expect(await talk.near.client.letters.echo({ parts })).toEqual({ parts });
  });

  test('brings an AppError over with code, message and details', async () => {
    await using talk = await open();
    await expect(talk.near.client.letters.fail({ how: 'known' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'Schon abgelegt.',
      details: { at: '09:12' },
    });
  });

  test('keeps the text of an unexpected error on its own side', async () => {
    await using talk = await open();
    await expect(talk.near.client.letters.fail({ how: 'unknown' })).rejects.toMatchObject({ code: 'internal' });
    expect(talk.unexpected).toHaveLength(1);
  });

  test('refuses input that does not fit before any handler runs', async () => {
    await using talk = await open();
    await expect(talk.near.client.letters.read({ id: 7 as unknown as string })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('cancels a running call at both ends', async () => {
    await using talk = await open();
    const abort = new AbortController();
    await talk.near.ready;
    const waiting = talk.near.client.letters.wait({}, { signal: abort.signal });
    await talk.near.client.letters.read({ id: '1' });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await talk.cancelled;
  });

  test('tells events to those who listen, until they stop', async () => {
    await using talk = await open();
    await talk.near.ready;
    const heard: string[] = [];
    const stop = talk.near.client.letters.on.arrived(({ id }) => heard.push(id));
    talk.serving.emit('letters', 'arrived', { id: 'a' });
    await talk.near.client.letters.read({ id: '1' });
    stop();
    talk.serving.emit('letters', 'arrived', { id: 'b' });
    await talk.near.client.letters.read({ id: '1' });
    expect(heard).toEqual(['a']);
  });

  test('fails what is open with "offline" when the pipe breaks', async () => {
    await using talk = await open();
    await talk.near.ready;
    const waiting = talk.near.client.letters.wait({});
    talk.pipe.far.close();
    await expect(waiting).rejects.toMatchObject({ code: 'offline' });
    await expect(talk.near.client.letters.read({ id: '1' })).rejects.toMatchObject({ code: 'offline' });
  });

  test('turns away a page of another version', async () => {
    await using talk = await open(undefined, 2);
    await expect(talk.near.ready).rejects.toMatchObject({ code: 'must_upgrade' });
  });

  test('lets in only who has the token, and hands back a session', async () => {
    const welcome = (token: string | null) => {
      if (token !== 'right') throw new AppError('unauthenticated', 'Kein Zutritt.');
      return 'session-1';
    };
    await using good = await open(welcome, 3, 'right');
    expect(await good.near.ready).toBe('session-1');
    await using bad = await open(welcome, 3, 'wrong');
    await expect(bad.near.ready).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('closes the pipe on calls without a hello and on words that are no frame', async () => {
    for (const bad of [{ frame: 'call', id: 1, group: 'letters', name: 'read', input: { id: '1' } }, 'nonsense']) {
      const pipe = await (pipes[name] as () => Promise<Pipe>)();
      await openConversation(pipe);
      const closed = new Promise<void>((resolve) => pipe.near.onClose(resolve));
      pipe.near.send(bad);
      await closed;
      await pipe.end();
    }
  });

  test('does not reach into the language by clever names', async () => {
    await using talk = await open();
    await talk.near.ready;
    const answered = new Promise((resolve) => talk.pipe.near.onFrame(resolve));
    talk.pipe.near.send({ frame: 'call', id: 99, group: 'constructor', name: 'constructor', input: {} });
    expect(await answered).toMatchObject({ frame: 'failure', id: 99, code: 'not_found' });
  });
});
