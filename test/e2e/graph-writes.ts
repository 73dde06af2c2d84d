interface Call {
  readonly method: string;
  readonly path: string;
}

/** The writes the sandbox saw on one principal. */
async function writesOn(sandboxUrl: string, servicePrincipalId: string): Promise<string[]> {
  const response = await fetch(`${sandboxUrl}/_sandbox/calls`);
  const { calls } = (await response.json()) as { calls: Call[] };
  return calls
    .filter(({ method, path }) => method !== 'GET' && path.includes(servicePrincipalId))
    .map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
}

/** Exactly these writes reached a principal's jobs. @throws with what Graph saw instead */
export async function demandWrites(
  { sandboxUrl }: { readonly sandboxUrl: string },
  servicePrincipalId: string,
  wanted: readonly RegExp[],
): Promise<void> {
  const writes = await writesOn(sandboxUrl, servicePrincipalId);
  if (
    writes.length !== wanted.length ||
    !wanted.every((pattern, index) => pattern.test(writes[index] ?? ''))
  ) {
    throw new Error(`Graph saw ${JSON.stringify(writes)}, wanted ${wanted.map(String).join(', ')}`);
  }
}
