import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DeskApi, deskApi, deskContractVersion } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Handlers } from '../../core/rpc/definition.ts';
import { memoryPortPair } from '../../core/rpc/memory-port.ts';
import { serve } from '../../core/rpc/serve.ts';
import type { BackendPipe } from '../host/host.ts';
import { backoff, type DeskConnection, keepConnected } from './connection.ts';

type Served = ReturnType<typeof serve>;
const opened: { served: Served[]; connections: DeskConnection[] } = { served: [], connections: [] };
afterEach(() => {
  for (const connection of opened.connections.splice(0)) connection.close();
  opened.served.length = 0;
});

/** A backend that answers settings, with the token it wants. */
function openPipe(
  options: { wants?: string | null; token?: () => string | null; refused?: () => void } = {},
): BackendPipe {
  const [page, backend] = memoryPortPair();
  const handlers = { desk: { readSetting: () => ({ value: 'kept' }) } } as unknown as Handlers<DeskApi>;
  const welcome = (token: string | null) => {
    if (options.wants && token !== options.wants)
      throw new AppError('unauthenticated', 'Dieser Zugang ist abgelaufen.');
    return 'session-1';
  };
  const contract = { api: deskApi, contractVersion: deskContractVersion };
  opened.served.push(serve(backend, { ...contract, handlers, welcome, onUnexpectedError: () => undefined }));
  return {
    port: page,
    token: options.token?.() ?? null,
    welcomed: () => undefined,
    refused: options.refused ?? (() => undefined),
  };
}

function connectTo(open: () => Promise<BackendPipe>): DeskConnection {
  const connection = keepConnected(open);
  opened.connections.push(connection);
  return connection;
}

describe('the lasting connection', () => {
  it('lets calls wait that are made before the pipe stands', async () => {
    const { client } = connectTo(async () => openPipe());
    await expect(client.desk.readSetting({ key: 'x' })).resolves.toEqual({ value: 'kept' });
  });

  it('opens a new pipe when the old one breaks, and says so once it stands', async () => {
    const connection = connectTo(async () => openPipe());
    let reconnected = 0;
    connection.onReconnected(() => {
      reconnected += 1;
    });
    await expect.poll(() => connection.state().state).toBe('open');
    opened.served[0]?.close();
    await expect.poll(() => connection.state().state).toBe('lost');
    await expect(connection.client.desk.readSetting({ key: 'x' })).rejects.toMatchObject({ code: 'offline' });
    connection.tryNow();
    await expect.poll(() => connection.state().state).toBe('open');
    expect(reconnected).toBe(1);
    await expect(connection.client.desk.readSetting({ key: 'x' })).resolves.toEqual({ value: 'kept' });
  });

  it('keeps listeners of events over a break', async () => {
    const connection = connectTo(async () => openPipe());
    const heard: string[][] = [];
    connection.client.inbox.on.changed(({ inboxIds }) => heard.push(inboxIds));
    await expect.poll(() => connection.state().state).toBe('open');
    opened.served[0]?.close();
    await expect.poll(() => connection.state().state).toBe('lost');
    connection.tryNow();
    await expect.poll(() => connection.state().state).toBe('open');
    // The newest: on a slow machine it may have tried again by itself meanwhile.
    opened.served.at(-1)?.emit('inbox', 'changed', { inboxIds: [] });
    await expect.poll(() => heard).toEqual([[]]);
  });

  it('tries again when the pipe cannot be opened', async () => {
    let tries = 0;
    const connection = connectTo(async () => {
      tries += 1;
      if (tries === 1) throw new Error('nobody listens');
      return openPipe();
    });
    await expect.poll(() => connection.state().state).toBe('open');
    expect(tries).toBe(2);
  });

  it('takes the session of the tab when a one-time link was used before', async () => {
    const tokens = ['used-link', 'session-1'];
    const connection = connectTo(async () =>
      openPipe({ wants: 'session-1', token: () => tokens[0] ?? null, refused: () => void tokens.shift() }),
    );
    await expect.poll(() => connection.state().state).toBe('open');
  });

  it('gives up with the reason when the program refuses the page', async () => {
    const connection = connectTo(async () => openPipe({ wants: 'secret', token: () => 'wrong' }));
    await expect.poll(() => connection.state()).toEqual({ state: 'refused', message: 'Dieser Zugang ist abgelaufen.' });
    await expect(connection.client.desk.readSetting({ key: 'x' })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('opens no pipe any more once it is closed', async () => {
    vi.useFakeTimers();
    try {
      const connection = connectTo(async () => openPipe());
      await vi.waitFor(() => expect(connection.state().state).toBe('open'));
      connection.close();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(opened.served).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('waits longer from try to try, never over 5 seconds', () => {
    expect([0, 1, 2, 10].map(backoff)).toEqual([250, 500, 1000, 5000]);
  });
});
