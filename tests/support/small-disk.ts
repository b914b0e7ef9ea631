import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Calls the system's mount. */
export const mount = (...words: string[]) => execFileSync('mount', words, { stdio: 'pipe' });

/** A disk of so many mebibytes at a place, until the test ends; only the system's administrator can make one. */
export function smallDisk(place: string, mebibytes: number): void {
  mkdirSync(place, { recursive: true });
  mount('-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', place);
  onTestFinished(() => void execFileSync('umount', ['--lazy', place]));
}

/** Whether small disks can be made here; says so aloud when not. */
export function canMount(): boolean {
  const place = mkdtempSync(path.join(tmpdir(), 'aktenpult-mount-'));
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place);
    execFileSync('umount', [place]);
    return true;
  } catch {
    console.warn('SKIPPED: no small disks can be mounted here, so nothing is tried on a full disk.');
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Takes all room that is left on a disk; gives how to free it. */
export function fillUp(place: string): () => void {
  const ballast = path.join(place, 'ballast');
  for (let size = 1024 * 1024; size >= 512; size /= 2) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // no room for this much more
    }
  }
  return () => rmSync(ballast);
}
