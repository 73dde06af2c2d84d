/** The properties a `$select` names, or all of them; `missing` is Graph's sentence about one it doesn't know. */
export function select(
  entity: Record<string, unknown>,
  names: string | null,
): { readonly entity: Record<string, unknown> } | { readonly missing: string } {
  if (names === null) return { entity };
  const selected: Record<string, unknown> = {};
  for (const name of names.split(',').map((each) => each.trim())) {
    if (!Object.hasOwn(entity, name)) {
      return {
        missing: `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.servicePrincipal'.`,
      };
    }
    selected[name] = entity[name];
  }
  return { entity: selected };
}
