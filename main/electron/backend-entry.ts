import { startBackend } from '../../backend/start.ts';
import { AppError } from '../../core/domain/errors.ts';
import { type MessagePortLike, messagePortPort } from '../../core/rpc/message-port.ts';
import type { BackendStart, FromBackend, ToBackend } from './backend-messages.ts';
import { sealerOverPort } from './key-sealer-port.ts';
import { describeError } from './log.ts';

// Entry of the backend's own process: the same composition root as in the browser host, reached over ports.

type Backend = Awaited<ReturnType<typeof startBackend>>;
type ParentPort = {
  on(event: 'message', listener: (event: { data: unknown; ports: unknown[] }) => void): unknown;
  postMessage(message: unknown): void;
};

const parent = (process as unknown as { parentPort: ParentPort }).parentPort;
const say = (message: FromBackend) => parent.postMessage(message);
let backend: Promise<Backend> | null = null;

parent.on('message', ({ data, ports }) => {
  const message = data as ToBackend;
  if (message.type === 'start') backend ??= start(message.start, ports[0]);
  else if (message.type === 'connect') {
    void backend?.then((running) => running.serve(messagePortPort(ports[0] as MessagePortLike)));
  } else void close();
});

async function start(options: BackendStart, keyStorePort: unknown): Promise<Backend> {
  try {
    const running = await startBackend({
      dataFolder: options.dataFolder,
      centralUrl: options.centralUrl,
      configuration: options.configuration,
      keyStore: options.keyStore === null ? null : sealerOverPort(keyStorePort as never, options.keyStore),
      // Beside this file once it is bundled; PDFium stays a package of its own.
      inspection: { workerUrl: new URL('./inspection-worker.mjs', import.meta.url) },
      snapshotWorkerUrl: new URL('./snapshot-worker.mjs', import.meta.url),
      damageSearchUrl: new URL('./damage-search-worker.mjs', import.meta.url),
      stackReader: {
        pageWorkerUrl: new URL('./page-worker.mjs', import.meta.url),
        packaged: { workerUrl: new URL('./recognition-worker.mjs', import.meta.url) },
      },
      onUnexpectedError: (error, where) =>
        say({ type: 'unexpected', where: String(where), description: describeError(error) }),
    });
    say({ type: 'ready' });
    return running;
  } catch (error) {
    if (error instanceof AppError) {
      say({ type: 'failed', message: error.message });
      return await new Promise<never>(() => undefined);
    }
    say({ type: 'unexpected', where: 'start', description: describeError(error) });
    throw error;
  }
}

async function close(): Promise<void> {
  const running = await backend?.catch(() => null);
  await running?.close();
  say({ type: 'closed' });
  // Leaves on its own only when nothing is open any more; main waits a while and then ends it.
  setTimeout(() => process.exit(0), 100);
}
