import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { confirmationMessage, generalAnswers, receiptMessage } from './answers.ts';
import { readFachverfahrenMessage } from './fachverfahren-messages.ts';
import { readMessageTree } from './message-tree.ts';
import { openSchemaCheck } from './schema-check.ts';
import { createMessage, fileMessage, showMessage } from './testing/made-messages.ts';

const schemas = fileURLToPath(new URL('../../../shared/samples/xdomea-xsd-3.0.0', import.meta.url));
const hasSchemas = existsSync(schemas);
if (!hasSchemas)
  console.log('SKIPPED: the schemas of xdomea (shared/samples) are not here; messages were not compared with them.');

const processId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const text = (xml: string) => new TextEncoder().encode(xml);
const made = {
  ...{ fileNumber: '32201BG0001234', title: 'Petersen, Anna', responsible: 'JE', familyName: 'Petersen' },
  ...{ givenName: 'Anna', birthDate: '1988-04-03', street: 'Norderstraße' },
};
const facts = {
  head: {
    kind: '0605',
    namespace: 'urn:xoev-de:xdomea:schema:3.0.0',
    processId,
    senderName: 'Fachverfahren & Co',
    receiverName: '',
  },
  at: '2026-11-26T09:31:00Z',
  version: '0.1.0',
} as const;

describe('messages of a Fachverfahren', () => {
  test('a document to be filed is read with its file, type, dates and place', () => {
    const sent = {
      container: '32201BG0001234',
      fileName: `${processId}_1.pdf`,
      title: 'Bescheid für Meyer & Söhne'.replace('&', '&amp;'),
    };
    const message = readFachverfahrenMessage(readMessageTree(fileMessage(processId, [sent, { number: 7 }])));
    expect(message).toMatchObject({
      kind: '0605',
      head: {
        processId,
        wantsReceipt: false,
        isBatch: true,
        batchLength: 2,
        senderName: 'Fachverfahren & Co',
      },
      objects: [
        {
          numberInBatch: 1,
          objectId: 'BESCHEID-1',
          containerId: '32201BG0001234',
          type: 'document',
          document: {
            title: 'Bescheid für Meyer & Söhne',
            typeName: 'Bewilligungsbescheid',
            letterDate: '2026-11-25',
            files: [{ name: `${processId}_1.pdf` }],
          },
        },
        { numberInBatch: 7, containerId: null },
      ],
    });
  });

  test('a file to be made is read with its persons, times and who is responsible', () => {
    const message = readFachverfahrenMessage(readMessageTree(createMessage(processId, made)));
    expect(message).toMatchObject({
      kind: '0604',
      objects: [
        {
          type: 'case',
          case: {
            fileNumber: '32201BG0001234',
            title: 'Petersen, Anna',
            responsible: 'JE',
            approvedFrom: '2026-12-01',
            approvedUntil: '2027-05-31',
            persons: [
              {
                familyName: 'Petersen',
                givenName: 'Anna',
                birthDate: '1988-04-03',
                street: 'Norderstraße 7',
                postcode: '25813',
                phone: '04841 12345',
                mail: null,
              },
            ],
          },
        },
      ],
    });
  });

  test('what is to be shown is read with the desk it is for', () => {
    const message = readFachverfahrenMessage(readMessageTree(showMessage(processId, processId, 'PC-0815')));
    expect(message).toMatchObject({ kind: '0602', shownId: processId, client: 'PC-0815' });
  });

  test.each([
    ['no XML', text('kein XML'), 'kein wohlgeformtes XML'],
    ['XML that ends early', fileMessage(processId, [{}]).slice(0, 300), 'kein wohlgeformtes XML'],
    ['a DTD with entities', text('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), 'DTD'],
    ['a message of another kind', text('<a xmlns="urn:xoev-de:xdomea:schema:3.0.0"/>'), 'nicht entgegengenommen'],
    [
      'another version',
      text(new TextDecoder().decode(fileMessage(processId, [{}])).replace(':3.0.0', ':2.3.0')),
      'andere Fassung',
    ],
    ['a type that does not fit', fileMessage(processId, [{}], { code: '0604' }), 'passt nicht'],
    ['no process', fileMessage('keine-uuid', [{}]), 'keine UUID'],
  ])('%s is refused with a sentence', (_name, bytes, sentence) => {
    expect(() => readFachverfahrenMessage(readMessageTree(bytes))).toThrow(sentence);
  });

  test('a message of endless depth is refused, not followed', () => {
    expect(() => readMessageTree(text('<a>'.repeat(200) + '</a>'.repeat(200)))).toThrow('zu tief');
  });
});

describe.skipIf(!hasSchemas)('compared with the schemas of the standard', () => {
  const valid: [string, Uint8Array][] = [
    [
      'a 0605 with one document',
      fileMessage(processId, [{ container: '32201BG0001234', fileName: `${processId}_1.pdf` }]),
    ],
    ['a 0605 with a batch', fileMessage(processId, [{ fileName: `${processId}_1.pdf` }, {}])],
    ['a 0604', createMessage(processId, made)],
    ['a 0602', showMessage(processId, processId)],
    ['our receipt', text(receiptMessage(facts))],
    ['our confirmation', text(confirmationMessage(facts, { code: generalAnswers.done, sentence: null }, []))],
    [
      'our confirmation of a batch that went well in part',
      text(
        confirmationMessage(facts, { code: generalAnswers.failed, sentence: 'Ein Dokument wurde nicht abgelegt.' }, [
          { numberInBatch: 1, madeId: processId, place: 'Akte 1 < 2 & mehr', isDone: true, problem: null },
          {
            numberInBatch: 2,
            madeId: null,
            place: '',
            isDone: false,
            problem: { code: '0605004', sentence: 'Die Datei „a\u0007.pdf“ fehlt.' },
          },
        ]),
      ),
    ],
  ];
  test.each(valid)('%s is valid', (_name, bytes) => {
    const check = openSchemaCheck(schemas);
    expect(check.problemsOf(bytes)).toEqual([]);
    check.close();
  });

  test('a receipt may be wanted or not; a message that wants no confirmation is none of the standard', () => {
    const check = openSchemaCheck(schemas);
    const problems = (more: object) => check.problemsOf(fileMessage(processId, [{}], more));
    expect(problems({ receipt: true })).toEqual([]);
    expect(problems({ confirmation: false })).not.toEqual([]);
    check.close();
  });

  test('a message that breaks the schema is told by line, without what stands in it', () => {
    const check = openSchemaCheck(schemas);
    const broken = new TextDecoder().decode(fileMessage(processId, [{ letterDate: 'Geheimnis' }]));
    const problems = check.problemsOf(text(broken));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^Zeile \d+: /);
    expect(problems.join()).not.toContain('Geheimnis');
    check.close();
  });
});
