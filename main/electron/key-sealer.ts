import { z } from 'zod';

// The operating system's key store (Electron's safeStorage) as the backend uses it: it seals the wrapped key of the local store.

export type KeySealer = {
  /** Which key store it is; a key sealed by one cannot be opened by another. */
  name: string;
  seal(bytes: Uint8Array): Promise<Uint8Array>;
  unseal(bytes: Uint8Array): Promise<Uint8Array>;
};

/** The part of Electron's safeStorage that is used; the asynchronous functions where this Electron has them. */
export type SafeStorageLike = {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
  getSelectedStorageBackend?(): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(text: string): Promise<Buffer>;
  decryptStringAsync?(sealed: Buffer): Promise<{ result: string }>;
};

export type KeyStoreJudgement =
  | { isUsable: true; name: string }
  /** `reason` is a sentence for the worker. */
  | { isUsable: false; reason: string };

const linuxStores = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']);
const passwordOnly =
  'Ihr Aktenbestand auf diesem Gerät wird dann allein durch Ihr Kennwort geschützt. Ein gestohlenes Gerät ist nur so sicher wie dieses Kennwort.';

/** Whether the key store protects anything: on Linux `basic_text` is a fixed password that everybody knows, so it counts as none. */
export async function judgeKeyStore(storage: SafeStorageLike, platform: NodeJS.Platform): Promise<KeyStoreJudgement> {
  if (platform === 'linux') {
    const backend = storage.getSelectedStorageBackend?.() ?? 'unknown';
    if (!linuxStores.has(backend)) {
      return {
        isUsable: false,
        reason: `Auf diesem Gerät ist kein Schlüsselbund eingerichtet (GNOME-Schlüsselbund oder KWallet). ${passwordOnly}`,
      };
    }
    return (await isAvailable(storage)) ? { isUsable: true, name: backend } : closed;
  }
  const name = platform === 'win32' ? 'windows-dpapi' : platform === 'darwin' ? 'macos-keychain' : platform;
  return (await isAvailable(storage)) ? { isUsable: true, name } : closed;
}

const closed: KeyStoreJudgement = {
  isUsable: false,
  reason: `Der Schlüsselspeicher dieses Geräts lässt sich nicht öffnen. ${passwordOnly}`,
};

/** Seals through safeStorage, which takes texts only: bytes travel as base64. */
export function sealerOf(storage: SafeStorageLike, name: string): KeySealer {
  return {
    name,
    async seal(bytes) {
      const text = Buffer.from(bytes).toString('base64');
      return storage.encryptStringAsync ? await storage.encryptStringAsync(text) : storage.encryptString(text);
    },
    async unseal(bytes) {
      const sealed = Buffer.from(bytes);
      const text = storage.decryptStringAsync
        ? (await storage.decryptStringAsync(sealed)).result
        : storage.decryptString(sealed);
      return new Uint8Array(Buffer.from(text, 'base64'));
    },
  };
}

/** The worker's or administrator's decision to go on without a key store, kept so that it is asked once and can be shown. */
export const consentSchema = z.object({
  version: z.literal(1),
  protection: z.literal('password'),
  reason: z.string(),
  decidedAt: z.iso.datetime(),
});
export type Consent = z.infer<typeof consentSchema>;

/**
 * The sealer to use, or null for the password alone. Never goes on silently without a key store: `ask` is shown the reason, and false
 * from it gives 'declined'.
 */
export async function chooseSealer(options: {
  storage: SafeStorageLike;
  platform: NodeJS.Platform;
  readConsent(): unknown;
  keepConsent(consent: Consent): void;
  ask(reason: string): Promise<boolean>;
  now?: () => Date;
}): Promise<KeySealer | null | 'declined'> {
  const judgement = await judgeKeyStore(options.storage, options.platform);
  if (judgement.isUsable) return sealerOf(options.storage, judgement.name);
  if (consentSchema.safeParse(options.readConsent()).success) return null;
  if (!(await options.ask(judgement.reason))) return 'declined';
  const decidedAt = (options.now?.() ?? new Date()).toISOString();
  options.keepConsent({ version: 1, protection: 'password', reason: judgement.reason, decidedAt });
  return null;
}

async function isAvailable(storage: SafeStorageLike): Promise<boolean> {
  try {
    return storage.isAsyncEncryptionAvailable
      ? await storage.isAsyncEncryptionAvailable()
      : storage.isEncryptionAvailable();
  } catch {
    return false;
  }
}
