import type { z } from 'zod';
import type { OfferedCommand, Rectangle, shellEvents } from '../../core/contract/shell.ts';
import type { Port } from '../../core/rpc/port.ts';

/** Which of the desk's windows this page is: the case file (alone or with the Fachverfahren beside it) or the Fachverfahren alone. */
export type WindowKind = 'caseFile' | 'fachverfahren';
export type Screen = { left: number; top: number; width: number; height: number; isPrimary: boolean };
export type HostEvents = { [Name in keyof typeof shellEvents]: z.output<(typeof shellEvents)[Name]> };

/** An open pipe to the backend with what its hello must carry. */
export type BackendPipe = {
  port: Port;
  token: string | null;
  /** Called with the session the backend handed back. */
  welcomed(session: string | null): void;
  /** Called when the backend refused the token. */
  refused(): void;
};

/** How the Fachverfahren is shown: in a frame of this page, or in a view that the host places over a rectangle of it. */
export type Embed =
  | { kind: 'frame' }
  | { kind: 'placed'; place(rectangle: Rectangle | null): void; open(address: string): Promise<void> };

/** What the page may ask of its surroundings; features never ask which host they are in. */
export type Host = {
  windowKind: WindowKind;
  connectBackend(): Promise<BackendPipe>;
  embed: Embed;
  /** Opens the window of the Fachverfahren, on another screen where there is one; false when it was prevented. */
  openSecondWindow(): Promise<boolean>;
  closeSecondWindow(): Promise<void>;
  /** The screens of this desk; asks for permission only when `mayAsk` (it needs a click). */
  screens(mayAsk: boolean): Promise<Screen[]>;
  /** Shows these commands in menus of the system, where there are any. */
  offerCommands(commands: OfferedCommand[]): void;
  saveFile(fileName: string, bytes: Uint8Array): Promise<boolean>;
  openExternal(address: string): void;
  on<Name extends keyof HostEvents>(name: Name, listener: (payload: HostEvents[Name]) => void): () => void;
};
