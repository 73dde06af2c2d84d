import type { Question } from '../../src/store/confirmations.ts';
import type { Snapshot } from '../../src/words.ts';

const snapshot: Snapshot = {
  kind: 'profile',
  target: { kind: 'profile', profileId: 'p' },
  displayName: 'P',
  status: 'inProgress',
  lastActivity: null,
  errorCount: 0,
  readAt: 0,
};

/** An open question about a school profile, asked at 0 and open until 1000. */
export const question = (token: string, more: Partial<Question> = {}): Question => ({
  token,
  operation: 'pause-profile',
  snapshot,
  fingerprint: 'f',
  warnings: [],
  reason: null,
  typedName: null,
  actor: { tenantId: 't', objectId: 'dana', name: 'Dana' },
  place: { tenantId: 't', conversationId: 'c', thread: null, scope: 'personal' },
  messageId: `m-${token}`,
  askedAt: 0,
  expiresAt: 1000,
  ...more,
});
