import { createCentralClient } from '../../backend/sync/central-client.ts';
import type { Central } from '../../backend/sync/central.ts';
import type { BlobStore } from '../../db/blobs.ts';
import { fetchBlob, sendBlob } from '../../backend/sync/blob-transfer.ts';
import { AppError } from '../../core/domain/errors.ts';
import { CuttingProxy, type Direction } from './cutting-proxy.ts';

/** A client of the centre on a line that can be cut at any byte. */
export class CutLine {
  readonly proxy: CuttingProxy;
  readonly central: Central;

  private constructor(proxy: CuttingProxy, central: Central) {
    this.proxy = proxy;
    this.central = central;
  }

  static async open(address: string, account: { login: string; password: string }): Promise<CutLine> {
    const proxy = await CuttingProxy.open(address);
    // Bytes are counted: requests are the same, however long an answer takes.
    const central = createCentralClient(proxy.address, undefined, undefined, Number.POSITIVE_INFINITY);
    const session = await central.logIn({ ...account, deviceName: 'Probe' });
    central.useAccessToken(session.accessToken);
    return new CutLine(proxy, central);
  }

  async close(): Promise<void> {
    this.central.close();
    await this.proxy.close();
  }

  /** Bytes that pass in one direction while something is done; tries again as often as the line breaks. */
  async passing(direction: Direction, work: () => Promise<void>): Promise<number> {
    const before = this.proxy.passed[direction];
    await untilDone(work);
    return this.proxy.passed[direction] - before;
  }

  send = (blobs: BlobStore, sha256: string) => sendBlob(this.central, blobs, sha256);
  fetch = (blobs: BlobStore, sha256: string) => fetchBlob(this.central, blobs, sha256);
}

const mostTries = 50;

async function untilDone(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isLine = error instanceof AppError && error.code === 'offline';
      if (!isLine || tries === mostTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * tries)); // as the desk does, only sooner
    }
  }
}
