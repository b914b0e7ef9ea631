import { expect, test } from 'vitest';
import { asId } from '../../../core/domain/ids.ts';
import { filingOf, type InboxItem, missingIn, proposedDraft } from './filing-draft.ts';

const caseFileId = asId('018f0000-0000-7000-8000-000000000001');
const keywordId = asId('018f0000-0000-7000-8000-000000000002');

type Confidence = 'sure' | 'likely' | 'none';
const letter = (caseConfidence: Confidence | null, keywordConfidence: Confidence | null) =>
  ({
    title: 'Mietbescheinigung',
    sender: ' Wohnungsbau Husum eG ',
    letterDate: '2026-11-05',
    receivedDate: '2026-11-20',
    direction: 'incoming',
    proposedCase: caseConfidence && {
      caseFileId,
      title: 'Petersen, Anna',
      fileNumber: '31402BG0001234',
      confidence: caseConfidence,
      explanation: 'BG-Nummer auf Seite 1',
      isOnDesk: true,
    },
    proposedKeyword: keywordConfidence && { keywordId, confidence: keywordConfidence, explanation: 'Überschrift' },
  }) as InboxItem;

test('a letter with two sure proposals can be filed at once', () => {
  const draft = proposedDraft(letter('sure', 'sure'), []);
  expect(missingIn(draft)).toBeNull();
  expect(filingOf(draft)).toMatchObject({ keywordIds: [keywordId], sender: 'Wohnungsbau Husum eG' });
});

test('an unsure proposal must be looked at, the case first', () => {
  const draft = proposedDraft(letter('likely', 'likely'), []);
  expect(missingIn(draft)?.field).toBe('case');
  expect(missingIn({ ...draft, isCaseSettled: true })?.field).toBe('keyword');
  expect(missingIn({ ...draft, isCaseSettled: true, isKeywordSettled: true })).toBeNull();
});

test('without a proposal the field is empty and asked for', () => {
  const draft = proposedDraft(letter(null, 'none'), []);
  expect(draft.chosenCase).toBeNull();
  expect(draft.keywordId).toBeNull();
  expect(missingIn(draft)).toMatchObject({ field: 'case', words: 'Bitte die Akte wählen.' });
});

test('an empty title is asked for', () => {
  const draft = { ...proposedDraft(letter('sure', 'sure'), []), title: '  ' };
  expect(missingIn(draft)?.field).toBe('title');
});

test('a protected keyword makes the document protected', () => {
  const rules = { copyHint: null, isProtected: true, retentionYears: 10, courtDocumentClass: null, followUpDays: null };
  const keyword = { id: keywordId, registerId: keywordId, name: 'Ärztliches Attest', isValid: true, rules };
  expect(proposedDraft(letter('sure', 'sure'), [keyword]).isProtected).toBe(true);
});
