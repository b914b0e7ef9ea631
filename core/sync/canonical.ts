/** JSON with sorted keys and nothing optional, so that equal records have equal text on every machine. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((member) => canonicalJson(member ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = sortedKeys(Object.keys(value));
  return flatJson(keys, value as Members) ?? membersJson(keys, value as Members);
}

type Members = Record<string, unknown>;

/** An object of plain values in one call of the engine's own writer, which is several times as quick; null when it is none. */
function flatJson(keys: readonly string[], value: Members): string | null {
  const sorted: Members = {};
  for (const key of keys) {
    const member = value[key];
    if ((typeof member === 'object' && member !== null) || keepsNoPlace(key)) return null;
    sorted[key] = member;
  }
  return JSON.stringify(sorted);
}

/** Engines put numbers before all other keys, and one key sets no member at all. */
function keepsNoPlace(key: string): boolean {
  const code = key.charCodeAt(0);
  return (code >= 48 && code <= 57) || key === '__proto__';
}

function membersJson(keys: readonly string[], value: Members): string {
  const members = keys
    .filter((key) => value[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
}

type Order = { keys: readonly string[]; sorted: readonly string[] };
/** Records of one kind have the same keys in the same order: they are sorted once, not for each of a hundred thousand rows. */
const orders = new Map<string, Order>();
const mostOrders = 500;

function sortedKeys(keys: readonly string[]): readonly string[] {
  const name = `${keys.length}${keys[0] ?? ''}`;
  const known = orders.get(name);
  if (known?.keys.every((key, index) => key === keys[index])) return known.sorted;
  const sorted = keys.toSorted((left, right) => (left < right ? -1 : 1));
  if (orders.size >= mostOrders) orders.clear();
  orders.set(name, { keys, sorted });
  return sorted;
}

/** What a record's digest is made of; a scope's digest is the sum of the first 64 bits of the SHA-256 of these, modulo 2^64. */
export function digestText(row: { kind: string; id: string; ver: number; deleted: boolean; body: unknown }): string {
  const body = row.deleted ? 'null' : canonicalJson(row.body);
  return `[${JSON.stringify(row.kind)},${JSON.stringify(row.id)},${row.ver},${row.deleted},${body}]`;
}
