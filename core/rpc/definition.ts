import type { z } from 'zod';

export type CallDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = {
  kind: 'call';
  input: Input;
  output: Output;
};
export type EventDefinition<Payload extends z.ZodType = z.ZodType> = { kind: 'event'; payload: Payload };
export type ApiDefinition = Record<string, Record<string, CallDefinition | EventDefinition>>;

/** One question or order with its answer. */
export function call<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): CallDefinition<Input, Output> {
  return { kind: 'call', input, output };
}

/** Something the serving side tells everybody connected. */
export function event<Payload extends z.ZodType>(payload: Payload): EventDefinition<Payload> {
  return { kind: 'event', payload };
}

type CallNames<Group> = { [Name in keyof Group]: Group[Name] extends CallDefinition ? Name : never }[keyof Group];
type EventNames<Group> = { [Name in keyof Group]: Group[Name] extends EventDefinition ? Name : never }[keyof Group];

/** What a caller holds: `client.documents.list(input, { signal })`, `client.documents.on.changed(listener)`. */
export type Client<Api extends ApiDefinition> = {
  [Group in keyof Api]: {
    [Name in CallNames<Api[Group]>]: Api[Group][Name] extends CallDefinition<infer Input, infer Output>
      ? (input: z.input<Input>, options?: { signal?: AbortSignal }) => Promise<z.output<Output>>
      : never;
  } & {
    on: {
      [Name in EventNames<Api[Group]>]: Api[Group][Name] extends EventDefinition<infer Payload>
        ? (listener: (payload: z.output<Payload>) => void) => () => void
        : never;
    };
  };
};

/** What the serving side must provide: a function per call; a forgotten one does not compile. */
export type Handlers<Api extends ApiDefinition> = {
  [Group in keyof Api]: {
    [Name in CallNames<Api[Group]>]: Api[Group][Name] extends CallDefinition<infer Input, infer Output>
      ? (input: z.output<Input>, context: { signal: AbortSignal }) => Promise<z.input<Output>> | z.input<Output>
      : never;
  };
};

/** How the serving side tells an event. */
export type Emit<Api extends ApiDefinition> = <
  Group extends keyof Api & string,
  Name extends EventNames<Api[Group]> & string,
>(
  group: Group,
  name: Name,
  payload: Api[Group][Name] extends EventDefinition<infer Payload> ? z.input<Payload> : never,
) => void;
