import { protocolVersion, schemaVersion } from '../../core/contract/central.ts';

/** The oldest desks still served whole; of older ones work is taken, so that nothing is lost (`forOldDesks`). */
export const minProtocol = Math.max(1, protocolVersion - 2);
/** The same for the schema of records and commands. */
export const minSchema = Math.max(1, schemaVersion - 2);
