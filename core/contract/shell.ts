import { z } from 'zod';

// What a page asks of the process that owns its window: Electron's main process, or the browser host's page script.

export const rectangleSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(0), height: z.int().min(0) });
export type Rectangle = z.infer<typeof rectangleSchema>;

/** Channels between preload and main; every answer is `{ ok: true, value } | { ok: false, code, message }`. */
export const shellCalls = {
  /** Where the embedded Fachverfahren shows, in CSS pixels of the page; null hides it. */
  placeEmbed: { input: rectangleSchema.nullable(), output: z.object({}) },
  /** Opens an address of the Fachverfahren in its view. */
  openInEmbed: { input: z.object({ address: z.url() }), output: z.object({}) },
  /** One window with a divider, or two windows. */
  arrangeWindows: {
    input: z.object({ windows: z.enum(['one', 'two']) }),
    output: z.object({ windows: z.enum(['one', 'two']) }),
  },
  saveFile: {
    input: z.object({ fileName: z.string().max(255), bytes: z.instanceof(Uint8Array) }),
    output: z.object({ isSaved: z.boolean() }),
  },
} as const;

/** Events from main to the page. */
export const shellEvents = {
  /** A deep link, a clipboard number or an address of the Fachverfahren asks for a case file. */
  openCaseFile: z.object({ fileNumber: z.string().max(60) }),
  /** The Fachverfahren hands over a notice. */
  noticeHandedOver: z.object({
    fileNumber: z.string().max(60),
    title: z.string().max(300),
    keyword: z.string().max(200).nullable(),
    letterDate: z.string().max(10).nullable(),
    fileName: z.string().max(255),
    bytes: z.instanceof(Uint8Array),
  }),
  /** A menu item was chosen: runs the command of the page's registry. */
  runCommand: z.object({ command: z.string().max(100) }),
} as const;

export type ShellCallName = keyof typeof shellCalls;
export type ShellEventName = keyof typeof shellEvents;
export const shellCallChannel = 'aktenpult:shell';
export const shellEventChannel = 'aktenpult:event';
export const backendPortChannel = 'aktenpult:backend-port';
