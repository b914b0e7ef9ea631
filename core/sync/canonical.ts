/** JSON with sorted keys and nothing optional, so that equal records have equal text on every machine. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((member) => canonicalJson(member ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** What a record's digest is made of; a scope's digest is the sum of the first 64 bits of the SHA-256 of these, modulo 2^64. */
export function digestText(row: { kind: string; id: string; ver: number; deleted: boolean; body: unknown }): string {
  return canonicalJson([row.kind, row.id, row.ver, row.deleted, row.deleted ? null : row.body]);
}
