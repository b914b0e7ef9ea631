import {
  type DefaultError,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  type UseMutationOptions,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { DeskClient } from '../../core/contract/desk.ts';
import type { Host } from '../host/host.ts';
import type { DeskConnection, PipeState } from './connection.ts';
import { errorCode, showError } from './errors.ts';

type CallName<Group extends keyof DeskClient> = Exclude<keyof DeskClient[Group], 'on'>;
type CallOf<Group extends keyof DeskClient, Name extends CallName<Group>> = DeskClient[Group][Name] extends (
  input: infer Input,
  options?: { signal?: AbortSignal },
) => Promise<infer Output>
  ? { input: Input; output: Output }
  : never;
/** What a call is asked with: `InputOf<'documents', 'list'>`. */
export type InputOf<Group extends keyof DeskClient, Name extends CallName<Group>> = CallOf<Group, Name>['input'];
/** What a call answers: `OutputOf<'documents', 'list'>`. */
export type OutputOf<Group extends keyof DeskClient, Name extends CallName<Group>> = CallOf<Group, Name>['output'];

type Surroundings = { connection: DeskConnection; host: Host };
const SurroundingsContext = createContext<Surroundings | null>(null);

/** Gives the page its backend and its host. */
export function SurroundingsProvider({ value, children }: { value: Surroundings; children: ReactNode }) {
  return <SurroundingsContext value={value}>{children}</SurroundingsContext>;
}

function useSurroundings(): Surroundings {
  const value = useContext(SurroundingsContext);
  if (!value) throw new Error('SurroundingsProvider is missing');
  return value;
}

/** The backend, for calls that are neither a query nor a mutation (uploads, ranges of bytes). */
export const useDesk = (): DeskClient => useSurroundings().connection.client;
/** The capabilities of the surroundings. */
export const useHost = (): Host => useSurroundings().host;
export const useConnection = (): DeskConnection => useSurroundings().connection;

/** Whether the pipe to the backend stands. */
export function usePipeState(): PipeState {
  const connection = useConnection();
  const [state, setState] = useState(connection.state());
  useEffect(() => {
    setState(connection.state());
    return connection.onState(setState);
  }, [connection]);
  return state;
}

/** The one cache of backend data. Answers stay good until an event says otherwise. */
export function createQueryClient(): QueryClient {
  // Logged out or locked behind our back: the session gate asks and shows the way in.
  const askForSession = (error: Error) => {
    const code = errorCode(error);
    if (code === 'locked' || code === 'unauthenticated') void client.invalidateQueries({ queryKey: ['session'] });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== 'session') askForSession(error);
      },
    }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
    mutationCache: new MutationCache({
      onError: (error, _input, _result, mutation) => {
        askForSession(error);
        if (mutation.meta?.errorIsShown !== true) showError(error);
      },
    }),
  });
  return client;
}

type AnyCall = (input: unknown, options?: { signal?: AbortSignal }) => Promise<unknown>;
const callOf = (client: DeskClient, group: string, name: string): AnyCall =>
  (client as unknown as Record<string, Record<string, AnyCall>>)[group]?.[name] as AnyCall;

/** Query options for a call; its key is `[group, name, input]`, which the change events rely on. */
export function deskQuery<Group extends keyof DeskClient & string, Name extends CallName<Group> & string>(
  client: DeskClient,
  group: Group,
  name: Name,
  input: InputOf<Group, Name>,
) {
  return queryOptions({
    queryKey: [group, name, input] as const,
    queryFn: ({ signal }) => callOf(client, group, name)(input, { signal }) as Promise<OutputOf<Group, Name>>,
  });
}

/** Reads from the backend: `useDeskQuery('documents', 'list', { caseFileId, … })`. With null as input nothing is asked. */
export function useDeskQuery<Group extends keyof DeskClient & string, Name extends CallName<Group> & string>(
  group: Group,
  name: Name,
  input: InputOf<Group, Name> | null,
  options: { keepsPrevious?: boolean; everyMilliseconds?: number } = {},
) {
  const client = useDesk();
  return useQuery({
    ...deskQuery(client, group, name, input as InputOf<Group, Name>),
    enabled: input !== null,
    // For what no event tells of: asked again and again while it is on the screen.
    ...(options.everyMilliseconds === undefined ? {} : { refetchInterval: options.everyMilliseconds }),
    ...(options.keepsPrevious ? { placeholderData: (previous: OutputOf<Group, Name> | undefined) => previous } : {}),
  } as ReturnType<typeof deskQuery<Group, Name>>);
}

/** Changes something. Errors are shown once by themselves; pass `meta: { errorIsShown: true }` where the view shows them beside the field. */
export function useDeskMutation<Group extends keyof DeskClient & string, Name extends CallName<Group> & string>(
  group: Group,
  name: Name,
  options: UseMutationOptions<OutputOf<Group, Name>, DefaultError, InputOf<Group, Name>> = {},
) {
  const client = useDesk();
  return useMutation({
    ...options,
    mutationFn: (input: InputOf<Group, Name>) => callOf(client, group, name)(input) as Promise<OutputOf<Group, Name>>,
  });
}
