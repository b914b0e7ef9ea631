import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asId } from '../core/domain/ids.ts';
import { hasKeyFile } from './key-file.ts';
import {
  createKey,
  type GivenShare,
  type KeyParts,
  type KeySealer,
  storeFolderOf,
  storeIdOf,
  unlockKey,
} from './keys.ts';

const hour = 3_600_000;
const start = Date.parse('2026-11-22T08:00:00.000Z');
const storeId = asId('01890a5d-ac96-7000-8000-000000000001');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aktenpult-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stands for a key store: bytes come back only from the same one. */
const sealerOf = (name: string, secret: number): KeySealer => ({
  name,
  seal: async (bytes) => Uint8Array.from([secret, ...bytes.map((byte) => byte ^ secret)]),
  unseal: async (bytes) => {
    if (bytes[0] !== secret) throw new Error('another key store');
    return bytes.slice(1).map((byte) => byte ^ secret);
  },
});
const share = (fill: number, hours = 72): GivenShare => ({
  storeId,
  share: new Uint8Array(32).fill(fill),
  milliseconds: hours * hour,
});
const parts = (change: Partial<KeyParts> = {}): KeyParts => ({
  password: 'Küstennebel 7',
  sealer: null,
  given: null,
  now: start,
  ...change,
});
const keyFile = () => readFileSync(join(folder, 'key.json'), 'utf8');
const isLocked = (reason: string) => expect.objectContaining({ code: 'locked', details: { reason } });

describe('the key of a store without a share of the centre', () => {
  it('opens with the password only, however often', async () => {
    expect(hasKeyFile(folder)).toBe(false);
    const { key, lease } = await createKey(folder, parts());
    expect(key).toHaveLength(32);
    expect(lease).toBeNull();
    expect(keyFile()).not.toContain(Buffer.from(key).toString('base64'));
    expect((await unlockKey(folder, parts())).key).toEqual(key);
    await expect(unlockKey(folder, parts({ password: 'küstennebel 7' }))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('needs the key store of the operating system, too, where there is one', async () => {
    const { key } = await createKey(folder, parts({ sealer: sealerOf('dpapi', 5) }));
    expect((await unlockKey(folder, parts({ sealer: sealerOf('dpapi', 5) }))).key).toEqual(key);
    for (const sealer of [null, sealerOf('dpapi', 6), sealerOf('keychain', 5)]) {
      await expect(unlockKey(folder, parts({ sealer }))).rejects.toMatchObject({ details: { reason: 'keyStore' } });
    }
  });

  it('says so when its file is damaged', async () => {
    writeFileSync(join(folder, 'key.json'), '{"format":1');
    await expect(unlockKey(folder, parts())).rejects.toMatchObject({ details: { reason: 'keyFile' } });
    expect(storeIdOf(folder)).toBeNull();
  });

  it('lies in a folder that tells neither login nor centre, the same for any spelling of the login', () => {
    const name = storeFolderOf('/data', 'Jensen');
    expect(name).toBe(storeFolderOf('/data', ' jensen'));
    expect(name).not.toBe(storeFolderOf('/data', 'hinrichsen'));
    expect(name).toMatch(/^\/data\/stores\/[0-9a-f]{32}$/);
  });

  it('gets a share with the next log-in and stays the same; from then on the password alone no longer opens it', async () => {
    const { key } = await createKey(folder, parts());
    expect(storeIdOf(folder)).toBeNull();
    expect((await unlockKey(folder, parts({ given: share(1) }))).key).toEqual(key);
    expect(storeIdOf(folder)).toBe(storeId);
    const file = JSON.parse(keyFile());
    writeFileSync(join(folder, 'key.json'), JSON.stringify({ ...file, lease: null }));
    await expect(unlockKey(folder, parts())).rejects.toEqual(isLocked('leaseOver'));
    expect((await unlockKey(folder, parts({ given: share(1) }))).key).toEqual(key);
  });

  // S28: a new key file half written leaves the old one in force
  it('still opens when the program was ended while the share was put in', async () => {
    const { key } = await createKey(folder, parts());
    writeFileSync(join(folder, 'key.json.new'), '{"format":2,"kdf":{"na');
    expect((await unlockKey(folder, parts())).key).toEqual(key);
    expect((await unlockKey(folder, parts({ given: share(1) }))).key).toEqual(key);
    expect((await unlockKey(folder, parts())).key).toEqual(key);
  });
});

describe('the key of a store with a share of the centre', () => {
  for (const [words, sealer] of [
    ['the password', null],
    ['the password and the key store', sealerOf('dpapi', 5)],
  ] as const) {
    // S26: the share is kept while the lease runs; afterwards only the centre's own opens the key
    it(`opens without the centre by ${words} until the lease ends, and after that with the centre only`, async () => {
      const { key } = await createKey(folder, parts({ sealer, given: share(1) }));
      const shareText = Buffer.from(share(1).share).toString('base64');
      expect(keyFile()).not.toContain(shareText);
      expect((await unlockKey(folder, parts({ sealer, now: start + 71 * hour }))).key).toEqual(key);
      await expect(unlockKey(folder, parts({ sealer, now: start + 72 * hour }))).rejects.toEqual(isLocked('leaseOver'));
      // The share has gone from the disk: a right clock does not bring it back.
      await expect(unlockKey(folder, parts({ sealer, now: start }))).rejects.toEqual(isLocked('leaseOver'));
      const again = await unlockKey(folder, parts({ sealer, given: share(1), now: start + 100 * hour }));
      expect(again.key).toEqual(key);
      expect(again.lease?.until()).toBe(start + 172 * hour);
    });
  }

  it('does not open with a wrong password, with the centre and without', async () => {
    await createKey(folder, parts({ given: share(1) }));
    for (const given of [null, share(1)]) {
      await expect(unlockKey(folder, parts({ password: 'falsch', given }))).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    }
  });

  // S27: the latest time seen counts; 6 min before it the centre is needed
  it('does not believe a clock that was set back by more than five minutes, and goes on when it is right again', async () => {
    const { key } = await createKey(folder, parts({ given: share(1) }));
    await unlockKey(folder, parts({ now: start + 50 * hour }));
    const back = start + 50 * hour - 6 * 60_000;
    await expect(unlockKey(folder, parts({ now: back }))).rejects.toEqual(isLocked('clockSetBack'));
    expect((await unlockKey(folder, parts({ now: back + 2 * 60_000 }))).key).toEqual(key);
    expect((await unlockKey(folder, parts({ now: start + 51 * hour }))).key).toEqual(key);
    const withCentre = await unlockKey(folder, parts({ now: start, given: share(1) }));
    expect(withCentre.lease?.judge(start)).toBe('valid');
  });

  // S27: a time that was noted ends the lease
  it('counts the time an open store was used, so that small steps back gain nothing', async () => {
    const { lease } = await createKey(folder, parts({ given: share(1) }));
    await lease?.noteTime(start + 72 * hour);
    await expect(unlockKey(folder, parts({ now: start + 72 * hour - 60_000 }))).rejects.toEqual(isLocked('leaseOver'));
  });

  it('is renewed without the password, also under another share after the centre was restored', async () => {
    const { key, lease } = await createKey(folder, parts({ given: share(1) }));
    await Promise.all([
      lease?.renew(share(1), start + 10 * hour),
      lease?.renew(share(2, 336), start + 20 * hour),
      lease?.noteTime(start + 21 * hour),
    ]);
    expect(lease?.until()).toBe(start + 356 * hour);
    expect((await unlockKey(folder, parts({ now: start + 355 * hour }))).key).toEqual(key);
    expect((await unlockKey(folder, parts({ now: start + 355 * hour, given: share(2) }))).key).toEqual(key);
    // Under a share made anew at the log-in, too: the one kept here opens it once more.
    expect((await unlockKey(folder, parts({ now: start + 355 * hour, given: share(3) }))).key).toEqual(key);
    expect((await unlockKey(folder, parts({ now: start + 400 * hour, given: share(3) }))).key).toEqual(key);
  });

  it('is closed at once when the lease is ended', async () => {
    const { lease } = await createKey(folder, parts({ given: share(1) }));
    const noting = lease?.noteTime(start + hour);
    lease?.end();
    await noting;
    await expect(unlockKey(folder, parts())).rejects.toEqual(isLocked('leaseOver'));
  });
});
