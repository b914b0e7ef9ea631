import { z } from 'zod';
import { errorCodeSchema } from '../domain/errors.ts';

const callId = z.int().min(1);

/** Frames from the caller. Hello comes first: contract version and, where the pipe is open to others, the token. */
export const callerFrameSchema = z.discriminatedUnion('frame', [
  z.object({ frame: z.literal('hello'), contractVersion: z.int(), token: z.string().max(200).nullable() }),
  z.object({
    frame: z.literal('call'),
    id: callId,
    group: z.string().max(60),
    name: z.string().max(60),
    input: z.unknown(),
  }),
  z.object({ frame: z.literal('cancel'), id: callId }),
]);

/** Frames from the serving side. */
export const serverFrameSchema = z.discriminatedUnion('frame', [
  z.object({ frame: z.literal('welcome'), session: z.string().max(200).nullable() }),
  z.object({ frame: z.literal('goodbye'), code: errorCodeSchema, message: z.string() }),
  z.object({ frame: z.literal('result'), id: callId, output: z.unknown() }),
  z.object({
    frame: z.literal('failure'),
    id: callId,
    code: errorCodeSchema,
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
  z.object({ frame: z.literal('event'), group: z.string(), name: z.string(), payload: z.unknown() }),
]);

export type ServerFrame = z.infer<typeof serverFrameSchema>;
