const number = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 1 });

/** Bytes as people say them: "37 kB", "1,2 MB". */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} Byte`;
  if (bytes < 1_000_000) return `${number.format(Math.round(bytes / 1000))} kB`;
  return `${number.format(bytes / 1_000_000)} MB`;
}
