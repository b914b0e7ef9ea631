/** PostgreSQL stores no NUL and no half surrogate pairs in text; texts from scanned or damaged files may hold them. */
const notStorable = /\\u(0000|d[89a-f])/i;

function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value;
}

/** JSON text to a value that can be stored; throws on text that is no JSON or sets a prototype. */
export function parseJsonText(text: string): unknown {
  if (text.includes('"__proto__"')) throw new SyntaxError('a prototype is no data');
  return notStorable.test(text) ? JSON.parse(text, storable) : JSON.parse(text);
}
