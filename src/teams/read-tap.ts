import * as z from 'zod/v4';

/** What a button of one of our cards can say. Everything else about it is looked up. */
export type Tap =
  | { readonly verb: 'say'; readonly say: string }
  | {
      readonly verb: 'confirm' | 'cancel' | 'approve' | 'deny';
      readonly token: string;
      readonly name: string | null;
      readonly reason: string | null;
    };

const sentence = z.string().min(1).max(1000);
const token = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
const input = (longest: number) =>
  z
    .string()
    .max(longest)
    .nullish()
    .transform((text) => text ?? null);
const answer = { token, name: input(512), reason: input(500) };
const verbs = z.enum(['confirm', 'cancel', 'approve', 'deny']);

const execute = z.object({
  action: z.union([
    z.object({ verb: z.literal('say'), data: z.object({ say: sentence }) }),
    z.object({ verb: verbs, data: z.object(answer) }),
  ]),
});

const submit = z.union([
  z.object({ verb: z.literal('say'), say: sentence }),
  z.object({ verb: verbs, ...answer }),
]);

/** The tap in an `adaptiveCard/action` invoke's value, or null when it is none of ours. */
export function readExecute(value: unknown): Tap | null {
  const parsed = execute.safeParse(value);
  if (!parsed.success) return null;
  const { action } = parsed.data;
  return { verb: action.verb, ...action.data } as Tap;
}

/** The tap in the value of a message sent by an `Action.Submit`, or null when it is none of ours. */
export function readSubmit(value: unknown): Tap | null {
  const parsed = submit.safeParse(value);
  return parsed.success ? (parsed.data as Tap) : null;
}
