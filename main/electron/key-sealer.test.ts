import { expect, test } from 'vitest';
import { type Consent, chooseSealer, judgeKeyStore, type SafeStorageLike, sealerOf } from './key-sealer.ts';

/** A key store that turns bytes around: enough to see that both ways are used. */
function storage(backend: string | undefined, more: Partial<SafeStorageLike> = {}): SafeStorageLike {
  const turn = (bytes: Buffer) => Buffer.from(bytes).reverse();
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => turn(Buffer.from(text)),
    decryptString: (sealed) => turn(sealed).toString(),
    ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
    ...more,
  };
}

test.each([
  ['linux', 'gnome_libsecret', { isUsable: true, name: 'gnome_libsecret' }],
  ['linux', 'kwallet6', { isUsable: true, name: 'kwallet6' }],
  ['win32', undefined, { isUsable: true, name: 'windows-dpapi' }],
  ['darwin', undefined, { isUsable: true, name: 'macos-keychain' }],
] as const)('%s with %s is used', async (platform, backend, expected) => {
  expect(await judgeKeyStore(storage(backend), platform)).toEqual(expected);
});

test.each(['basic_text', 'unknown', 'something_new', undefined])(
  'Linux with %s counts as no key store',
  async (backend) => {
    const judgement = await judgeKeyStore(storage(backend), 'linux');
    expect(judgement).toMatchObject({ isUsable: false, reason: expect.stringContaining('allein durch Ihr Kennwort') });
  },
);

test.each([
  { isEncryptionAvailable: () => false },
  { isAsyncEncryptionAvailable: async () => false },
  { isAsyncEncryptionAvailable: () => Promise.reject(new Error('locked')) },
])('a key store that does not open is not used', async (more) => {
  expect((await judgeKeyStore(storage('gnome_libsecret', more), 'linux')).isUsable).toBe(false);
  expect((await judgeKeyStore(storage(undefined, more), 'win32')).isUsable).toBe(false);
});

test('all byte values come back from sealing, also through the asynchronous functions', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const simple = sealerOf(storage(undefined), 'windows-dpapi');
  expect(await simple.unseal(await simple.seal(bytes))).toEqual(bytes);
  expect(Buffer.from(await simple.seal(bytes)).includes(Buffer.from(bytes))).toBe(false);
  const calls: string[] = [];
  const asynchronous = sealerOf(
    storage(undefined, {
      encryptString: () => expect.unreachable(),
      decryptString: () => expect.unreachable(),
      encryptStringAsync: async (text) => {
        calls.push('seal');
        return Buffer.from(`x${text}`);
      },
      decryptStringAsync: async (sealed) => {
        calls.push('unseal');
        return { result: sealed.toString().slice(1) };
      },
    }),
    'windows-dpapi',
  );
  expect(await asynchronous.unseal(await asynchronous.seal(bytes))).toEqual(bytes);
  expect(calls).toEqual(['seal', 'unseal']);
});

function choosing(backend: string, answers: { consent?: unknown; answer?: boolean } = {}) {
  const asked: string[] = [];
  const kept: Consent[] = [];
  const sealer = chooseSealer({
    storage: storage(backend),
    platform: 'linux',
    readConsent: () => answers.consent ?? null,
    keepConsent: (consent) => kept.push(consent),
    ask: async (reason) => {
      asked.push(reason);
      return answers.answer ?? false;
    },
    now: () => new Date('2026-11-22T08:00:00Z'),
  });
  return { sealer, asked, kept };
}

test('a good key store is taken without asking', async () => {
  const { sealer, asked } = choosing('gnome_libsecret');
  expect(await sealer).toMatchObject({ name: 'gnome_libsecret' });
  expect(asked).toEqual([]);
});

test('without a key store the worker is asked; what she agrees to is kept', async () => {
  const { sealer, asked, kept } = choosing('basic_text', { answer: true });
  expect(await sealer).toBeNull();
  expect(asked).toHaveLength(1);
  expect(kept).toEqual([
    { version: 1, protection: 'password', reason: asked[0], decidedAt: '2026-11-22T08:00:00.000Z' },
  ]);
  const again = choosing('basic_text', { consent: kept[0] });
  expect(await again.sealer).toBeNull();
  expect(again.asked).toEqual([]);
});

test('without her consent it does not go on, and a damaged record of consent counts as none', async () => {
  const { sealer, kept } = choosing('basic_text', { consent: { version: 1, protection: 'none' } });
  expect(await sealer).toBe('declined');
  expect(kept).toEqual([]);
});
