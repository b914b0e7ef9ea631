// Gives a worker thread the `process.parentPort` of Electron's utility process, then runs the real entry in it.
import { EventEmitter } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PortMain } from './ports.ts';

type Sent = { message: unknown; ports: MessagePort[]; crash?: boolean };

const port = new EventEmitter();
const early: unknown[] = [];
// Messages wait until somebody listens, as in Electron.
const deliver = (event: unknown) => {
  if (port.listenerCount('message') > 0) port.emit('message', event);
  else early.push(event);
};
const deliverEarly = () => {
  for (const event of early.splice(0)) port.emit('message', event);
};
port.on('newListener', (name) => {
  if (name === 'message') queueMicrotask(deliverEarly);
});
parentPort?.on('message', ({ message, ports, crash }: Sent) => {
  if (crash) process.exit(133);
  deliver({ data: message, ports: ports.map((raw) => new PortMain(raw)) });
});
Object.assign(process, {
  parentPort: Object.assign(port, { postMessage: (message: unknown) => parentPort?.postMessage(message) }),
});
await import(workerData.entry);
