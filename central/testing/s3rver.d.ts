declare module 's3rver' {
  type Options = {
    directory: string;
    port: number;
    address: string;
    silent: boolean;
    configureBuckets: { name: string; configs: [] }[];
  };
  class S3rver {
    constructor(options: Options);
    run(): Promise<{ port: number }>;
    close(): Promise<void>;
  }
  export = S3rver;
}
