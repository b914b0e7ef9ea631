import { z } from 'zod';

// The messages between the desk and the embedded page of the Fachverfahren, marked `aktenpult: 1`.

const marked = { aktenpult: z.literal(1) };
const noticeFields = {
  fileNumber: z.string().max(60),
  title: z.string().max(300),
  keyword: z.string().max(200).nullish(),
  letterDate: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullish(),
  fileName: z.string().max(255),
};

export const pageMessageSchema = z.discriminatedUnion('type', [
  z.object({ ...marked, type: z.literal('bereit') }),
  z.object({ ...marked, type: z.literal('akte-oeffnen'), fileNumber: z.string().max(60) }),
  z.object({
    ...marked,
    type: z.literal('bescheid-ablegen'),
    requestId: z.string().max(100),
    ...noticeFields,
    bytes: z.instanceof(ArrayBuffer),
  }),
  z.object({
    ...marked,
    type: z.literal('fall-angezeigt'),
    ok: z.boolean(),
    message: z.string().max(300),
    requestId: z.string().max(100),
  }),
]);
export type PageMessage = z.output<typeof pageMessageSchema>;

export type DeskMessage =
  | { type: 'fall-anzeigen'; fileNumber: string; requestId: string }
  | { type: 'bescheid-abgelegt'; ok: boolean; message: string; requestId: string };

/** A message of the embedded page; null unless it comes from that very frame, of the configured origin, in a known form. */
export function readPageMessage(
  event: { origin: string; source: unknown; data: unknown },
  expected: { origin: string; frame: unknown },
): PageMessage | null {
  if (event.origin !== expected.origin || expected.frame == null || event.source !== expected.frame) return null;
  const parsed = pageMessageSchema.safeParse(event.data);
  return parsed.success ? parsed.data : null;
}

/** The address to show first: tells the page which desk it is coupled with. */
export function coupledAddress(startAddress: string, deskOrigin: string): string {
  const address = new URL(startAddress);
  address.searchParams.set('pult', deskOrigin);
  return address.href;
}

/** The address of one case, from the pattern with `{fileNumber}`. */
export function caseAddress(pattern: string, fileNumber: string): string {
  return pattern.replace('{fileNumber}', encodeURIComponent(fileNumber));
}
