import { expect } from '@playwright/test';
import type { DeskClient } from '../../core/contract/desk.ts';
import type { Id } from '../../core/domain/ids.ts';
import { backendOf } from '../support/backend-of-page.ts';
import { DeskPage } from './pages/desk.ts';
import { bytesOf, contentsOf } from './support/case-contents.ts';
import { type OpenDesk, test } from './support/office.ts';
import { documentsOf, type Work, workOffline } from './support/offline-work.ts';

type Side = OpenDesk & { client: DeskClient };

test('three days without the centre: 200 changes and 50 documents on each of two desks, conflicts in one file, substitutions that begin and end meanwhile; then all is equal', async ({
  openDesk,
}) => {
  test.setTimeout(600_000);
  const open = async (login: string, name = login): Promise<Side> => {
    const desk = await openDesk(login, { name });
    return { ...desk, client: (await backendOf(desk.page)).client };
  };
  const owner = await open('jensen', 'three-days-owner');
  const substitute = await open('harmsen', 'three-days-substitute');
  const lead = await open('brodersen', 'three-days-lead');
  const workerId = await workerIds(lead.client);
  await startSubstitution(lead.client, workerId('Jensen'), workerId('Harmsen'), 40 * 86_400_000);
  await startSubstitution(lead.client, workerId('Thomsen'), workerId('Harmsen'), 45_000);
  await expect
    .poll(async () => substitutedNames(substitute.client), { timeout: 30_000 })
    .toEqual(['Jensen', 'Thomsen']);
  await settled(owner, substitute);

  // The line is cut; one conflict of each kind, in files that both may read.
  const files = (await substitute.client.caseFiles.list({ which: 'substituted' })).rows;
  const ofJensen = files.filter(({ substitutedFor }) => substitutedFor?.includes('Jensen')).map(idOf);
  const ofThomsen = files.filter(({ substitutedFor }) => substitutedFor?.includes('Thomsen')).map(idOf);
  const shared = ofJensen[0];
  if (!shared || ofThomsen.length === 0) throw new Error('no substituted files');
  await owner.client.notes.add({ caseFileId: shared, ...noteWords('Gemeinsamer Vermerk.') });
  await owner.client.followUps.create({ caseFileId: shared, ...followUpWords });
  await settled(owner, substitute);
  await expect
    .poll(async () => (await substitute.client.notes.list({ caseFileId: shared })).rows[0]?.text)
    .toBe('Gemeinsamer Vermerk.');
  for (const { line } of [owner, substitute]) line.cut();
  await expect(new DeskPage(owner.page).syncState).toContainText('Offline seit', { timeout: 60_000 });
  await expect(new DeskPage(substitute.page).syncState).toContainText('Offline seit', { timeout: 60_000 });

  // Day one: the substitute works in a file whose substitution will be over.
  const lateTexts = ['eins', 'zwei', 'drei'].map((word) => `Vertretung für Thomsen, Vermerk ${word}.`);
  for (const text of lateTexts)
    await substitute.client.notes.add({ caseFileId: ofThomsen[0] as Id, ...noteWords(text) });
  const conflict = await conflictInOneFile(owner, substitute, shared, ofJensen[1] as Id);
  for (const { clock } of [owner, substitute]) clock?.moveOn(30);
  const [ownWork, otherWork] = await Promise.all([
    workOffline(owner.client, ofJensen.slice(0, 8), 'Jensen'),
    workOffline(
      substitute.client,
      (await substitute.client.caseFiles.list({ which: 'mine' })).rows.map(idOf).slice(0, 8),
      'Harmsen',
    ),
  ]);
  expect([ownWork.commands, otherWork.commands]).toEqual([200, 200]);
  for (const { clock } of [owner, substitute]) clock?.moveOn(71);
  // What has run out is hidden at once, without the centre.
  await expect.poll(() => substitutedNames(substitute.client), { timeout: 60_000 }).toEqual(['Jensen']);
  await startSubstitution(lead.client, workerId('Petersen'), workerId('Harmsen'), 40 * 86_400_000);
  expect((await substitute.client.sync.state({})).waitingCommands).toBeGreaterThan(250);

  const ofThomsenEnded = async () =>
    (await lead.client.substitutions.list({})).rows.find(({ absentName }) => absentName.includes('Thomsen'))?.state;
  await expect.poll(ofThomsenEnded, { timeout: 60_000 }).toBe('ended');

  const begun = performance.now();
  owner.line.mend();
  await settled(owner);
  substitute.line.mend();
  await settled(substitute);
  await settled(owner);
  console.log(`both desks level ${Math.round(performance.now() - begun)} ms after the line is back`);
  expect(await substitutedNames(substitute.client)).toEqual(['Jensen', 'Petersen']);

  // Desks that start from nothing have only what the centre has.
  const freshOwner = await open('jensen', 'three-days-fresh-owner');
  const freshSubstitute = await open('harmsen', 'three-days-fresh-substitute');
  await settled(freshOwner, freshSubstitute);
  const own = (await substitute.client.caseFiles.list({ which: 'mine' })).rows.map(idOf);
  const level = await contentsOf(freshOwner.client, ofJensen);
  expect(await contentsOf(owner.client, ofJensen)).toEqual(level);
  expect(await contentsOf(substitute.client, ofJensen)).toEqual(level);
  expect(await contentsOf(substitute.client, own)).toEqual(await contentsOf(freshSubstitute.client, own));
  await everythingIsThere(freshOwner.client, ofJensen, ownWork);
  await everythingIsThere(freshSubstitute.client, own, otherWork);
  await conflictIsReadable(freshOwner.client, owner, substitute, conflict);

  const late = (await substitute.client.clarifications.list({})).rows.filter(({ kind }) => kind === 'ownLateWork');
  expect(
    late
      .flatMap(({ content }) => content.map(({ value }) => value))
      .filter((text) => lateTexts.includes(text))
      .sort(),
  ).toEqual(lateTexts.toSorted());
});

const idOf = ({ caseFileId }: { caseFileId: Id }): Id => caseFileId;
const noteWords = (text: string) => ({ documentId: null, text, isPinned: false, isPhoneCall: false });
const followUpWords = { documentId: null, dueOn: '2027-02-01', subject: 'Gemeinsame Wiedervorlage' };

async function workerIds(client: DeskClient): Promise<(familyName: string) => Id> {
  const { workers } = await client.office.directory({});
  return (familyName) => {
    const found = workers.find((worker) => worker.familyName === familyName);
    if (!found) throw new Error(`no worker ${familyName}`);
    return found.id;
  };
}

async function startSubstitution(lead: DeskClient, absentWorkerId: Id, substituteWorkerId: Id, milliseconds: number) {
  const [from, to] = [Date.now(), Date.now() + milliseconds].map((time) => new Date(time).toISOString());
  await lead.substitutions.start({
    absentWorkerId,
    substituteWorkerId,
    reason: 'Krankheit',
    from: from ?? '',
    to: to ?? '',
  });
}

/** For whom she stands in, by the files she has. */
async function substitutedNames(client: DeskClient): Promise<string[]> {
  const { rows } = await client.caseFiles.list({ which: 'substituted' });
  const names = rows.flatMap(({ substitutedFor }) => /Jensen|Thomsen|Petersen/.exec(substitutedFor ?? '')?.[0] ?? []);
  return [...new Set(names)].sort();
}

/** Until nothing waits at these desks and they have what the centre has. */
async function settled(...sides: Side[]): Promise<void> {
  for (const { client } of sides) {
    const since = new Date().toISOString();
    await expect
      .poll(
        async () => {
          const state = await client.sync.now({});
          const isFetching = (await client.session.state({})).firstFetch !== null;
          return { ...pick(state), isFetching, isNew: (state.lastSyncedAt ?? '') >= since };
        },
        { timeout: 180_000 },
      )
      .toEqual({ connection: 'connected', waitingCommands: 0, waitingBlobs: 0, isFetching: false, isNew: true });
  }
}
const pick = ({ connection, waitingCommands, waitingBlobs }: Awaited<ReturnType<DeskClient['sync']['now']>>) => ({
  connection,
  waitingCommands,
  waitingBlobs,
});

type Conflict = {
  caseFileId: Id;
  documentId: Id;
  letterTitle: string;
  titles: string[];
  texts: string[];
  begunAt: string;
};

/** Both rename one document, rewrite one note, complete one follow-up, and file one letter into different files. */
async function conflictInOneFile(
  owner: Side,
  substitute: Side,
  caseFileId: Id,
  otherCaseFileId: Id,
): Promise<Conflict> {
  const begunAt = new Date().toISOString();
  const [row] = await documentsOf(owner.client, caseFileId);
  const [note] = (await owner.client.notes.list({ caseFileId })).rows;
  const [followUp] = (await owner.client.followUps.list({ which: 'open', caseFileId })).rows.filter(
    ({ subject }) => subject === followUpWords.subject,
  );
  const { inboxes } = await owner.client.inbox.overview({});
  const inboxId = inboxes.find(({ kind }) => kind === 'own')?.inboxId;
  if (!row || !note || !followUp || !inboxId) throw new Error('nothing to disagree about');
  const [letter] = (await owner.client.inbox.list({ inboxId, show: 'open' })).rows;
  if (!letter) throw new Error('no letter');
  const { keywords } = await owner.client.office.directory({});
  const keywordId = keywords.find(({ isValid, rules }) => isValid && !rules.isProtected)?.id as Id;
  const titles = ['Titel von Jensen', 'Titel von Harmsen'];
  const texts = ['Fassung von Jensen.', 'Fassung von Harmsen.'];
  for (const [number, { client }] of [owner, substitute].entries()) {
    const reference = { caseFileId, documentId: row.documentId };
    await client.documents.setDetails({
      ...reference,
      before: { title: row.title },
      after: { title: titles[number] as string },
    });
    await client.notes.revise({ caseFileId, replaces: [note.noteId], text: texts[number] as string, isPinned: false });
    await client.followUps.complete({ caseFileId, followUpId: followUp.followUpId });
    const filing = {
      ...{ title: letter.title, keywordIds: [keywordId], letterDate: null, receivedDate: null, sender: null },
      ...{ direction: 'incoming' as const, isProtected: false },
    };
    const target = number === 0 ? caseFileId : otherCaseFileId;
    await client.inbox.file({ inboxId, itemId: letter.itemId, caseFileId: target, filing });
  }
  return { caseFileId, documentId: row.documentId, letterTitle: letter.title, titles, texts, begunAt };
}

async function conflictIsReadable(fresh: DeskClient, first: Side, second: Side, conflict: Conflict): Promise<void> {
  const { caseFileId, documentId, titles, texts } = conflict;
  const detail = await fresh.documents.get({ caseFileId, documentId });
  const read = [detail.title, ...detail.history.flatMap(({ oldValue, newValue }) => [oldValue, newValue])];
  for (const title of titles) expect(read).toContain(title);
  const notes = (await fresh.notes.list({ caseFileId })).rows;
  for (const text of texts) expect(notes.filter((note) => note.text === text)).toHaveLength(1);
  expect(notes.find(({ text }) => text === texts[0])?.siblingIds).toHaveLength(1);
  const completed = (await fresh.followUps.list({ which: 'completed', caseFileId })).rows;
  expect(completed.filter(({ subject }) => subject === followUpWords.subject)).toHaveLength(1);
  // The letter lies in the file of whoever came first; the other one is asked, with her filing readable.
  const asked = (await second.client.clarifications.list({})).rows.find(
    ({ commandName }) => commandName === 'fileInboxItem',
  );
  expect(asked?.content.map(({ value }) => value)).toContain(conflict.letterTitle);
  expect(asked?.actions.length).toBeGreaterThan(1);
  // What other runs of the same office have left is not of these three days.
  const refused = (await first.client.clarifications.list({})).rows.filter(
    ({ kind, at }) => kind === 'refusal' && at >= conflict.begunAt,
  );
  expect(refused).toEqual([]);
}

/** Everything one side did is there exactly once, and every content is whole. */
async function everythingIsThere(client: DeskClient, caseFileIds: Id[], work: Work): Promise<void> {
  const found = { notes: [] as string[], followUps: [] as string[], titles: [] as string[] };
  for (const caseFileId of caseFileIds) {
    found.notes.push(...(await client.notes.list({ caseFileId })).rows.map(({ text }) => text));
    found.followUps.push(
      ...(await client.followUps.list({ which: 'open', caseFileId })).rows.map(({ subject }) => subject),
    );
    for (const row of await documentsOf(client, caseFileId)) {
      found.titles.push(row.title);
      const bytes = work.documents.get(row.title);
      if (bytes) expect((await bytesOf(client, caseFileId, row.documentId)).equals(bytes)).toBe(true);
    }
  }
  const countOf = (all: string[], one: string) => all.filter((text) => text === one).length;
  for (const text of work.notes) expect([text, countOf(found.notes, text)]).toEqual([text, 1]);
  for (const subject of work.followUps) expect([subject, countOf(found.followUps, subject)]).toEqual([subject, 1]);
  for (const title of [...work.documents.keys(), ...work.retitled])
    expect([title, countOf(found.titles, title)]).toEqual([title, 1]);
  for (const { caseFileId, documentId, keywordId } of work.keyworded) {
    expect((await client.documents.get({ caseFileId, documentId })).keywordIds).toContain(keywordId);
  }
}
