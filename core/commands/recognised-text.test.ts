import { beforeEach, expect, test } from 'vitest';
import {
  beginAnew,
  content,
  dates,
  inboxId,
  itemId,
  people,
  records,
  run,
  rows,
} from '../../tests/support/two-at-one-thing.ts';
import type { BodyOf } from '../domain/records.ts';
import { versionIdOf } from './document-parts.ts';

const proposedKeyword = { keywordId: itemId, confidence: 'sure', explanation: 'Überschrift' };
const deliver = (more: object = {}) => {
  const letter = { inboxId, itemId, title: 'IMG_2034', ...dates, source: 'upload', pageTexts: [], remark: null };
  const proposals = { proposedCase: null, proposedKeyword: null };
  run('deliverInboxItem', { ...letter, ...proposals, content: { ...content, hasText: false }, ...more }, people.anna);
};
const recognise = (actorId = people.anna, more: object = {}) =>
  run(
    'addRecognisedText',
    {
      ...{ scopeId: inboxId, ownerId: itemId, versionId: versionIdOf(itemId), isInbox: true },
      pageTexts: ['Mietvertrag', 'Seite zwei'],
      proposal: {
        ...{ titleBefore: 'IMG_2034', title: 'Mietvertrag', letterDate: '2026-11-03', sender: 'Wohnungsbau Husum' },
        ...{ proposedCase: null, proposedKeyword, reasons: { title: 'Betreff auf Seite 1', sender: 'Kopf' } },
      },
      ...more,
    },
    actorId,
  );
const item = () => records.read('inboxItem', inboxId, itemId) as BodyOf<'inboxItem'>;

beforeEach(beginAnew);

test('a letter gets the text that was recognised, and what is proposed by it where nobody has said anything', () => {
  deliver();
  expect(recognise()).toMatchObject({ outcome: 'accepted', journal: [{ action: 'text.recognised' }] });
  expect(rows('page')).toHaveLength(2);
  expect(records.read('version', inboxId, versionIdOf(itemId))).toMatchObject({ hasText: true });
  expect(item()).toMatchObject({ title: 'Mietvertrag', letterDate: '2026-11-03', sender: 'Wohnungsbau Husum' });
  expect(item()).toMatchObject({ proposedKeyword, reasons: { title: 'Betreff auf Seite 1', sender: 'Kopf' } });
  expect(recognise()).toMatchObject({ outcome: 'accepted', writes: [] });
});

test('what somebody has said stays as it is', () => {
  deliver({ title: 'Meine Notiz', sender: 'Olga Momsen', reasons: { sender: 'Absender der E-Mail' } });
  recognise();
  expect(item()).toMatchObject({ title: 'Meine Notiz', sender: 'Olga Momsen', letterDate: '2026-11-03' });
  expect(item().reasons).toMatchObject({ title: null, sender: 'Absender der E-Mail' });
});

test('nobody but whoever laid a letter into a Postkorb says what stands in it, and a letter that is gone is no fault', () => {
  deliver();
  expect(recognise(people.bernd)).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
  expect(rows('page')).toHaveLength(0);
  beginAnew();
  expect(recognise()).toMatchObject({ outcome: 'accepted', writes: [], journal: [] });
});
