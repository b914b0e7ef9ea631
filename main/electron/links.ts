import { clipboard } from 'electron';
import { AppError } from '../../core/domain/errors.ts';
import { fileNumberInText } from './clipboard-number.ts';
import { deepLinkInArguments, parseDeepLink } from './deep-link.ts';
import type { DeskWindows } from './desk-windows.ts';
import { tell } from './dialogs.ts';
import type { Log } from './log.ts';
import { type Fetch, fetchNotice } from './notice-source.ts';

/** Everything that asks for a case file from outside the page: links, starts with a link, a number on the clipboard. */
export class OutsideRequests {
  readonly #windows: DeskWindows;
  readonly #source: { origins: ReadonlySet<string>; fetch: Fetch };
  readonly #log: Log;

  constructor(windows: DeskWindows, source: { origins: ReadonlySet<string>; fetch: Fetch }, log: Log) {
    this.#windows = windows;
    this.#source = source;
    this.#log = log;
  }

  /** Follows a deep link; one that is not ours is told and changes nothing. */
  async follow(link: string): Promise<void> {
    const parsed = parseDeepLink(link);
    this.#windows.focus();
    if (!parsed) {
      this.#log.note('link refused');
      return tell('Dieser Verweis auf eine Akte ist unvollständig oder falsch.', '', this.#windows.get('caseFile'));
    }
    if (parsed.kind === 'caseFile') {
      return this.#windows.send('caseFile', 'openCaseFile', { fileNumber: parsed.fileNumber });
    }
    try {
      this.#windows.send('caseFile', 'noticeHandedOver', await fetchNotice(parsed, this.#source));
    } catch (error) {
      if (!(error instanceof AppError)) this.#log.failure('notice', error);
      const sentence = error instanceof AppError ? error.message : 'Der Bescheid ließ sich nicht übernehmen.';
      await tell('Der Bescheid wurde nicht abgelegt.', sentence, this.#windows.get('caseFile'));
    }
  }

  /** A second start of the program: its link, if it has one, else the desk comes to the front. */
  async secondStart(words: readonly string[]): Promise<void> {
    const link = deepLinkInArguments(words);
    if (link) await this.follow(link);
    else this.#windows.focus();
  }

  /** The global key: opens the case file whose number was copied; without one, the search. */
  async openFromClipboard(): Promise<void> {
    const fileNumber = fileNumberInText(await clipboard.readText());
    this.#windows.focus();
    if (fileNumber) this.#windows.send('caseFile', 'openCaseFile', { fileNumber });
    else this.#windows.send('caseFile', 'runCommand', { command: 'search.open' });
  }
}
