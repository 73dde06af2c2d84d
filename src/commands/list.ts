import { ROWS_PER_PAGE } from '../cards/paging.ts';
import type { TenantDeps } from '../operations/deps.ts';
import { type Handler, type Reply, say } from './handler.ts';
import { listedRows, needsAttention } from './listed-rows.ts';
import { profilesOff } from './operate.ts';

async function listPage(
  deps: TenantDeps,
  {
    of,
    filter,
    page,
  }: { readonly of: 'jobs' | 'schools'; readonly filter: string | null; readonly page: number },
): Promise<Reply> {
  const { rows, readAt } = await listedRows(deps, { of, filter });
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_PER_PAGE));
  const at = Math.min(page, pages);
  return say({
    kind: 'list',
    of,
    filter,
    rows: rows.slice((at - 1) * ROWS_PER_PAGE, at * ROWS_PER_PAGE),
    page: at,
    pages,
    total: rows.length,
    needAttention: rows.filter(needsAttention).length,
    readAt,
  });
}

export const list: Handler<'list'> = (deps, { filter, page }) => listPage(deps, { of: 'jobs', filter, page });

export const listSchools: Handler<'list schools'> = async (deps, { page }) =>
  deps.schoolProfiles === 'on'
    ? await listPage(deps, { of: 'schools', filter: null, page })
    : profilesOff(deps);
