import type { Kysely, Transaction } from 'kysely';

/** Columns are text, whole numbers (times: epoch milliseconds) or JSON as text, alike in both engines. */
export interface Tables {
  /** Typed commands and navigation taps, until they are answered. */
  inbox: {
    key: string;
    actor: string;
    place: string;
    text: string;
    /** Conversation and person: sentences of one lane are answered one after the other. */
    lane: string;
    /** Conversation, person, text and time: Teams delivers a message again under a new id. */
    second_key: string | null;
    /** The bot's message that becomes the answer. */
    message_id: string;
    status: 'received' | 'answered';
    received_at: number;
    lease_owner: string | null;
    lease_until: number;
    attempts: number;
  };
  /** The outbox: one row per message of the bot, with what it should say and what was last sent. */
  message: {
    id: string;
    conversation_id: string;
    place: string;
    notice: string;
    /** Raised with each new notice; it is due for sending while above `sent_revision`. */
    revision: number;
    sent_revision: number;
    /** What Teams calls the message, once it was sent. */
    activity_id: string | null;
    not_before: number;
    /** Until then the answer to a tap comes first; later messages of the conversation wait behind it. */
    held_until: number;
    /** The revision whose first sending began and whose answer was not seen yet; null when there is none. */
    posting: number | null;
    attempts: number;
    dead: string | null;
    created_at: number;
  };
  conversation: {
    id: string;
    reference: string;
    welcomed: number;
    updated_at: number;
    /** Who sends there now: one process at a time, so that order and pace are kept. */
    lease_owner: string | null;
    lease_until: number;
    /** Raised with each claim; fences what an earlier holder still writes. */
    fence: number;
    /** Nothing is sent there before. */
    paced_until: number;
    /** JSON array: when messages were sent there within the last hour, epoch milliseconds. */
    sent_at: string;
    /** Why nothing can be sent there any more: the bot was removed or blocked. */
    gone: string | null;
  };
  confirmation: {
    token: string;
    plan: string;
    target_key: string;
    operation: string;
    actor_tenant: string;
    actor_object: string;
    conversation_id: string;
    thread: string | null;
    message_id: string;
    status: 'pending' | 'used' | 'cancelled' | 'expired' | 'retired';
    run_id: string | null;
    created_at: number;
    expires_at: number;
    closed_at: number | null;
  };
  /** The journal: one row per execution. */
  run: {
    id: string;
    /** `plan`, `actor`, `place` and what was seen so far, as JSON. */
    record: string;
    state: 'claimed' | 'calling' | 'called' | 'observed' | 'announced';
    target_key: string;
    /** Equal to `target_key` while the run holds its target, else null; unique. */
    locked_target: string | null;
    due_at: number | null;
    lease_owner: string | null;
    lease_until: number;
    attempts: number;
    /** 1 when a process died or was away while it had something to do for this run. */
    interrupted: number;
    created_at: number;
    updated_at: number;
  };
  /** Pauses made through the bot that wait for their end, or for somebody to remember them. */
  timer: {
    id: string;
    /** At most one row of a target waits. */
    target_key: string;
    /** Lower case. */
    tenant_id: string;
    /** Where it was paused, and by whom. */
    conversation_id: string;
    actor_object: string;
    /** A timed one has its end before it; an open-ended one, or one whose end was told, is reminded of. */
    kind: 'timed' | 'open-ended';
    state: 'waiting' | 'ended';
    record: string;
    /** The card of the pause. */
    message_id: string;
    paused_at: number;
    due_at: number;
    lease_owner: string | null;
    lease_until: number;
    /** Raised with each claim and each change from outside; fences what an earlier holder still writes. */
    attempts: number;
    created_at: number;
    ended_at: number | null;
  };
  /** The audit trail: rows are only ever added; the database itself refuses to change or delete one. */
  audit: {
    id: string;
    at: number;
    run_id: string | null;
    tenant_id: string;
    actor_object: string;
    actor_name: string;
    /** Who said yes in the second place, where policy wants that. */
    approver_object: string | null;
    approver_name: string | null;
    scope: string;
    conversation_id: string;
    thread: string | null;
    operation: string;
    target_key: string | null;
    /** JSON. */
    target: string | null;
    display_name: string;
    reason: string | null;
    state_before: string | null;
    state_after: string | null;
    /** JSON array of Graph's `request-id`s. */
    request_ids: string;
    outcome: string;
    code: string | null;
  };
  /** What conversations want to hear of; one row of a conversation per thing that is watched. */
  watch: {
    id: string;
    /** Lower case. */
    tenant_id: string;
    conversation_id: string;
    /** The conversation itself, never a thread of it. */
    place: string;
    /** Equal for equal things to watch. */
    watched_key: string;
    /** JSON. */
    watched: string;
    /** JSON array of events; null for every one. */
    only_events: string | null;
    by_name: string;
    since: number;
    /** The card that is kept up to date, of a watch of one job. */
    card_message: string | null;
  };
  quiet_hours: {
    conversation_id: string;
    /** Minutes after midnight. */
    from_minute: number;
    to_minute: number;
    time_zone: string;
  };
  /** One row per tenant with a watch: who polls it, when, and what is in the way. */
  poll_tenant: {
    tenant_id: string;
    next_at: number;
    lease_owner: string | null;
    lease_until: number;
    /** Raised with each claim; fences what an earlier holder still writes. */
    fence: number;
    /** Graph asked for patience: nothing is read before. */
    backoff_until: number;
    /** Why the tenant can't be read; null when it can. */
    trouble: string | null;
    trouble_since: number | null;
    /** 1 while there may be conversations that were told of trouble. */
    trouble_told: number;
    /** The directory's audits are not asked for before: they are not permitted. */
    audits_denied_until: number;
    /** When it is next looked up which jobs there are, and who does so. */
    survey_at: number;
    survey_owner: string | null;
    survey_until: number;
  };
  /** One row per job that somebody watches. */
  watched_job: {
    tenant_id: string;
    target_key: string;
    service_principal_id: string;
    job_id: string;
    display_name: string;
    template_id: string | null;
    /** JSON: how it was when it last settled, and what seems to have changed since. */
    state: string;
    /** 1 while a change was seen once and has to be seen again. */
    unsettled: number;
    /** It may be read along with others from then on, and must be by `next_at`. */
    due_from: number;
    next_at: number;
    changed_at: number;
    /** When the bot itself did something to it. */
    hurried_at: number;
    read_at: number;
  };
  /** Every settled change, once. */
  happening: {
    id: string;
    tenant_id: string;
    target_key: string;
    event: string;
    at: number;
    told_at: number;
    content: string;
  };
  /** What a conversation is told later: after its quiet hours, or with others in one message. */
  held_happening: {
    conversation_id: string;
    happening_id: string;
    tenant_id: string;
    place: string;
    content: string;
    /** 1 when it waits for the end of quiet hours. */
    waited: number;
    held_at: number;
    due_at: number;
  };
  /** The conversations that were told that a tenant can't be watched, and not yet that it can again. */
  trouble_told: {
    tenant_id: string;
    conversation_id: string;
    place: string;
    since: number;
  };
  /** What was kept of a job before it was deleted. */
  saved_job: {
    id: string;
    run_id: string;
    target_key: string;
    saved_at: number;
    /** JSON: the job, its schema and its principal's identity, as Graph gave them. */
    content: string;
  };
  /** Principals that have jobs, with the names they had when last read. */
  inventory: {
    /** Lower case. */
    tenant_id: string;
    service_principal_id: string;
    display_name: string;
    app_id: string | null;
    jobs: string;
  };
  /** Whose the store is: one row. */
  belongs: {
    id: number;
    /** `sandbox`, or `production` and the bot's app id. */
    owner: string;
  };
  /** Which schema the store has: one row. */
  schema_version: {
    id: number;
    /** The number of its newest migration. */
    version: number;
    /** Programs that know at least this schema can use it. */
    usable_from: number;
    /** The version of the program that brought it there. */
    made_by: string;
  };
  inventory_read: {
    tenant_id: string;
    read_at: number;
    searched: number;
  };
}

export type Database = Kysely<Tables>;
/** Inside `transaction()` only this may be used: the outer handle waits for ever on SQLite. */
export type Tx = Transaction<Tables>;
export type Handle = Database | Tx;
