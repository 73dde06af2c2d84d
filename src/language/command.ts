/** How a sentence points at a target. Ids keep their case; names are as typed, entities decoded. */
export type TargetText =
  | { readonly kind: 'name'; readonly name: string; readonly quoted: boolean }
  /** A servicePrincipal's id, a job's id or a profile's id. */
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'job'; readonly servicePrincipalId: string; readonly jobId: string };

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
      readonly verb: 'pause' | 'start' | 'delete' | 'pause school';
      readonly target: TargetText | null;
      readonly reason: string | null;
      readonly ask: boolean;
    };

export type Verb = Command['verb'];

/** What a sentence turned out to be. Only `command` may lead to anything but an answer. */
export type Parsed =
  | { readonly kind: 'command'; readonly command: Command }
  /** Not a command, but close to one: `suggestion` is a sentence that would be. */
  | { readonly kind: 'near'; readonly suggestion: string }
  /** A pause with a time, which is not available yet. */
  | { readonly kind: 'timed' }
  /** Longer than any command. */
  | { readonly kind: 'too-long' }
  | { readonly kind: 'nothing' };
