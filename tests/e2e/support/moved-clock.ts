// Loaded into a desk before its program: its clock is ahead by the milliseconds that stand in a file, so that days pass in a run.
import { readFileSync } from 'node:fs';

const file = process.env['AKTENPULT_MOVED_CLOCK'];
if (!file) throw new Error('AKTENPULT_MOVED_CLOCK names no file');
const rightNow = Date.now.bind(Date);
let ahead = 0;
let readAt = Number.NEGATIVE_INFINITY;

Date.now = () => {
  if (performance.now() - readAt > 100) {
    ahead = Number(readFileSync(file, 'utf8'));
    readAt = performance.now();
  }
  return rightNow() + ahead;
};
