import { parseArgs } from 'node:util';
import { CentralAccess } from './filling/central-access.ts';
import { refuseUnknown, UnknownAccount } from './filling/known-account.ts';

// Fills the centre with the sample office if it is empty.

const { values } = parseArgs({
  options: {
    central: { type: 'string' },
    office: { type: 'string' },
    households: { type: 'string', default: '80' },
    as: { type: 'string' },
    'bytes-for': { type: 'string', default: '80' },
  },
});
if (!values.central || !values.office)
  throw new Error('usage: demo/fill.ts --central URL --office DIR [--households N] [--bytes-for N] [--as LOGIN]');
const { office: folder, as } = values;
const central = new CentralAccess(values.central, process.env.AKTENPULT_ADMIN_PASSWORD ?? '');
try {
  if (await central.isEmpty()) {
    // Read only when there is something to make: every later start is spared it.
    const { fillOffice } = await import('./filling/fill-office.ts');
    const [households, bytesFor] = [Number(values.households), Number(values['bytes-for'])];
    await fillOffice(central, { folder, households, bytesFor, as });
  } else await refuseUnknown(folder, as);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  const failed = `Das Beispielbüro konnte nicht gefüllt werden (${reason}). Der nächste Start füllt es noch einmal.`;
  console.error(error instanceof UnknownAccount ? reason : failed);
  process.exit(1); // the office waits for this code; connections to the centre would keep it alive
}
