// Gives a worker thread the `process.parentPort` of Electron's utility process, then runs the real entry in it.
import { EventEmitter } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';

function portMain(raw) {
  const port = new EventEmitter();
  let isStarted = false;
  raw.on('close', () => port.emit('close'));
  return Object.assign(port, {
    start() {
      if (!isStarted) raw.on('message', (data) => port.emit('message', { data, ports: [] }));
      isStarted = true;
    },
    postMessage: (message) => raw.postMessage(message),
    close: () => raw.close(),
  });
}

const port = new EventEmitter();
const early = [];
const deliver = ({ message, ports }) => {
  const event = { data: message, ports: ports.map(portMain) };
  // Messages wait until somebody listens, as in Electron.
  if (port.listenerCount('message') > 0) port.emit('message', event);
  else early.push(event);
};
const deliverEarly = () => {
  for (const event of early.splice(0)) port.emit('message', event);
};
port.on('newListener', (name) => {
  if (name === 'message') queueMicrotask(deliverEarly);
});
parentPort.on('message', (sent) => {
  if (sent.crash) process.exit(133);
  deliver(sent);
});
process.parentPort = Object.assign(port, { postMessage: (message) => parentPort.postMessage(message) });
await import(workerData.entry);
