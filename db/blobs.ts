export type BlobStore = object;
