import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type Outcome, takeIn } from '../corpus/take-in.ts';
import { test } from './support/office.ts';
import { project } from './support/parts.ts';

const folder = join(project, '../shared/samples');
/** What a worker receives; schemas and word lists are not among it. */
const received = /^(pdf-|img-|mail-|office|ocr|barcode|bad-)/;

type Fact = {
  file: string;
  expected?: {
    pages?: number | null;
    encrypted?: string;
    embedded_files?: number | null;
    subject?: string | null;
    attachments_toplevel?: unknown[];
    two_tools_agree_attachment_count?: boolean;
  };
};

test('real documents from outside open or are explained, and what the desk says of them is true', async ({
  openDesk,
}) => {
  test.skip(
    !existsSync(folder),
    `SKIPPED: no real documents at ../shared/samples; ${'the hostile and generated ones of the other runs remain'}.`,
  );
  test.setTimeout(900_000);
  const facts = (JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8')) as Fact[]).filter(({ file }) =>
    received.test(file),
  );
  const desk = await openDesk('rickmers');
  const outcomes = await takeIn(
    desk.page,
    facts.map(({ file }) => ({ path: join(folder, file), name: file })),
  );
  expect(outcomes.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(outcomes.filter(({ outcome, sentence }) => outcome === 'explained' && !sentence)).toEqual([]);
  expect(
    outcomes.flatMap(({ file, networkRequests }) => networkRequests.map((address) => `${file}: ${address}`)),
  ).toEqual([]);
  const differing = facts.flatMap((fact, index) => differences(fact, outcomes[index] as Outcome));
  expect(differing).toEqual([]);
});

/** Where the desk says something else than the verified facts. */
function differences({ file, expected }: Fact, outcome: Outcome): string[] {
  const found: string[] = [];
  const compare = (what: string, wanted: unknown, got: unknown) => {
    if (wanted !== got) found.push(`${file}: ${what} should be ${wanted}, is ${got}`);
  };
  if (expected?.pages !== undefined) compare('pages', expected.pages, outcome.pages);
  if (outcome.kind === 'pdf' && expected?.embedded_files != null)
    compare('attachments', expected.embedded_files, outcome.attachments);
  if (outcome.kind === 'mail' && expected?.subject !== undefined)
    compare('subject', expected.subject ?? '', outcome.subject);
  if (outcome.kind === 'mail' && expected?.two_tools_agree_attachment_count) {
    compare('attachments', expected.attachments_toplevel?.length, outcome.attachments);
  }
  const encryption = expected?.encrypted?.startsWith('yes (')
    ? 'password'
    : { yes: 'openable', no: 'no' }[expected?.encrypted ?? ''];
  if (encryption) compare('encrypted', encryption, outcome.encrypted);
  return found;
}
