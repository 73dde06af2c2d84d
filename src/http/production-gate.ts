import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import { readBearer } from '../teams/bearer.ts';
import { tokenStatus } from '../teams/caller-refused.ts';
import type { VerifyChannelToken } from '../teams/channel-token.ts';
import { type Gate, type Refusal, saysCompressed, saysJson } from './gate.ts';
import { saysTooLarge } from './read-json-body.ts';
import { createRefusalBudget } from './refusal-budget.ts';

/** Tokens looked at together; more than that wait only while the channel's keys cannot be had. */
const mostLooking = 200;

/** A second `Authorization` header is dropped by Node, so that two readers could see two tokens. */
function authorizationOf(request: IncomingMessage): string | null {
  const [only = '', ...more] = request.headersDistinct['authorization'] ?? [];
  return more.length === 0 ? only : null;
}

function contentProblem(request: IncomingMessage): Refusal | null {
  if (saysCompressed(request)) return { status: 415, reason: 'content-encoding' };
  if (!saysJson(request)) return { status: 415, reason: 'content-type' };
  return saysTooLarge(request) ? { status: 413, reason: 'too-large' } : null;
}

/**
 * Lets in what the channel signed, before a byte of its body is read: so nobody else's body is ever held or parsed.
 * That the activity goes with its token is looked at later, by who takes it in.
 */
export function createProductionGate(verify: VerifyChannelToken, clock: Clock): Gate {
  const budget = createRefusalBudget(clock);
  let looking = 0;

  async function decide(request: IncomingMessage): Promise<Refusal | null> {
    const authorization = authorizationOf(request);
    if (authorization === null) return { status: 401, reason: 'two-tokens' };
    if (authorization === '') return { status: 401, reason: 'no-token' };
    if (readBearer(authorization) === null) return { status: 401, reason: 'malformed' };
    const problem = contentProblem(request);
    if (problem !== null) return problem;
    if (looking >= mostLooking) return { status: 503, reason: 'busy' };
    looking += 1;
    try {
      const token = await verify(authorization);
      return token.ok ? null : { status: tokenStatus(token.reason), reason: token.reason };
    } catch {
      return { status: 503, reason: 'not-verified' };
    } finally {
      looking -= 1;
    }
  }

  return {
    any: () => null,
    async head(request) {
      const refusal = await decide(request);
      // Who is not to blame is not counted.
      if (refusal === null || refusal.status === 503) return refusal;
      return budget.spend(request.socket.remoteAddress) ? refusal : { status: 429, reason: 'too-many' };
    },
    body: () => null,
    badBody: (problem) => ({ status: problem === 'too-large' ? 413 : 400, reason: problem }),
  };
}
