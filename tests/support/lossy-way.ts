import type { Socket } from 'node:net';

/** One direction of a line that all connections share: until when it is taken, and what has passed. Milliseconds, bytes. */
export type SharedWay = { freeAt: number; passed: number; bytesPerMillisecond: number; delay: number };

/** Shares of 1: how often a segment is lost. `random` gives numbers from 0 to 1. */
export type Loss = { rate: number; random: () => number };

const segment = 1460; // bytes
const beforeBlocked = 256 * 1024; // bytes that wait here before the sender is held back

/**
 * Passes one direction of one connection on as TCP does over a line that loses segments (NewReno with fast retransmit, RFC 6582): what
 * is not acknowledged fits into a window; it doubles in each time there and back, after a loss it is halved and grows by a segment; what
 * comes behind a lost segment is held back until that has come, one time there and back later. Time-outs are not modelled.
 */
export function passWithLoss(way: SharedWay, { rate, random }: Loss, from: Socket, to: Socket): void {
  const thereAndBack = 2 * way.delay;
  const waiting: Buffer[] = [];
  let held = 0;
  let hasEnded = false;
  let window = 10 * segment;
  let threshold = Number.POSITIVE_INFINITY;
  let inFlight = 0;
  let arrival = 0;
  let recoveredAt = 0;

  const acknowledged = (bytes: number) => {
    inFlight -= bytes;
    window += window < threshold ? bytes : (segment * bytes) / window;
    pump();
  };
  const send = (bytes: Buffer) => {
    const now = performance.now();
    inFlight += bytes.length;
    way.passed += bytes.length;
    way.freeAt = Math.max(now, way.freeAt) + bytes.length / way.bytesPerMillisecond;
    const isLost = random() < rate;
    arrival = Math.max(arrival, way.freeAt + way.delay + (isLost ? thereAndBack : 0));
    // Losses of the same window count once.
    if (isLost && now >= recoveredAt) {
      recoveredAt = arrival;
      threshold = Math.max(window / 2, 2 * segment);
      window = threshold;
    }
    order.push({ at: arrival, run: () => void to.write(bytes) });
    order.push({ at: arrival + way.delay, run: () => acknowledged(bytes.length) });
  };
  const order = inOrderOfTime();
  function pump(): void {
    for (let next = waiting[0]; next && inFlight < window; next = waiting[0]) {
      const bytes = next.subarray(0, segment);
      if (bytes.length === next.length) waiting.shift();
      else waiting[0] = next.subarray(segment);
      held -= bytes.length;
      send(bytes);
    }
    if (held <= beforeBlocked) from.resume();
    if (hasEnded && waiting.length === 0) {
      hasEnded = false;
      order.push({ at: Math.max(arrival, performance.now()), run: () => void to.end() });
    }
  }
  from.on('data', (bytes: Buffer) => {
    waiting.push(bytes);
    held += bytes.length;
    if (held > beforeBlocked) from.pause();
    pump();
  });
  from.on('end', () => {
    hasEnded = true;
    pump();
  });
}

type Due = { at: number; run: () => void };

/** Runs what is due in the order of its times; timers of different lengths may overtake each other by a millisecond, so there is one. */
function inOrderOfTime() {
  const due: Due[] = [];
  let timer: NodeJS.Timeout | null = null;
  const wait = () => {
    if (timer) clearTimeout(timer);
    const [first] = due;
    timer = first ? setTimeout(runDue, Math.max(1, first.at - performance.now())) : null;
  };
  const runDue = () => {
    timer = null;
    for (let first = due[0]; first && first.at <= performance.now(); first = due[0]) {
      due.shift();
      first.run();
    }
    wait();
  };
  return {
    push: (one: Due) => {
      let place = due.length;
      while (place > 0 && (due[place - 1] as Due).at > one.at) place -= 1;
      due.splice(place, 0, one);
      if (place === 0) wait();
    },
  };
}
