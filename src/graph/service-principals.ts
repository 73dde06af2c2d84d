import * as z from 'zod/v4';
import type { Graph } from './client.ts';
import { principalShape } from './decode.ts';
import { GraphFailure } from './failure.ts';
import { isGuid, principalPath } from './ids.ts';
import { expectShape } from './jobs.ts';

export interface Principal {
  readonly id: string;
  readonly appId: string | null;
  readonly displayName: string;
}

const select = '$select=id,appId,displayName';
const page = z.object({ value: z.array(principalShape), '@odata.nextLink': z.string().optional() });

const toPrincipal = (raw: z.infer<typeof principalShape>): Principal => ({
  id: raw.id,
  appId: raw.appId ?? null,
  displayName: raw.displayName,
});

/** GET one servicePrincipal. @throws GraphFailure; 404 when it is gone */
export async function getPrincipal(graph: Graph, id: string): Promise<Principal> {
  const { body, answer } = await graph({
    name: 'read-principal',
    method: 'GET',
    version: 'v1.0',
    path: `${principalPath(id)}?${select}`,
  });
  return toPrincipal(expectShape(principalShape, body, answer));
}

/** 999 a page; more than half a million principals is a server that never stops paging. */
const mostPages = 500;

async function pages(
  graph: Graph,
  name: 'list-principals' | 'find-principals',
  first: string,
): Promise<Principal[]> {
  const found: Principal[] = [];
  let path: string | null = first;
  for (let count = 0; path !== null && count < mostPages; count++) {
    const { body, answer } = await graph({ name, method: 'GET', version: 'v1.0', path });
    const parsed: z.infer<typeof page> = expectShape(page, body, answer);
    found.push(...parsed.value.map(toPrincipal));
    const next = parsed['@odata.nextLink'];
    // Only the query is taken over: a link to another host must not get our token.
    path = next === undefined ? null : `/servicePrincipals${new URL(next, 'https://graph.invalid').search}`;
    if (count === mostPages - 1 && path !== null) {
      throw new GraphFailure('unexpected', answer, 'Graph never stopped paging');
    }
  }
  // A principal can move from one page to the next while they are read.
  return [...new Map(found.filter(({ id }) => isGuid(id)).map((each) => [each.id, each])).values()];
}

/** GET every servicePrincipal of the tenant. @throws GraphFailure */
export function listPrincipals(graph: Graph): Promise<Principal[]> {
  return pages(graph, 'list-principals', `/servicePrincipals?${select}&$top=999`);
}

/** GET the servicePrincipals with exactly this `displayName`, in any case. @throws GraphFailure */
export function principalsNamed(graph: Graph, displayName: string): Promise<Principal[]> {
  const filter = encodeURIComponent(`displayName eq '${displayName.replaceAll("'", "''")}'`);
  return pages(graph, 'find-principals', `/servicePrincipals?$filter=${filter}&${select}`);
}

/** GET any one servicePrincipal of the tenant; null when there is none. A cheap proof that they can be read. @throws GraphFailure */
export async function firstPrincipal(graph: Graph): Promise<Principal | null> {
  const { body, answer } = await graph({
    name: 'list-principals',
    method: 'GET',
    version: 'v1.0',
    path: `/servicePrincipals?${select}&$top=1`,
  });
  const [first] = expectShape(page, body, answer).value;
  return first === undefined ? null : toPrincipal(first);
}
