import { z } from 'zod';

/** What somebody may do in a scope; each level includes those before it. Deliver: put in, see nothing. */
export const levels = ['deliver', 'read', 'write', 'manage'] as const;
export const levelSchema = z.enum(levels);
export type Level = z.infer<typeof levelSchema>;

/** True when the level held is enough for the level needed. */
export function isEnough(held: Level | null, needed: Level): boolean {
  return held !== null && levels.indexOf(held) >= levels.indexOf(needed);
}

export const roleSchema = z.enum(['worker', 'teamLead', 'scanStation', 'administration', 'audit']);
export type Role = z.infer<typeof roleSchema>;

/** What a scope holds: g the house, u one worker's own things, o one Postkorb, c one case file. Unit of permission, order and sync. */
export const scopeKindSchema = z.enum(['g', 'u', 'o', 'c']);
export type ScopeKind = z.infer<typeof scopeKindSchema>;
