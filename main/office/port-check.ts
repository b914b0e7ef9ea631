import { createServer } from 'node:net';
import { OptionError } from './options.ts';

/** Tries the desk's port before anything is started or filled; 0 takes a free one. Throws OptionError when it is taken. */
export async function checkPort(port: number): Promise<void> {
  if (port === 0) return;
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve()));
  }).catch(() => {
    throw new OptionError(
      `Der Anschluss ${port} ist schon belegt oder nicht erlaubt. Bitte wählen Sie mit --port einen anderen; angelegt wurde nichts.`,
    );
  });
}
