import type { z } from 'zod';
import { type RecordKind, recordSchemas } from '../../core/domain/records.ts';
import { newId } from './temporary-store.ts';

type Definition = {
  type: string;
  innerType?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  entries?: Record<string, string>;
  element?: z.ZodType;
};

/** A body of a record kind made from its schema, every field set; with `isEmpty` everything that may be null is. */
export function sampleBody(kind: RecordKind, isEmpty = false): Record<string, unknown> {
  return sampleOf(recordSchemas[kind], isEmpty, '') as Record<string, unknown>;
}

function sampleOf(schema: z.ZodType, isEmpty: boolean, field: string): unknown {
  const definition = schema.def as unknown as Definition;
  switch (definition.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(definition.shape ?? {}).map(([name, inner]) => [name, sampleOf(inner, isEmpty, name)]),
      );
    case 'optional':
      return definition.innerType ? sampleOf(definition.innerType, isEmpty, field) : undefined;
    case 'nullable':
      return isEmpty || !definition.innerType ? null : sampleOf(definition.innerType, isEmpty, field);
    case 'pipe':
      return newId();
    case 'record':
      return isEmpty ? {} : { [field]: 'Größe' };
    case 'boolean':
      return !isEmpty;
    case 'number':
      return 3;
    case 'enum':
      return Object.values(definition.entries ?? {})[0];
    case 'array':
      return isEmpty || !definition.element ? [] : [sampleOf(definition.element, isEmpty, field)];
    default:
      return sampleText(schema, field);
  }
}

function sampleText(schema: z.ZodType, field: string): string {
  for (const text of [`Größe „${field}“`, '2026-11-22', '2026-11-22T18:56:00.000Z', 'ab'.repeat(32)]) {
    if (schema.safeParse(text).success) return text;
  }
  throw new Error(`no sample for ${field}`);
}
