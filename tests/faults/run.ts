import { parseArgs } from 'node:util';
import { findingKinds } from './findings.ts';
import { runFaults } from './fault-run.ts';
import { mutants } from './mutants.ts';

// npm run test:faults -- --kills N --seed S: real processes, killed N times; chances come from the seed, their moments from the machine.
// --mutant NAME: with a fault put in on purpose, which the run must find.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    every: { type: 'string', default: '20' },
    desks: { type: 'string', default: '3' },
    trace: { type: 'boolean', default: false },
    mutant: { type: 'string' },
  },
});
const numberOf = (name: 'kills' | 'seed' | 'every' | 'desks') => {
  if (!/^[1-9]\d*$/.test(values[name])) throw new Error(`--${name} takes a whole number above 0`);
  return Number(values[name]);
};
const started = performance.now();
const seconds = () => (performance.now() - started) / 1_000;
const trace = (text: string) => {
  if (values.trace || !text.startsWith('every')) console.log(`${seconds().toFixed(1).padStart(7)} s ${text}`);
};
const mutant = mutants.find(({ name }) => name === values.mutant);
if (values.mutant !== undefined && !mutant) {
  throw new Error(`--mutant takes one of: ${mutants.map(({ name }) => name).join(', ')}`);
}
const options = {
  ...(mutant && { mutant }),
  kills: numberOf('kills'),
  seed: numberOf('seed'),
  every: numberOf('every'),
  desks: numberOf('desks'),
};
const { found, acts, scans, kills, cuts, looks } = await runFaults({ ...options, trace });

const sum = (outcome: string) => acts.filter((act) => act.outcome === outcome).length;
const killed = [...kills].map(([victim, count]) => `${count} ${victim}`).join(', ');
console.log(`\n${killed}; ${cuts} connections cut; looked at ${looks} times in ${seconds().toFixed(0)} s`);
console.log(
  `${sum('acknowledged')} acts acknowledged, ${sum('unknown')} cut off by a kill, ${sum('refused')} refused; ${scans} files scanned`,
);
const all = found.all();
for (const text of all.slice(0, 20)) console.log(`  ${text}`);
if (found.count('fault') > 0) console.log(`${found.count('fault')} faults of the program`);
const words = findingKinds.map((kind) => `${found.count(kind)} ${kind}`);
console.log(`${options.kills} kills: ${words.join(', ')}`);
process.exit(all.length === 0 ? 0 : 1); // whoever runs it learns of findings by the code; killed processes may leave handles open
