import type {
  AttachmentBytes,
  ContentReport,
  Explained,
  MailContent,
  MailParts,
  OfficeHtml,
  TiffPage,
} from './content-report.ts';

/** What can be asked of an inspection worker. Bytes are transferred, not shared. */
export type InspectionJob =
  | { task: 'inspect'; bytes: Uint8Array; fileName: string }
  | { task: 'openWithPassword'; bytes: Uint8Array; password: string }
  | { task: 'pageTexts'; bytes: Uint8Array; report: ContentReport; password: string }
  | { task: 'mailContent'; bytes: Uint8Array }
  | { task: 'mailParts'; bytes: Uint8Array }
  | { task: 'mailAttachment'; bytes: Uint8Array; index: number }
  | { task: 'pdfAttachment'; bytes: Uint8Array; index: number; password: string }
  | { task: 'officeHtml'; bytes: Uint8Array }
  | { task: 'tiffPage'; bytes: Uint8Array; index: number };

/** Answer of each task; `pageTexts` tells its pages as parts and ends with `null`. */
export type InspectionAnswers = {
  inspect: ContentReport;
  openWithPassword: ContentReport | 'wrong password';
  pageTexts: null;
  mailContent: MailContent | Explained;
  mailParts: MailParts | Explained;
  mailAttachment: AttachmentBytes | Explained;
  pdfAttachment: AttachmentBytes | Explained;
  officeHtml: OfficeHtml | Explained;
  tiffPage: TiffPage | Explained;
};

/** What a worker is given when it starts. */
export type WorkerSettings = { pdfiumWasmPath: string };
