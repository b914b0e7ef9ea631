type Told = { scopeId: string; kind: string; level: string; validTo: string | null; head: number };

/**
 * A list of rights as the text whose SHA-256 goes with it: the version and, scope by scope in the order of the list, what every version of
 * the program knows. What later ones may add is left out on both sides.
 */
export function manifestText({ accessVersion, scopes }: { accessVersion: number; scopes: readonly Told[] }): string {
  const lines = scopes.map(({ scopeId, kind, level, validTo, head }) =>
    [scopeId, kind, level, validTo ?? '-', head].join(' '),
  );
  return [accessVersion, ...lines].join('\n');
}
