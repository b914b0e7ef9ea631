/** What the desk can show of a file that lies in another one; anything else is explained. */
export type AttachmentKind = { kind: 'pdf' | 'image' | 'text'; mediaType: string };

const signatures: [number[], AttachmentKind][] = [
  [[0x89, 0x50, 0x4e, 0x47], { kind: 'image', mediaType: 'image/png' }],
  [[0xff, 0xd8, 0xff], { kind: 'image', mediaType: 'image/jpeg' }],
  [[0x47, 0x49, 0x46, 0x38], { kind: 'image', mediaType: 'image/gif' }],
  [[0x42, 0x4d], { kind: 'image', mediaType: 'image/bmp' }],
];
const textNames = /\.(txt|csv|md|log|ics|vcf|xml|json|html?)$/i;
/** Most bytes shown as text. */
const mostText = 2_000_000;

/** Decides by the bytes what an attachment is; names are believed for text only, and only when the bytes are text. */
export function attachmentKind(bytes: Uint8Array, name: string, mediaType: string): AttachmentKind | null {
  if (latin(bytes.subarray(0, 1024)).includes('%PDF-')) return { kind: 'pdf', mediaType: 'application/pdf' };
  for (const [signature, kind] of signatures) {
    if (signature.every((byte, index) => bytes[index] === byte)) return kind;
  }
  if (latin(bytes.subarray(0, 4)) === 'RIFF' && latin(bytes.subarray(8, 12)) === 'WEBP') {
    return { kind: 'image', mediaType: 'image/webp' };
  }
  const isNamedText = textNames.test(name) || mediaType.startsWith('text/');
  const isText = bytes.length > 0 && bytes.length <= mostText && !bytes.subarray(0, 8192).includes(0);
  return isNamedText && isText ? { kind: 'text', mediaType: 'text/plain' } : null;
}

/** Bytes as text: UTF-8 where it is, else the Windows code page of old programs. */
export function attachmentText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const latin = (bytes: Uint8Array) => String.fromCharCode(...bytes);
