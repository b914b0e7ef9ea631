import { describe, expect, test } from 'vitest';
import { auditIdOf, denialIdOf } from '../../core/commands/case-access.ts';
import type { Id } from '../../core/domain/ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { contentFacts, filing, noteArgs, type Office, openOffice } from '../testing/office.ts';

const moment = (fromNow: number): string => new Date(Date.now() + fromNow).toISOString();

/** An office whose team lead may write in the files of her team, as in a filled house. */
async function ledOffice(connectionString: string): Promise<Office> {
  const office = await openOffice(connectionString);
  const teams = "update scope_grant set level = 'write' where principal_id = $1";
  await office.central.database.query(teams, [office.teamId]);
  return office;
}

const namesFile = async (desk: Desk, scopeId: Id) => {
  const { manifest } = await desk.changes();
  return manifest ? (manifest.scopes.find((scope) => scope.scopeId === scopeId) ?? null) : 'as before';
};
const actions = async (desk: Desk, scopeId: Id) => {
  const { body } = await desk.call<{ entries: { action: string; reason: string | null }[] }>(
    'GET',
    `/v1/journal?scopeId=${scopeId}`,
  );
  return body.entries.map(({ action, reason }) => [action, reason]).filter(([action]) => action?.startsWith('caseA'));
};

describe('an exclusion', () => {
  // S20, S21: the denial wins until it is ended, then the other right counts again
  test('counts at once against every right, also one that comes from a substitution, until it is ended', async () => {
    await using database = await temporaryDatabase();
    await using office = await ledOffice(database.connectionString);
    const [anna, bernd, clara] = [await office.desk('anna'), await office.desk('bernd'), await office.desk('clara')];
    const caseFileId = office.caseFiles.anna;
    const substitution = {
      ...{ substitutionId: newId(), absentWorkerId: anna.workerId, substituteWorkerId: bernd.workerId },
      ...{ reason: 'krank', from: moment(0), to: moment(86_400_000) },
    };
    await anna.run('startSubstitution', substitution);
    expect(await namesFile(bernd, caseFileId)).toMatchObject({ level: 'write' });
    const denied = { caseFileId, workerId: bernd.workerId, cause: 'bias', reason: 'Nachbar' };
    expect(await anna.run('denyAccess', denied)).toMatchObject({ result: 'refused', code: 'notAllowed' });
    expect((await clara.run('denyAccess', denied)).result).toBe('ok');
    expect(await namesFile(bernd, caseFileId)).toBeNull();
    expect((await bernd.pull({ scopeId: caseFileId, after: 0 })).denied).toEqual([caseFileId]);
    expect((await bernd.call('GET', `/v1/journal?scopeId=${caseFileId}`)).status).toBe(403);
    expect((await bernd.run('addNote', noteArgs(caseFileId))).result).toBe('forbidden');
    // Her other right from the same substitution stays.
    expect((await bernd.pull({ scopeId: office.inboxes.anna, after: 0 })).denied).toEqual([]);
    const end = { caseFileId, caseAccessId: denialIdOf(caseFileId, bernd.workerId), reason: 'Verwechslung' };
    expect((await clara.run('endCaseAccess', end)).result).toBe('ok');
    expect(await namesFile(bernd, caseFileId)).toMatchObject({ level: 'write' });
    expect(await actions(clara, caseFileId)).toEqual([
      ['caseAccess.denied', 'Nachbar'],
      ['caseAccess.denialEnded', 'Verwechslung'],
    ]);
  });

  // S20: and nothing of it has happened
  test('without a reason is refused as an audit without one is, and shuts nobody out', async () => {
    await using database = await temporaryDatabase();
    await using office = await ledOffice(database.connectionString);
    const [clara, anna] = [await office.desk('clara'), await office.desk('anna')];
    const caseFileId = office.caseFiles.anna;
    const audit = { auditId: newId(), workerId: office.ids.audit, from: moment(0), to: moment(86_400_000) };
    for (const reason of [undefined, '', '   ']) {
      const denied = { caseFileId, workerId: anna.workerId, cause: 'bias', reason };
      const granted = { ...audit, caseFileIds: [caseFileId], reason };
      expect(await clara.run('denyAccess', denied)).toMatchObject({ result: 'refused', code: 'invalid' });
      expect(await clara.run('grantAudit', granted)).toMatchObject({ result: 'refused', code: 'invalid' });
    }
    expect(await namesFile(anna, caseFileId)).toMatchObject({ level: 'write' });
    expect(await namesFile(await office.desk('audit'), caseFileId)).toBeNull();
    expect(await actions(clara, caseFileId)).toEqual([]);
  });

  // S20: of many files one that is not given to her is enough
  test('is set by administration, as an audit is, only in files that are given to her', async () => {
    await using database = await temporaryDatabase();
    await using office = await ledOffice(database.connectionString);
    const { administrator, ids, caseFiles } = office;
    const [caseFileId, other] = [caseFiles.anna, caseFiles.bernd];
    const denied = { caseFileId, workerId: ids.bernd, cause: 'block', reason: 'Sperrvermerk' };
    const audit = { workerId: ids.audit, from: moment(0), to: moment(86_400_000), reason: 'Innenrevision' };
    const grantAudit = (...caseFileIds: Id[]) =>
      administrator.run('grantAudit', { ...audit, auditId: newId(), caseFileIds });
    const forbidden = { result: 'forbidden', code: 'notAllowed' };
    expect(await administrator.run('denyAccess', denied)).toMatchObject(forbidden);
    expect(await grantAudit(caseFileId)).toMatchObject(forbidden);
    const give = "insert into scope_grant (scope_id, principal_id, level) values ($1, $2, 'write')";
    await office.central.database.query(give, [caseFileId, administrator.workerId]);
    expect(await administrator.run('denyAccess', { ...denied, caseFileId: other })).toMatchObject(forbidden);
    expect(await grantAudit(caseFileId, other)).toMatchObject(forbidden);
    const clara = await office.desk('clara');
    expect([await actions(clara, caseFileId), await actions(clara, other)]).toEqual([[], []]);
    expect((await administrator.run('denyAccess', denied)).result).toBe('ok');
    expect((await grantAudit(caseFileId)).result).toBe('ok');
    expect(await actions(clara, caseFileId)).toEqual([
      ['caseAccess.denied', 'Sperrvermerk'],
      ['caseAccess.auditGranted', 'Innenrevision'],
    ]);
  });

  test('takes the contents with it', async () => {
    await using database = await temporaryDatabase();
    await using office = await ledOffice(database.connectionString);
    const [anna, clara] = [await office.desk('anna'), await office.desk('clara')];
    const caseFileId = office.caseFiles.anna;
    const bytes = new TextEncoder().encode('Mietvertrag');
    const content = contentFacts(await anna.upload(bytes), bytes.length);
    const document = { caseFileId, documentId: newId(), filing, content, pageTexts: ['Mietvertrag'] };
    expect((await anna.run('addDocument', document)).result).toBe('ok');
    expect((await clara.call('GET', `/v1/blobs/${content.sha256}`)).status).toBe(200);
    const self = { caseFileId, workerId: clara.workerId, cause: 'block', reason: 'Sperrvermerk' };
    expect((await clara.run('denyAccess', self)).result).toBe('ok');
    expect((await clara.call('GET', `/v1/blobs/${content.sha256}`)).status).not.toBe(200);
    expect((await clara.run('openProtectedDocument', { ...document, reason: 'Neugier' })).result).toBe('forbidden');
  });
});

describe('an audit', () => {
  // S22: level `read`, and gone from the manifest when ended
  test('reads the named file and nothing else, writes nothing, opens protected documents with a reason', async () => {
    await using database = await temporaryDatabase();
    await using office = await ledOffice(database.connectionString);
    const [clara, audit] = [await office.desk('clara'), await office.desk('audit')];
    const caseFileId = office.caseFiles.anna;
    const auditId = newId();
    expect(await namesFile(audit, caseFileId)).toBeNull();
    const granted = {
      ...{ auditId, workerId: audit.workerId, caseFileIds: [caseFileId], reason: 'Innenrevision' },
      ...{ from: moment(0), to: moment(86_400_000) },
    };
    expect((await clara.run('grantAudit', granted)).result).toBe('ok');
    expect(await namesFile(audit, caseFileId)).toMatchObject({ level: 'read', validTo: granted.to });
    expect((await audit.pull({ scopeId: office.caseFiles.bernd, after: 0 })).denied).toHaveLength(1);
    expect((await audit.run('addNote', noteArgs(caseFileId))).result).toBe('forbidden');
    const opened = { caseFileId, documentId: newId(), reason: 'Stichprobe 12' };
    expect((await audit.run('openProtectedDocument', opened)).result).toBe('ok');
    const end = { caseFileId, caseAccessId: auditIdOf(caseFileId, auditId), reason: 'abgeschlossen' };
    expect((await clara.run('endCaseAccess', end)).result).toBe('ok');
    expect(await namesFile(audit, caseFileId)).toBeNull();
    expect(await actions(clara, caseFileId)).toEqual([
      ['caseAccess.auditGranted', 'Innenrevision'],
      ['caseAccess.auditEnded', 'abgeschlossen'],
    ]);
  });

  // S21, S22: no longer in the manifest once its time is over; denied it is not read at all
  test('ends by the clock of the centre, and an exclusion stands above it', async () => {
    await using database = await temporaryDatabase();
    await using office = await ledOffice(database.connectionString);
    const [clara, audit] = [await office.desk('clara'), await office.desk('audit')];
    const [first, second] = [office.caseFiles.anna, office.caseFiles.bernd];
    const granted = {
      ...{ auditId: newId(), workerId: audit.workerId, caseFileIds: [first, second], reason: 'Innenrevision' },
      ...{ from: moment(0), to: moment(2_500) },
    };
    await clara.run('grantAudit', granted);
    const denied = { caseFileId: second, workerId: audit.workerId, cause: 'bias', reason: 'Tante' };
    expect((await clara.run('denyAccess', denied)).result).toBe('ok');
    expect((await audit.pull({ scopeId: first, after: 0 }, { scopeId: second, after: 0 })).denied).toEqual([second]);
    await expect.poll(() => namesFile(audit, first), { interval: 50, timeout: 10_000 }).toBeNull();
    expect((await audit.pull({ scopeId: first, after: 0 })).denied).toEqual([first]);
  });
});
