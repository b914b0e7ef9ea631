import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKey, hasKeyFile, type KeySealer, rewrapKey, storeFolderOf, unlockKey } from './keys.ts';

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

describe('the key of a store', () => {
  it('opens with the password only, however often', async () => {
    expect(hasKeyFile(folder)).toBe(false);
    const key = await createKey(folder, 'Küstennebel 7', null);
    expect(key).toHaveLength(32);
    expect(readFileSync(join(folder, 'key.json')).includes(Buffer.from(key).toString('base64'))).toBe(false);
    expect(Buffer.compare(await unlockKey(folder, 'Küstennebel 7', null), key)).toBe(0);
    await expect(unlockKey(folder, 'küstennebel 7', null)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('stays the same under a new password', async () => {
    const key = await createKey(folder, 'alt', null);
    await rewrapKey(folder, key, 'neu', null);
    expect(Buffer.compare(await unlockKey(folder, 'neu', null), key)).toBe(0);
    await expect(unlockKey(folder, 'alt', null)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('needs the key store of the operating system, too, where there is one', async () => {
    const key = await createKey(folder, 'geheim', sealerOf('dpapi', 5));
    expect(Buffer.compare(await unlockKey(folder, 'geheim', sealerOf('dpapi', 5)), key)).toBe(0);
    for (const sealer of [null, sealerOf('dpapi', 6), sealerOf('keychain', 5)]) {
      await expect(unlockKey(folder, 'geheim', sealer)).rejects.toMatchObject({ details: { reason: 'keyStore' } });
    }
  });

  it('says so when its file is damaged', async () => {
    writeFileSync(join(folder, 'key.json'), '{"format":1');
    await expect(unlockKey(folder, 'geheim', null)).rejects.toMatchObject({ details: { reason: 'keyFile' } });
  });

  it('lies in a folder that tells neither login nor centre, the same for any spelling of the login', () => {
    const name = storeFolderOf('/data', 'Jensen');
    expect(name).toBe(storeFolderOf('/data', ' jensen'));
    expect(name).not.toBe(storeFolderOf('/data', 'hinrichsen'));
    expect(name).toMatch(/^\/data\/stores\/[0-9a-f]{32}$/);
  });
});
