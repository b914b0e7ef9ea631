import { describe, expect, it } from 'vitest';
import { caseAddress, coupledAddress, readPageMessage } from './page-messages.ts';

const frame = {};
const expected = { origin: 'http://127.0.0.1:4601', frame };
const event = (data: unknown, part: Partial<{ origin: string; source: unknown }> = {}) => ({
  origin: expected.origin,
  source: frame,
  data,
  ...part,
});
const chosen = { aktenpult: 1, type: 'akte-oeffnen', fileNumber: '31402BG0001755' };

describe('messages of the Fachverfahren', () => {
  it('are read when they come from its frame and origin', () => {
    expect(readPageMessage(event(chosen), expected)).toEqual(chosen);
  });

  it('are ignored from any other origin, window or before the frame is there', () => {
    expect(readPageMessage(event(chosen, { origin: 'http://127.0.0.1:4602' }), expected)).toBeNull();
    expect(readPageMessage(event(chosen, { origin: 'null' }), expected)).toBeNull();
    expect(readPageMessage(event(chosen, { source: {} }), expected)).toBeNull();
    expect(readPageMessage(event(chosen, { source: undefined }), { ...expected, frame: undefined })).toBeNull();
  });

  it('are ignored without the mark, of an unknown kind or with wrong fields', () => {
    const wrong = [
      null,
      'akte-oeffnen',
      { ...chosen, aktenpult: undefined },
      { ...chosen, type: 'alles-loeschen' },
      { ...chosen, fileNumber: 'x'.repeat(61) },
      {
        aktenpult: 1,
        type: 'bescheid-ablegen',
        requestId: 'r',
        fileNumber: '1',
        title: 't',
        fileName: 'f',
        bytes: 'text',
      },
    ];
    for (const data of wrong) expect(readPageMessage(event(data), expected)).toBeNull();
  });

  it('hand over a notice with its bytes', () => {
    const bytes = new ArrayBuffer(4);
    const notice = {
      aktenpult: 1,
      type: 'bescheid-ablegen',
      requestId: 'r-1',
      fileNumber: '31402BG0001755',
      title: 'Änderungsbescheid',
      keyword: 'Änderungsbescheid',
      letterDate: '2026-11-22',
      fileName: 'bescheid.pdf',
      mediaType: 'application/pdf',
      bytes,
    };
    expect(readPageMessage(event(notice), expected)).toMatchObject({ type: 'bescheid-ablegen', bytes });
  });
});

describe('addresses of the Fachverfahren', () => {
  it('tell it which desk it is coupled with', () => {
    expect(coupledAddress('http://fv.example/start?a=1', 'http://127.0.0.1:4600')).toBe(
      'http://fv.example/start?a=1&pult=http%3A%2F%2F127.0.0.1%3A4600',
    );
  });

  it('carry the number encoded', () => {
    expect(caseAddress('http://fv.example/fall/{fileNumber}', '31402//0001 &')).toBe(
      'http://fv.example/fall/31402%2F%2F0001%20%26',
    );
  });
});
