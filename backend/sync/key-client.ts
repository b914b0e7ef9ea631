import type { z } from 'zod';
import { leaseResponseSchema } from '../../core/contract/central.ts';
import { deskStoresSchema, ownTourSchema } from '../../core/contract/desk-stores.ts';
import { escrowResponseSchema, waitingEscrowSchema, wipeOrderSchema } from '../../core/contract/escrow.ts';
import { leftWorkListSchema } from '../../core/contract/left-work.ts';
import type { DeskStoreCentral, KeyCentral } from './central.ts';

type AskJson = <Schema extends z.ZodType>(
  schema: Schema,
  asking: { method: string; path: string; json?: unknown; wait?: number },
) => Promise<z.output<Schema>>;
type AskNothing = (asking: { method: string; path: string; json?: unknown; wait?: number }) => Promise<void>;

const longWait = 120_000;
const shortWait = 10_000; // nobody waits for it, and a line that is dead must not hold up what follows

/** The calls about keys, leases and lost stores, over the line that is given. */
export function keyCalls(askJson: AskJson, askNothing: AskNothing): KeyCentral {
  const post = <Schema extends z.ZodType>(path: string, schema: Schema, json: unknown) =>
    askJson(schema, { method: 'POST', path, json, wait: longWait });
  return {
    ...deskStoreCalls(askJson, askNothing),
    leftWork: () => askJson(leftWorkListSchema, { method: 'GET', path: '/v1/left-work' }),
    noteLeftWork: (commandId, json) => askNothing({ method: 'POST', path: `/v1/left-work/${commandId}/note`, json }),
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

function deskStoreCalls(askJson: AskJson, askNothing: AskNothing): DeskStoreCentral {
  return {
    ownTour: () => askJson(ownTourSchema, { method: 'GET', path: '/v1/tour' }),
    beginTour: (json) => askJson(ownTourSchema, { method: 'PUT', path: '/v1/tour', json }),
    endTour: () => askJson(ownTourSchema, { method: 'DELETE', path: '/v1/tour' }),
    endTourOf: (workerId, json) => askNothing({ method: 'POST', path: `/v1/workers/${workerId}/tour/end`, json }),
    setLongestTour: (json) => askNothing({ method: 'PUT', path: '/v1/office/longest-tour', json }),
    deskStores: () => askJson(deskStoresSchema, { method: 'GET', path: '/v1/desk-stores' }),
    reportLost: (json) => askNothing({ method: 'POST', path: '/v1/lost-stores', json }),
    withdrawLost: (storeId, json) => askNothing({ method: 'POST', path: `/v1/lost-stores/${storeId}/withdraw`, json }),
  };
}
