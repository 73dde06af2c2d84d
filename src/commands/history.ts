import { ROWS_PER_PAGE } from '../cards/paging.ts';
import type { Did, TargetText } from '../language/command.ts';
import { afterSchool } from '../language/school-word.ts';
import { typedWords } from '../language/target-text.ts';
import { nameKey } from '../name-key.ts';
import type { TenantDeps } from '../operations/deps.ts';
import { auditedTargets, findAttempts } from '../store/audit.ts';
import { type Operation, type Target, targetKey } from '../words.ts';
import { type Asked, type Handler, type Reply, say } from './handler.ts';

/** A target of the trail under one of the names it had. */
interface Audited {
  readonly targetKey: string;
  readonly target: Target;
  readonly displayName: string;
}

/** A school profile knows one operation only: to pause it is a pause as well. */
const asOperations: Readonly<Record<Did, readonly Operation[]>> = {
  pause: ['pause', 'pause-profile'],
  start: ['start'],
  delete: ['delete'],
};

function hasId(target: Target, id: string): boolean {
  const lower = id.toLowerCase();
  return target.kind === 'profile'
    ? target.profileId.toLowerCase() === lower
    : target.servicePrincipalId.toLowerCase() === lower || target.jobId === id;
}

/** The name as typed, then without a sentence's full stop and the word for a school, which names may hold too. */
function readings(name: string, quoted: boolean): readonly string[] {
  if (quoted) return [name];
  const plain = name.replace(/[.。]+$/u, '');
  return [name, plain, afterSchool(name), afterSchool(plain)].filter((reading) => reading !== null);
}

/** Those called so; else those whose name begins so; else those whose name holds it. */
function named(all: readonly Audited[], name: string): readonly Audited[] {
  const key = nameKey(name);
  if (key === '') return [];
  const keyed = all.map((audited) => ({ audited, its: nameKey(audited.displayName) }));
  const fitting = [
    keyed.filter(({ its }) => its === key),
    keyed.filter(({ its }) => its.startsWith(key)),
    keyed.filter(({ its }) => its.includes(key)),
  ].find((matches) => matches.length > 0);
  return (fitting ?? []).map(({ audited }) => audited);
}

function matching(all: readonly Audited[], text: TargetText): readonly Audited[] {
  switch (text.kind) {
    case 'job': {
      const wanted = targetKey(text);
      return all.filter((audited) => audited.targetKey === wanted);
    }
    case 'id':
      return all.filter(({ target }) => hasId(target, text.id));
    case 'name':
      return (
        readings(text.name, text.quoted)
          .map((reading) => named(all, reading))
          .find((matches) => matches.length > 0) ?? []
      );
  }
}

/** A page of the asker's tenant's trail; Graph is not asked. */
async function trail(
  deps: TenantDeps,
  { actor, place }: Asked,
  command: { readonly target: TargetText | null; readonly page: number; readonly did: Did | null },
): Promise<Reply> {
  const { target, did } = command;
  const { tenantId } = actor;
  const asked = target === null ? null : typedWords(target);
  const found = target === null ? null : matching(await auditedTargets(deps.db, tenantId), target);
  const targetKeys = found === null ? null : [...new Set(found.map((audited) => audited.targetKey))];
  const read = (page: number) =>
    findAttempts(deps.db, {
      tenantId,
      targetKeys,
      operations: did === null ? null : asOperations[did],
      changedOnly: did !== null,
      askedIn: place.conversationId,
      offset: (page - 1) * ROWS_PER_PAGE,
      limit: ROWS_PER_PAGE,
    });
  const nothing = { attempts: [], total: 0 };
  const first = targetKeys?.length === 0 ? nothing : await read(command.page);
  const pages = Math.max(1, Math.ceil(first.total / ROWS_PER_PAGE));
  const page = Math.min(command.page, pages);
  const { attempts, total } = page === command.page ? first : await read(page);
  return say({
    kind: 'history',
    asked,
    did,
    attempts,
    page,
    pages,
    total,
    readAt: deps.clock.now(),
  });
}

export const history: Handler<'history'> = (deps, { target, page }, asked) =>
  trail(deps, asked, { target, page, did: null });

export const who: Handler<'who'> = (deps, { did, target, page }, asked) =>
  trail(deps, asked, { target, page, did });
