import type { Target } from '../words.ts';
import type { Database } from './schema.ts';

/** One attempt as it leaves the house: flat, in words, times as ISO 8601. */
export interface ExportedAttempt {
  readonly time: string;
  readonly operation: string;
  readonly displayName: string;
  readonly outcome: string;
  readonly code: string;
  readonly person: string;
  readonly personId: string;
  readonly tenantId: string;
  readonly approver: string;
  readonly approverId: string;
  readonly scope: string;
  readonly conversationId: string;
  readonly thread: string;
  readonly reason: string;
  readonly stateBefore: string;
  readonly stateAfter: string;
  readonly servicePrincipalId: string;
  readonly jobId: string;
  readonly profileId: string;
  readonly requestIds: string;
  readonly run: string;
  readonly id: string;
}

const pageSize = 500;

/** Every attempt of every tenant, oldest first, read in pages so that a long trail needs no memory. */
export async function* exportAttempts(db: Database): AsyncGenerator<ExportedAttempt> {
  let after = { at: -1, id: '' };
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where((eb) =>
        eb.or([eb('at', '>', after.at), eb.and([eb('at', '=', after.at), eb('id', '>', after.id)])]),
      )
      .orderBy('at')
      .orderBy('id')
      .limit(pageSize)
      .execute();
    for (const row of rows) {
      const target = row.target === null ? null : (JSON.parse(row.target) as Target);
      yield {
        time: new Date(row.at).toISOString(),
        operation: row.operation,
        displayName: row.display_name,
        outcome: row.outcome,
        code: row.code ?? '',
        person: row.actor_name,
        personId: row.actor_object,
        tenantId: row.tenant_id,
        approver: row.approver_name ?? '',
        approverId: row.approver_object ?? '',
        scope: row.scope,
        conversationId: row.conversation_id,
        thread: row.thread ?? '',
        reason: row.reason ?? '',
        stateBefore: row.state_before ?? '',
        stateAfter: row.state_after ?? '',
        servicePrincipalId: target?.kind === 'job' ? target.servicePrincipalId : '',
        jobId: target?.kind === 'job' ? target.jobId : '',
        profileId: target?.kind === 'profile' ? target.profileId : '',
        requestIds: (JSON.parse(row.request_ids) as string[]).join(' '),
        run: row.run_id ?? '',
        id: row.id,
      };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = { at: last.at, id: last.id };
  }
}
