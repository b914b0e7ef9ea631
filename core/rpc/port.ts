/** A pipe that carries frames both ways, in order. Values are JSON plus Uint8Array, nothing else. */
export type Port = {
  send(frame: unknown): void;
  onFrame(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
};
