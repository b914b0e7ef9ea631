import { startBackend } from '../../backend/start.ts';
import { ipcPort, type Message } from './ipc-port.ts';

// The program of one desk, as it runs behind the page: the real backend with its store on disk, spoken to over a pipe.

const [dataFolder = '', centralUrl = ''] = process.argv.slice(2);
let clockOffset = 0;

const backend = await startBackend({
  ...{ dataFolder, centralUrl, keyStore: null },
  configuration: { officeName: '', isSampleOffice: false, sampleAccounts: [], autoLogIn: null, fachverfahren: null },
  onUnexpectedError: (error, where) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.send?.({ fault: `${where}: ${text}` } satisfies Message);
  },
  clock: { now: () => Date.now() + clockOffset },
});
process.on('message', (message: Message) => {
  if ('clockOffset' in message) clockOffset = message.clockOffset;
});
const end = () => void backend.close().then(() => process.exit(0)); // its pipe to the parent would keep it alive
process.on('SIGTERM', end);
process.on('disconnect', end);
backend.serve(ipcPort(process as never));
