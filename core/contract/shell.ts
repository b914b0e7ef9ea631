import { z } from 'zod';

// What a page asks of the process that owns its window: Electron's main process, or the browser host's page script.

export const rectangleSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(0), height: z.int().min(0) });
export type Rectangle = z.infer<typeof rectangleSchema>;

/** A command of the page's registry as a menu shows it; `shortcut` as in `Mod+Shift+K`. */
export const offeredCommandSchema = z.object({
  id: z.string().max(100),
  title: z.string().max(300),
  group: z.string().max(60),
  shortcut: z.string().max(40).nullable(),
  isEnabled: z.boolean(),
});
export type OfferedCommand = z.infer<typeof offeredCommandSchema>;

/** A monitor in CSS pixels of the whole desktop. */
export const screenSchema = z.object({
  left: z.int(),
  top: z.int(),
  width: z.int(),
  height: z.int(),
  isPrimary: z.boolean(),
});

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
  /** What the menus show; sent again when it changes. */
  offerCommands: { input: z.object({ commands: z.array(offeredCommandSchema).max(200) }), output: z.object({}) },
  /** The monitors of this desk. */
  screens: { input: z.object({}), output: z.object({ screens: z.array(screenSchema) }) },
} as const;

/** Events from main to the page. */
export const shellEvents = {
  /** A deep link or a number on the clipboard asks for a case file. */
  openCaseFile: z.object({ fileNumber: z.string().max(60) }),
  /** The worker chose a case in the embedded Fachverfahren, told by its address. */
  caseChosen: z.object({ fileNumber: z.string().max(60) }),
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
  /** The windows were opened or closed from outside the page, for example by their close button. */
  windowsArranged: z.object({ windows: z.enum(['one', 'two']) }),
  /** A monitor came, went or changed. */
  screensChanged: z.object({}),
  /** The backend ended; ports to it do not always tell. The page closes its pipe and asks for a new one. */
  backendStopped: z.object({}),
} as const;

export type ShellCallName = keyof typeof shellCalls;
export type ShellEventName = keyof typeof shellEvents;
