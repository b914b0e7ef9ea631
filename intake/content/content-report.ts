/** What a file is, decided by its bytes. `mail` includes Outlook messages and winmail.dat. */
export type ContentKind =
  | 'pdf'
  | 'image'
  | 'tiff'
  | 'mail'
  | 'office'
  | 'text'
  | 'html'
  | 'archive'
  | 'unknown'
  | 'empty';

/** Why a file is kept but not shown, or not shown at once. Stable: stored with the document. */
export type ExplanationCode =
  | 'empty'
  | 'damaged'
  | 'password'
  | 'encryption-unknown'
  | 'too-large'
  | 'too-expensive'
  | 'unreadable'
  | 'unsafe'
  | 'archive'
  | 'format-not-shown'
  | 'format-unknown'
  | 'program'
  | 'not-found';

/** A sentence for the worker: what is, what was kept, what can be done. */
export type Explanation = { code: ExplanationCode; message: string };

/** Answer in place of a value when content cannot be given. Test with `'explanation' in answer`. */
export type Explained = { explanation: Explanation };

/** One attached or contained file. `name` is safe to show and to save; `size` in bytes, 0 where unknown. */
export type AttachmentFact = { name: string; mediaType: string; size: number };

/** Everything the desk knows about a file after inspecting it. JSON-serialisable. */
export type ContentReport = {
  kind: ContentKind;
  /** The true media type by content, never by name. */
  mediaType: string;
  /** The file name promises another type than the content has. */
  claimedMismatch?: true;
  /** PDF pages, TIFF pages, sheets, slides; 1 for everything shown as one scroll; null where there is no page. */
  pageCount: number | null;
  encrypted: 'no' | 'openable' | 'password';
  attachments: AttachmentFact[];
  state: 'showable' | 'explained';
  explanation?: Explanation;
  hasText: boolean;
  /** Images: size as stored in pixels, and the EXIF orientation (1 to 8) when it is not upright. */
  width?: number;
  height?: number;
  orientation?: number;
  /** Mails only. `date` is ISO 8601; absent when the mail names none that can be read. */
  subject?: string;
  from?: string;
  to?: string;
  date?: string;
  messageId?: string;
  /** German sentences for the worker. */
  warnings: string[];
};

/** Text of one page; `number` counts from 1. */
export type PageText = { number: number; text: string };

/** One attachment of a mail; `index` in the list is the index for `mailAttachment`. */
export type MailAttachment = {
  name: string;
  mediaType: string;
  size: number;
  contentId?: string;
  /** Shown inside the text, so it need not be offered as an attachment. */
  isInline: boolean;
  /** Why it stays in the mail and is no document of its own; absent for those that are. */
  stays?: StaysInMail;
};

/** A picture of the text, a small picture of a sender's signature, an electronic signature. */
export type StaysInMail = 'picture' | 'signaturePicture' | 'signature';

/** An attachment taken out; `index` is the one of `mailAttachment`. */
export type TakenOut = MailAttachment & { index: number; bytes: Uint8Array };

/** What lies in a mail, for making documents of it. */
export type MailParts = { messageId: string | null; attachments: TakenOut[] };

/** A mail made ready to show. `html` is already without scripts and remote loads; sanitise it again where it is shown. */
export type MailContent = {
  /** `date` is ISO 8601 or null when the mail names none that can be read. */
  headers: { subject: string; from: string; to: string[]; cc: string[]; date: string | null };
  html?: string;
  text?: string;
  attachments: MailAttachment[];
  /** Remote images and styles that were taken out of `html`. */
  removedRemoteContent: number;
  warnings: string[];
};

/** An Office document as HTML without scripts and remote loads; sanitise it again where it is shown. */
export type OfficeHtml = { html: string; warnings: string[] };

/** One decoded TIFF page: 4 bytes (RGBA) per pixel, rows from the top. */
export type TiffPage = { width: number; height: number; rgba: Uint8Array; isDeflated: boolean };

/** Bytes of one attachment with its true media type. */
export type AttachmentBytes = { name: string; mediaType: string; bytes: Uint8Array };
