import { readFile } from 'node:fs/promises';
import type { Shape } from '../../core/contract/desk.ts';
import type { configuration } from '../../core/contract/desk-shapes.ts';

export type DeskConfiguration = Shape<typeof configuration>;

/** What the page is told about its desk. `sample` is the file the sample office writes; left out in a real office. Throws when it cannot be read. */
export async function readConfiguration(options: {
  fachverfahren: string | null;
  sample: string | null;
  as: string | null;
}): Promise<DeskConfiguration> {
  const sample = options.sample ? JSON.parse(await readFile(options.sample, 'utf8')) : null;
  const address = options.fachverfahren;
  return {
    officeName: sample?.officeName ?? '',
    isSampleOffice: sample !== null,
    sampleAccounts: sample?.accounts ?? [],
    autoLogIn: sample ? options.as : null,
    fachverfahren: address
      ? {
          name: sample?.fachverfahrenName ?? 'Fachverfahren',
          origin: new URL(address).origin,
          startAddress: `${address}/`,
          caseAddress: `${address}/fall/{fileNumber}`,
        }
      : null,
  };
}
