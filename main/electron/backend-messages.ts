import type { DeskConfiguration } from '../shared/configuration.ts';

// What main and the backend's process say to each other. Ports travel beside the messages.

export type BackendStart = {
  dataFolder: string;
  centralUrl: string;
  configuration: DeskConfiguration;
  /** Name of the key store whose port comes along, or null when the password alone protects. */
  keyStore: string | null;
};
export type ToBackend = { type: 'start'; start: BackendStart } | { type: 'connect' } | { type: 'close' };
export type FromBackend =
  | { type: 'ready' }
  /** It cannot start; `message` is a sentence for the worker. Trying again would not help. */
  | { type: 'failed'; message: string }
  | { type: 'unexpected'; where: string; description: string }
  | { type: 'closed' };
