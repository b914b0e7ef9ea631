import { asId, derivedId, type Id } from './ids.ts';

/** The one scope of kind g. */
export const houseScopeId: Id = asId('00000000-0000-7000-8000-000000000001');
/** The principal that every active account belongs to. */
export const everyonePrincipalId: Id = asId('00000000-0000-7000-8000-000000000002');

/** A worker's own scope (kind u) has the worker's id; so has the worker's principal. */
export const ownScopeOf = (workerId: Id): Id => workerId;
/** The scope (kind o) of a Postkorb has the Postkorb's id. */
export const inboxScopeOf = (inboxId: Id): Id => inboxId;
/** The scope (kind c) of a case file has the case file's id. */
export const caseScopeOf = (caseFileId: Id): Id => caseFileId;
/** A team's principal has the team's id; its lead is a member of it. */
export const teamPrincipalOf = (teamId: Id): Id => teamId;

/** One read mark per worker and document, so that two desks of one worker meet in one record. */
export const readMarkIdOf = (workerId: Id, documentId: Id): Id => derivedId(documentId, `read/${workerId}`);
export const visitIdOf = (workerId: Id, caseFileId: Id): Id => derivedId(caseFileId, `visit/${workerId}`);
export const pinIdOf = (workerId: Id, caseFileId: Id): Id => derivedId(caseFileId, `pin/${workerId}`);
/** The principal of all members of a team: they share its basket, not each other's case files. */
export const teamMembersPrincipalOf = (teamId: Id): Id => derivedId(teamId, 'members');
