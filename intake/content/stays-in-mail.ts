import type { StaysInMail } from './content-report.ts';
import { recognise } from './file-recognition.ts';
import { imageFacts } from './image-facts.ts';

/** An attachment as far as this decision needs it. `isShown`: the text of the mail shows it. */
type Candidate = {
  name: string;
  mediaType: string;
  isShown: boolean;
  isMarkedInline: boolean;
  hasContentId: boolean;
  bytes: Uint8Array;
};

// What programs call the pictures of a signature; photographs of letters are named otherwise or are larger.
const SIGNATURE_NAMES = /^(?:image\d{3}|outlook-\w+|logo|signatur\w*|unterschrift|facebook|instagram|linkedin|xing)\b/i;
const SIGNATURE_BYTES = 48 * 1024;
const SIGNATURE_PIXELS = 700 * 300;
const SIGNED = /^(?:application\/(?:(?:x-)?pkcs7-signature|pgp-signature)|multipart\/signed)$/;

/** Why an attachment is no document of its own but stays in its mail; null for those that become one. In doubt it becomes one. */
export function whyItStays(attachment: Candidate): StaysInMail | null {
  const { name, mediaType, bytes } = attachment;
  if (SIGNED.test(mediaType) || /\.(?:p7s|asc|sig)$/i.test(name)) return 'signature';
  if (!mediaType.startsWith('image/')) return null;
  if (attachment.isShown) return 'picture';
  const isDecoration = attachment.isMarkedInline || attachment.hasContentId || SIGNATURE_NAMES.test(name);
  return isDecoration && bytes.length <= SIGNATURE_BYTES && isSmall(bytes, name) ? 'signaturePicture' : null;
}

function isSmall(bytes: Uint8Array, name: string): boolean {
  const facts = imageFacts(bytes, recognise(bytes, name).format);
  return facts !== null && facts.width * facts.height <= SIGNATURE_PIXELS;
}
