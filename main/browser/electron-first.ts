import { resolve } from 'node:path';
import { findElectron } from '../office/electron-binary.ts';
import { bundleForElectron, type ElectronDesk, startElectronDesk } from '../office/electron-desk.ts';
import { type DeskOptions, OptionError } from './options.ts';

/** Starts the desk in Electron where that is wanted and possible; null means the browser host, after one line that says why. Throws OptionError. */
export async function startInElectron(options: DeskOptions, project: string): Promise<ElectronDesk | null> {
  if (options.host === 'browser' || (options.host === 'any' && !options.open)) return null;
  const isWanted = options.host === 'electron';
  const binary = await findElectron({ project, isWanted });
  if (binary.path === null) {
    if (isWanted) throw new OptionError(`„--host electron“ geht hier nicht: ${binary.reason}`);
    console.log(`${binary.reason} Der Arbeitsplatz läuft im Browser.`);
    return null;
  }
  try {
    await bundleForElectron(project);
    return await startElectronDesk(binary.path, project, wordsFor(options));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (isWanted) throw new OptionError(`Electron ließ sich nicht starten. ${reason}`);
    console.log(`Electron ließ sich nicht starten. ${reason} Der Arbeitsplatz läuft im Browser.`);
    return null;
  }
}

/** The same particulars in the words that main/electron/setup.ts reads. */
export function wordsFor({ central, data, fachverfahren, sample, as }: DeskOptions): string[] {
  return [
    ...['--central', central, '--data', resolve(data)],
    ...(fachverfahren ? ['--fachverfahren', fachverfahren] : []),
    ...(sample ? ['--sample', resolve(sample)] : []),
    ...(as ? ['--as', as] : []),
  ];
}
