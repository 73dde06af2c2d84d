/** A synchronizationJob as the sandbox keeps it. All times are epoch milliseconds; null means never. */
export interface Job {
  readonly id: string;
  readonly servicePrincipalId: string;
  readonly templateId: string;
  /** What reads show. */
  state: ScheduleState;
  /** False until the first start: reads then report the "unset" interval. */
  everStarted: boolean;
  quarantine: JobQuarantine | null;
  /** What makes every cycle fail, whether or not the job is in quarantine just now. */
  trouble: Trouble | null;
  escrowsPruned: boolean;
  successiveFailures: number;
  lastExecution: JobExecution | null;
  lastSuccess: JobExecution | null;
  lastSuccessWithExports: JobExecution | null;
  users: number;
  groups: number;
  steadyFirst: number | null;
  steadyLast: number | null;
  cyclesEnded: number;
  /** The cycle in flight. */
  cycle: { readonly began: number; readonly ends: number } | null;
  /** When the next cycle begins; null while none is due. */
  nextCycleAt: number | null;
  /** Accepted writes that reads don't show yet, in the order they will. */
  pending: PendingChange[];
  gone: boolean;
  /** How often `start` was accepted although the job was running: what Microsoft warns of. */
  startsWhileRunning: number;
}

export type ScheduleState = 'Active' | 'Paused' | 'Disabled';

export interface PendingChange {
  readonly kind: 'pause' | 'start' | 'delete';
  readonly at: number;
}

export interface Trouble {
  readonly reason: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export interface JobQuarantine extends Trouble {
  readonly currentBegan: number;
  readonly nextAttempt: number;
  readonly seriesBegan: number;
  readonly seriesCount: number;
}

export interface JobExecution {
  readonly activityIdentifier: string;
  readonly state: 'Succeeded' | 'Failed' | 'EntryLevelErrors';
  readonly timeBegan: number;
  readonly timeEnded: number;
  readonly entitled: number;
  readonly escrowed: number;
  readonly exports: number;
  readonly imported: number;
  readonly deltas: number;
  readonly referenceDeltas: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}
