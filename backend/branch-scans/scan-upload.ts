import type { Upload } from '../uploads/upload.ts';

/** A scanned file or a photo on its way from the page into the store. */
export type ScanUpload = Pick<Upload, 'writer' | 'size' | 'queue' | 'fileName'> & {
  readonly finished: null;
  readonly source: 'upload' | 'camera';
};
