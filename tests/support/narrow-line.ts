import { once } from 'node:events';
import { type AddressInfo, createServer, connect as connectSocket, type Server, type Socket } from 'node:net';
import { type Loss, passWithLoss, type SharedWay } from './lossy-way.ts';

/** Bytes of a connection on their way before its sender is held back, as by a window of TCP. */
const routerBytes = 256 * 1024;

/** `delay` in milliseconds one way; `loss`: segments are lost on it. */
type LineOptions = { megabits: number; delay: number; loss?: Loss };

/** A line of so many bits a second each way, shared by all connections, on which everything takes a while to arrive. */
export class NarrowLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #ways: Record<'up' | 'down', SharedWay>;
  readonly #loss: Loss | null;

  private constructor(target: URL, { megabits, delay, loss }: LineOptions) {
    const empty = { freeAt: 0, passed: 0, delay, bytesPerMillisecond: (megabits * 1_000_000) / 8 / 1000 };
    this.#ways = { up: { ...empty }, down: { ...empty } };
    this.#loss = loss ?? null;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      const far = connectSocket({
        host: target.hostname,
        port: Number(target.port),
        allowHalfOpen: true,
        noDelay: true,
      });
      this.#pass('up', near, far);
      this.#pass('down', far, near);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
    });
  }

  /** Opens a line to an address like `http://127.0.0.1:4000`. */
  static async open(address: string, options: LineOptions): Promise<NarrowLine> {
    const line = new NarrowLine(new URL(address), options);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Bytes that have come down since the start. */
  get down(): number {
    return this.#ways.down.passed;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #pass(direction: 'up' | 'down', from: Socket, to: Socket): void {
    const way = this.#ways[direction];
    if (this.#loss) return passWithLoss(way, this.#loss, from, to);
    /** What is on its way, in order; null: its end. */
    const coming: { at: number; bytes: Buffer | null }[] = [];
    let waiting = 0;
    let isWaited = false;
    // Timers of different lengths may overtake each other by a millisecond: there is one, for what comes first.
    const deliver = () => {
      const now = performance.now();
      for (let next = coming[0]; next && next.at <= now; next = coming[0]) {
        coming.shift();
        if (next.bytes === null) to.end();
        else {
          waiting -= next.bytes.length;
          to.write(next.bytes);
        }
      }
      if (waiting <= routerBytes) from.resume();
      isWaited = coming[0] !== undefined;
      if (coming[0]) setTimeout(deliver, Math.max(1, coming[0].at - now));
    };
    const send = (bytes: Buffer | null) => {
      coming.push({ at: way.freeAt + way.delay, bytes });
      if (isWaited) return;
      isWaited = true;
      setTimeout(deliver, Math.max(1, way.freeAt + way.delay - performance.now()));
    };
    from.on('data', (bytes: Buffer) => {
      way.passed += bytes.length;
      waiting += bytes.length;
      way.freeAt = Math.max(performance.now(), way.freeAt) + bytes.length / way.bytesPerMillisecond;
      if (waiting > routerBytes) from.pause();
      send(bytes);
    });
    from.on('end', () => {
      way.freeAt = Math.max(performance.now(), way.freeAt);
      send(null);
    });
  }
}
