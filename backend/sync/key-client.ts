import type { z } from 'zod';
import { leaseResponseSchema } from '../../core/contract/central.ts';
import { escrowResponseSchema, waitingEscrowSchema, wipeOrderSchema } from '../../core/contract/escrow.ts';
import type { KeyCentral } from './central.ts';

type AskJson = <Schema extends z.ZodType>(
  schema: Schema,
  asking: { method: string; path: string; json?: unknown; wait?: number },
) => Promise<z.output<Schema>>;
type AskNothing = (asking: { method: string; path: string; json: unknown; wait?: number }) => Promise<void>;

const longWait = 120_000;
const shortWait = 10_000; // nobody waits for it, and a line that is dead must not hold up what follows

/** The calls about keys, leases and lost stores, over the line that is given. */
export function keyCalls(askJson: AskJson, askNothing: AskNothing): KeyCentral {
  const post = <Schema extends z.ZodType>(path: string, schema: Schema, json: unknown) =>
    askJson(schema, { method: 'POST', path, json, wait: longWait });
  return {
    lease: (json) => askJson(leaseResponseSchema, { method: 'POST', path: '/v1/lease', json }),
    bringEscrow: (json) => post('/v1/escrow', escrowResponseSchema, json),
    waitingEscrow: () => askJson(waitingEscrowSchema, { method: 'GET', path: '/v1/escrow', wait: longWait }),
    noteEscrowTaken: (json) => askNothing({ method: 'POST', path: '/v1/escrow/taken', json }),
    wipeOrder: (storeId) =>
      askJson(wipeOrderSchema, { method: 'GET', path: `/v1/stores/${storeId}/order`, wait: shortWait }),
    wipeEscrow: (json) => post('/v1/wipes/escrow', escrowResponseSchema, json),
    noteWiped: (json) => askNothing({ method: 'POST', path: '/v1/wipes/done', json }),
  };
}
