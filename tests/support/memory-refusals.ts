import type { PushResult } from '../../core/contract/central.ts';
import type { RefusalsRequest, RefusalsResponse } from '../../core/contract/refusals.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { MemoryCentre } from './memory-centre.ts';

export type MemoryRefusal = RefusalsResponse['open'][number] & { workerId: Id; isSettled: boolean };

/** Keeps what was not carried out, as the centre does in quarantine. */
export function keepRefusal(
  centre: MemoryCentre,
  workerId: Id,
  { id, name, args, schema, at }: Pick<MemoryRefusal, 'id' | 'name' | 'args' | 'schema' | 'at'>,
  result: PushResult,
): void {
  if ((result.result !== 'refused' && result.result !== 'forbidden') || centre.state.refusals.has(id)) return;
  const { code, message, details } = result;
  const why = { code: code ?? result.result, message: message ?? '', details };
  centre.state.refusals.set(id, { id, name, args, schema, at, refusedAt: at, ...why, workerId, isSettled: false });
}

/** What is open of a worker's and not known at her desk; notes what is settled there. */
export function refusalsOf(centre: MemoryCentre, workerId: Id, request: RefusalsRequest): RefusalsResponse {
  const own = [...centre.state.refusals.values()].filter((one) => one.workerId === workerId);
  for (const one of own) if (request.settled.includes(one.id)) one.isSettled = true;
  const known = new Set(request.known);
  return {
    epoch: centre.state.epoch,
    mark: '',
    open: own.filter(({ id, isSettled }) => !isSettled && !known.has(id)),
    settled: own.filter(({ id, isSettled }) => isSettled && known.has(id)).map(({ id }) => id),
    noted: request.settled,
  };
}
