import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedCommand } from '../../../core/contract/escrow.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { readEscrow } from '../../../db/escrow.ts';
import { hasKeyFile } from '../../../db/key-file.ts';
import { storeIdOf } from '../../../db/keys.ts';

const memory = '/dev/shm';
const login = 'store';

/** The real folder of a desk's data, with what lies beside its store: whose it is and what is sealed for the centre. The store is elsewhere (disk.ts). */
export class StoreFolder {
  readonly dataFolder: string;

  constructor() {
    this.dataFolder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'aktenpult-world-'));
  }

  get path(): string {
    return join(this.dataFolder, 'stores', login);
  }

  get storeId(): Id | null {
    return storeIdOf(this.path);
  }

  /** There is a store, and it was not wiped. */
  get hasStore(): boolean {
    return hasKeyFile(this.path);
  }

  /** What the store's key file says of it; the key itself is not in a world. */
  begin(storeId: Id): void {
    mkdirSync(this.path, { recursive: true });
    const kdf = { name: 'argon2id', salt: 'AAAA', memoryCost: 1, timeCost: 1, parallelism: 1 };
    const file = { format: 2, kdf, wrapped: 'AAAA', sealedBy: null, storeId, lease: null };
    writeFileSync(join(this.path, 'key.json'), JSON.stringify(file));
  }

  /** A second computer with the same profile. */
  duplicate(): StoreFolder {
    const copy = new StoreFolder();
    if (existsSync(this.path)) cpSync(this.path, copy.path, { recursive: true });
    return copy;
  }

  /** What was sealed and waits to be handed over, of stores that are not open any more. */
  undelivered(): SealedCommand[] {
    const stores = join(this.dataFolder, 'stores');
    if (!existsSync(stores)) return [];
    const folders = readdirSync(stores).map((name) => join(stores, name));
    return folders.filter((folder) => folder !== this.path || !this.hasStore).flatMap(readEscrow);
  }

  /** Files as they are now, to be put back as a virtual machine's snapshot does. */
  keep(): () => void {
    const stores = join(this.dataFolder, 'stores');
    const names = existsSync(this.path) ? readdirSync(this.path) : [];
    const files = names.map((name) => [name, readFileSync(join(this.path, name))] as const);
    return () => {
      rmSync(stores, { recursive: true, force: true });
      mkdirSync(this.path, { recursive: true });
      for (const [name, bytes] of files) writeFileSync(join(this.path, name), bytes);
    };
  }

  remove(): void {
    rmSync(this.dataFolder, { recursive: true, force: true });
  }
}
