import type {
  AttachmentBytes,
  ContentReport,
  Explained,
  Explanation,
  MailContent,
  MailParts,
  OfficeHtml,
  PageText,
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

/** Answer of each task; `pageTexts` answers page by page and ends with `null`. */
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

/** Pool to worker: one job; `cancelled` becomes 1 when nobody waits for further pages. */
export type JobRequest = { number: number; job: InspectionJob; cancelled: Int32Array };

/** Worker to pool. After `failed` the worker is replaced, because its memory may be damaged. */
export type JobMessage =
  | { number: number; type: 'page'; page: PageText }
  | { number: number; type: 'answer'; answer: InspectionAnswers[InspectionJob['task']] }
  | { number: number; type: 'failed'; explanation: Explanation };

/** What a worker is given when it starts. */
export type WorkerSettings = { pdfiumWasmPath: string };
