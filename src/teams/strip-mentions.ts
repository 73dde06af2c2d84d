import type { Activity } from 'botbuilder';
import * as z from 'zod/v4';

const mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string() }),
  text: z.string().optional(),
});

/** The mention entities of an activity; malformed ones are left out, because an entity is what a client says. */
function mentions(activity: Partial<Activity>): z.infer<typeof mention>[] {
  const entities: unknown = activity.entities;
  if (!Array.isArray(entities)) return [];
  return entities.flatMap((entity) => {
    const parsed = mention.safeParse(entity);
    return parsed.success ? [parsed.data] : [];
  });
}

/** True when the bot itself is mentioned, by id; names are not trusted. */
export function mentionsBot(activity: Partial<Activity>): boolean {
  return mentions(activity).some((m) => m.mentioned.id === activity.recipient?.id);
}

/**
 * The text without any mention of the bot. Each mention entity of the bot's id takes out every occurrence of
 * its text, because Teams may carry one entity for several mentions.
 */
export function withoutBotMentions(activity: Partial<Activity>): string {
  let text = typeof activity.text === 'string' ? activity.text : '';
  for (const { mentioned, text: marked } of mentions(activity)) {
    if (mentioned.id === activity.recipient?.id && marked !== undefined && marked.trim() !== '') {
      text = text.replaceAll(marked, ' ');
    }
  }
  return text.trim();
}
