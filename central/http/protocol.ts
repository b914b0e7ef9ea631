import { protocolVersion } from '../../core/contract/central.ts';

/** The oldest desks still served; sending is allowed to older ones, too, so that no work is lost. */
export const minProtocol = Math.max(1, protocolVersion - 2);
