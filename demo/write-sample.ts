import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateOffice } from './sample/generate.ts';
import { hostileFiles } from './sample/hostile.ts';
import type { SampleDocument } from './sample/types.ts';

const HELP = `Schreibt einige Dokumente jeder Art des Muster-Kreises in einen Ordner.

  --out ORDNER       Zielordner (Pflicht)
  --households ZAHL  Zahl der Bedarfsgemeinschaften (Vorgabe 80)
  --today JJJJ-MM-TT letzter Tag des Musters (Vorgabe heute)
  --per-kind ZAHL    Dokumente je Art und Form (Vorgabe 2)
  --inbox            auch die Eingänge der Postkörbe schreiben
  --help             diese Hilfe`;

async function write(folder: string, document: SampleDocument): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const bytes = await document.bytes();
  writeFileSync(join(folder, `${document.key.slice('document:'.length)}_${document.fileName}`), bytes);
  return bytes.length;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      households: { type: 'string', default: '80' },
      today: { type: 'string' },
      'per-kind': { type: 'string', default: '2' },
      inbox: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const households = Number(values.households);
  const perKind = Number(values['per-kind']);
  if (
    values.help ||
    !values.out ||
    !Number.isInteger(households) ||
    households < 1 ||
    !Number.isInteger(perKind) ||
    perKind < 1
  ) {
    console.log(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const out = values.out;
  const office = generateOffice({ households, ...(values.today ? { today: values.today } : {}) });
  const written = new Map<string, number>();
  let files = 0;
  let size = 0;
  for (const { documents } of office.caseFiles()) {
    for (const document of documents) {
      const sort = `${document.kind}-${document.form}`;
      const count = written.get(sort) ?? 0;
      if (count >= perKind) continue;
      written.set(sort, count + 1);
      size += await write(join(out, document.kind), document);
      files++;
    }
  }
  if (values.inbox) {
    for (const item of office.inboxItems()) {
      size += await write(join(out, 'postkorb', item.basketKey.slice('basket:'.length)), item.document);
      files++;
    }
  }
  mkdirSync(join(out, 'hostile'), { recursive: true });
  for (const file of await hostileFiles()) writeFileSync(join(out, 'hostile', file.key), file.bytes);
  console.log(`${files} Dokumente in ${written.size} Arten geschrieben (${Math.round(size / 1024)} KiB): ${out}`);
}

await main();
