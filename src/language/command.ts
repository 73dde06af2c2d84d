import type { Until, WatchEvent } from '../words.ts';

export type { Until };

/** How a sentence points at a target. Ids keep their case; names are as typed, entities decoded. */
export type TargetText =
  | { readonly kind: 'name'; readonly name: string; readonly quoted: boolean }
  /** A servicePrincipal's id, a job's id or a profile's id. */
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'job'; readonly servicePrincipalId: string; readonly jobId: string };

/** What `watch` and `unwatch` point at. */
export type WatchText =
  | { readonly kind: 'all' }
  | { readonly kind: 'target'; readonly target: TargetText }
  /** A name with at least one `*`. */
  | { readonly kind: 'pattern'; readonly pattern: string };

/** What “who …” asks about. */
export type Did = 'pause' | 'start' | 'delete';

/** What a person asked. `ask` is true for `plan pause …`: show what would happen and ask, whatever it is. */
export type Command =
  | { readonly verb: 'help'; readonly topic: string | null }
  | { readonly verb: 'whoami' }
  | { readonly verb: 'list'; readonly filter: string | null; readonly page: number }
  | { readonly verb: 'list schools'; readonly page: number }
  | { readonly verb: 'status'; readonly target: TargetText | null }
  | { readonly verb: 'status school'; readonly target: TargetText | null }
  /** Null asks for every target. */
  | { readonly verb: 'history'; readonly target: TargetText | null; readonly page: number }
  | { readonly verb: 'who'; readonly did: Did; readonly target: TargetText | null; readonly page: number }
  | {
      readonly verb: 'start' | 'delete' | 'pause school';
      readonly target: TargetText | null;
      readonly reason: string | null;
      readonly ask: boolean;
    }
  | {
      readonly verb: 'pause';
      readonly target: TargetText | null;
      readonly reason: string | null;
      readonly ask: boolean;
      /** Null: open-ended. */
      readonly until: Until | null;
    }
  /** Null points at the only timed pause of the conversation, if it is the only one. */
  | { readonly verb: 'extend'; readonly target: TargetText | null; readonly until: Until }
  | { readonly verb: 'cancel timer'; readonly target: TargetText | null }
  | { readonly verb: 'timers' }
  /** `only` null: every event. `watch quarantine` is all, only quarantined and recovered. */
  | { readonly verb: 'watch'; readonly what: WatchText | null; readonly only: readonly WatchEvent[] | null }
  /** `all` ends every watch; the pattern `*` only the one of all jobs. */
  | { readonly verb: 'unwatch'; readonly what: WatchText | null }
  | { readonly verb: 'watching' }
  /** Null hours: `quiet off`; absent: only shown. Minutes after midnight. */
  | {
      readonly verb: 'quiet';
      readonly hours: { readonly from: number; readonly to: number } | null | undefined;
    };

export type Verb = Command['verb'];

/** What a sentence turned out to be. Only `command` may lead to anything but an answer. */
export type Parsed =
  | { readonly kind: 'command'; readonly command: Command }
  /** Not a command, but close to one: `suggestion` is a sentence that would be. */
  | { readonly kind: 'near'; readonly suggestion: string }
  /** Longer than any command. */
  | { readonly kind: 'too-long' }
  | { readonly kind: 'nothing' };
