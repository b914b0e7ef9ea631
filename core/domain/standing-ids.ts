import { asId, derivedId, type Id } from './ids.ts';

/** The one scope of kind g. */
export const houseScopeId: Id = asId('00000000-0000-7000-8000-000000000001');
/** The principal that every active account belongs to. */
export const everyonePrincipalId: Id = asId('00000000-0000-7000-8000-000000000002');

/** Who delivers what the scan station, mail and Fachverfahren bring in. No account has this id: nobody can log in as it. */
export const intakeWorkerId: Id = asId('00000000-0000-7000-8000-000000000003');

/** Who files and makes files when the Fachverfahren says so. No account has this id. */
export const fachverfahrenWorkerId: Id = asId('00000000-0000-7000-8000-000000000004');

/**
 * A worker's own scope (kind u) has the worker's id, and so has her principal. Likewise a Postkorb's scope (kind o) has its id, a
 * case file's scope (kind c) the case file's, and the principal of a team's leads the team's.
 */
export const ownScopeOf = (workerId: Id): Id => workerId;

/** One read mark per worker and document, so that two desks of one worker meet in one record. */
export const readMarkIdOf = (workerId: Id, documentId: Id): Id => derivedId(documentId, `read/${workerId}`);
export const visitIdOf = (workerId: Id, caseFileId: Id): Id => derivedId(caseFileId, `visit/${workerId}`);
export const pinIdOf = (workerId: Id, caseFileId: Id): Id => derivedId(caseFileId, `pin/${workerId}`);
/** The principal of all members of a team: they share its basket, not each other's case files. */
export const teamMembersPrincipalOf = (teamId: Id): Id => derivedId(teamId, 'members');
