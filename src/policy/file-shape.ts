import * as z from 'zod/v4';

const guid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const guidShape = new RegExp(`^${guid}$`);
/** An id of Entra's shape. */
export const isObjectId = (text: string): boolean => guidShape.test(text);

const oneLine = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;
const listName = '[A-Za-z0-9][A-Za-z0-9._-]{0,79}';

/** A message for what is missing or empty, and one for what has the wrong form. */
const says = (missing: string, wrong: string) => ({
  error: (issue: { readonly input?: unknown }) =>
    issue.input === undefined || issue.input === null ? missing : wrong,
});

/** An object of which every key is known. */
function keyed<S extends z.core.$ZodLooseShape>(shape: S, missing: string) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') {
        return `means nothing here; what may stand here is ${known}`;
      }
      return issue.input === undefined || issue.input === null
        ? missing
        : `must hold keys, such as ${known}; ${missing}`;
    },
  });
}

/** A list that says something: an empty one would name nobody or nothing without anybody noticing. */
const listOf = <T extends z.ZodType>(item: T, example: string) =>
  z
    .array(item, says(`is empty; write a list such as ${example}`, `must be a list such as ${example}`))
    .min(1, `is an empty list, which names nothing; fill it as in ${example}, or leave the key out`);

const flag = z.boolean(says('is empty; write true or false', 'must be true or false, without quotes'));

const exampleId = '3b1a5f0e-7f5c-4a83-9d21-0c5a4e8b7a01';
const objectId = (of: string) =>
  z
    .string(says('is empty; write an object id', `must be the object id of ${of}, such as ${exampleId}`))
    .regex(
      guidShape,
      `must be the object id of ${of} as the Entra admin center shows it, such as ${exampleId}; names and e-mail addresses are not taken, they can change`,
    );

const text = (what: string, most: number) =>
  z
    .string(says(`give ${what}`, `must be text; put it in quotes`))
    .trim()
    .min(1, `is empty; give ${what}`)
    .max(most, `is longer than ${most} characters; make it shorter`)
    .regex(oneLine, 'must be one line of characters that can be seen');

const user = objectId('a user').describe('Entra object id of a user.');
const listReference = (kind: 'groups' | 'people') =>
  z
    .string(says('is empty; write the name of a list', `must be the name of a list under ${kind}`))
    .regex(
      new RegExp(`^${listName}$`),
      `must be the name of a list under ${kind}${kind === 'groups' ? ' or the object id of a group' : '; object ids of users belong under users'}`,
    );
const group = listReference('groups').describe(
  'Entra object id of a group, or the name of a list under groups. Members of nested groups count.',
);
const people = listReference('people').describe('Name of a list under people.');

const who = keyed(
  {
    users: listOf(user, `[${exampleId}]`).optional().describe('These users.'),
    groups: listOf(group, '[help-desk]').optional().describe('Members of these groups.'),
    people: listOf(people, '[on-call]').optional().describe('The users of these named lists.'),
    everyone: flag
      .optional()
      .describe('true: everyone of the tenants the bot serves, guests too. Stands alone.'),
  },
  'say who: users, groups, people, or everyone: true',
)
  .superRefine(({ everyone, ...named }, context) => {
    // What is wrong in a part is told there, and may be why it seems to be missing.
    if (context.issues.length > 0) return;
    const some = Object.values(named).some((list) => list !== undefined);
    if (everyone === true && some) {
      context.addIssue('everyone: true includes all others; leave users, groups and people out, or everyone');
    }
    if (everyone !== true && !some) {
      context.addIssue('names nobody; say who: users, groups, people, or everyone: true');
    }
  })
  .describe('Who it is about. What is listed adds up.');

const thread = '19:[!-:<-~]{1,280}@thread\\.';
const channelId = `${thread}(tacv2|skype)`;
const chatId = `(${thread}(v2|skype)|19:[!-:<-~]{1,280}@unq\\.gbl\\.spaces)`;

/** @param shape an id of another kind would never match, and a rule that never matches denies nothing */
const conversation = (of: string, shape: string, example: string) =>
  z
    .string(says('is empty; write an id', `must be the id of ${of}; put it in quotes`))
    .regex(
      new RegExp(`^${shape}$`),
      `must be the id of ${of}, such as ${example}: without ;messageid= and what follows, and with : and @ where a link has %3a and %40`,
    );

const where = keyed(
  {
    tenants: listOf(objectId('a tenant').describe('Id of a tenant.'), `[${exampleId}]`)
      .optional()
      .describe(
        'Narrows everything else in `where` to these tenants, the person as well as the place. It names no place itself.',
      ),
    teams: listOf(
      conversation('a team', `(${guid}|${channelId})`, '19:…@thread.tacv2 or its group id').describe(
        'Id of a team: its group id or 19:…@thread.tacv2.',
      ),
      '["19:…@thread.tacv2"]',
    )
      .optional()
      .describe('Every channel of these teams.'),
    channels: listOf(
      conversation('a channel', channelId, '19:…@thread.tacv2').describe(
        'Id of a channel: 19:…@thread.tacv2.',
      ),
      '["19:…@thread.tacv2"]',
    )
      .optional()
      .describe('These channels.'),
    chats: listOf(
      conversation('a group chat', chatId, '19:…@thread.v2').describe('Id of a group chat: 19:…@thread.v2.'),
      '["19:…@thread.v2"]',
    )
      .optional()
      .describe('These group chats.'),
    personal: flag.optional().describe('true: in the personal chat with the bot.'),
    anywhere: flag
      .optional()
      .describe('true: in every channel, group chat and personal chat. Stands alone, or with tenants.'),
  },
  'say where: teams, channels, chats, personal: true, or anywhere: true',
)
  .superRefine(({ anywhere, personal, teams, channels, chats, tenants }, context) => {
    // What is wrong in a part is told there, and may be why it seems to be missing.
    if (context.issues.length > 0) return;
    const some = personal === true || [teams, channels, chats].some((list) => list !== undefined);
    if (anywhere === true && some) {
      context.addIssue(
        'anywhere: true includes every other place; leave teams, channels, chats and personal out, or anywhere',
      );
    }
    if (anywhere !== true && !some) {
      context.addIssue(
        tenants === undefined
          ? 'names no place; say where: teams, channels, chats, personal: true, or anywhere: true'
          : 'names no place in these tenants; add anywhere: true, personal: true, teams, channels or chats',
      );
    }
  })
  .describe('Where it has to be asked. Teams, channels, chats and personal add up; tenants narrows them.');

const names = ['pause', 'start', 'delete', 'pause-profile'] as const;
const operation = z.enum(names, `must be one of ${names.join(', ')}`);

const targetId = z
  .string(says('is empty; write an id', 'must be an id; put it in quotes'))
  .regex(
    new RegExp(`^${guid}(/[A-Za-z0-9][A-Za-z0-9._-]{0,255})?$`),
    'must be the object id of a service principal, <service principal id>/<job id>, or the id of a school profile; an application’s name belongs under names',
  )
  .describe(
    'Object id of a service principal (all its jobs), <service principal id>/<job id>, or id of a school profile.',
  );

const name = text('the name of an application or school profile', 256)
  .refine((pattern) => !/^\**$/.test(pattern), 'stands for every target; write all: true instead')
  .describe(
    'Name of an application or school profile, in any case; * stands for any characters. In quotes when it begins with *.',
  );

const targets = keyed(
  {
    ids: listOf(targetId, `[${exampleId}]`).optional().describe('These targets.'),
    names: listOf(name, '["Salesforce*"]')
      .optional()
      .describe('Targets with these names. Whoever may rename an application can change what this covers.'),
    all: flag.optional().describe('true: every target. Stands alone.'),
  },
  'say on what: ids, names, or all: true',
)
  .superRefine(({ all, ids, names }, context) => {
    // What is wrong in a part is told there, and may be why it seems to be missing.
    if (context.issues.length > 0) return;
    const some = ids !== undefined || names !== undefined;
    if (all === true && some) {
      context.addIssue('all: true includes every other target; leave ids and names out, or all');
    }
    if (all !== true && !some) context.addIssue('names no target; say on what: ids, names, or all: true');
  })
  .describe('On what. Ids and names add up.');

const approverList = <T extends z.ZodType>(item: T) =>
  z.array(item, says('is empty; write a list', 'must be a list'));
const approval = keyed(
  {
    users: approverList(user).optional(),
    groups: approverList(group).optional(),
    people: approverList(people).optional(),
  },
  'say by whom: users, groups or people',
).describe('Somebody else has to say yes: one of these. The person who asked never counts.');

const rule = keyed(
  {
    name: text('the rule a name of its own; refusals show it', 80).describe(
      'Its name, shown in refusals and in whoami. No two rules share one.',
    ),
    effect: z
      .enum(['allow', 'deny'], 'must be allow or deny')
      .describe('deny wins over every allow, wherever it stands.'),
    who,
    where,
    operations: listOf(operation, '[pause, start]').describe('Which operations.'),
    targets,
    confirm: z
      .enum(['always', 'default'], 'must be always or default')
      .optional()
      .describe('always: ask before acting even where the bot would not. For allow only.'),
    approval: approval.optional(),
  },
  'must be a rule with name, effect, who, where, operations and targets',
);

const namedList = (of: string) =>
  z
    .record(
      z.string().regex(new RegExp(`^(?!${guid}$)${listName}$`)),
      z.array(
        objectId(of),
        says(
          `is empty; write a list such as [${exampleId}], or [] when it is to be empty`,
          `must be a list such as [${exampleId}]`,
        ),
      ),
      {
        error: (issue) =>
          issue.code === 'invalid_key'
            ? 'a list’s name is made of letters, digits, dots, hyphens and underscores, begins with a letter or digit, and is no id'
            : `must hold lists by name, such as help-desk: [${exampleId}]`,
      },
    )
    .optional();

/** What a policy file is made of. */
export const policyFile = keyed(
  {
    version: z.literal(1, 'must be 1; write version: 1 at the beginning').describe('Version of this format.'),
    contact: text('whom to ask for rights', 300)
      .optional()
      .describe('Whom to ask for rights: free text, shown in refusals.'),
    groups: namedList('a group').describe('Lists of groups, by a name to use in rules.'),
    people: namedList('a user').describe('Lists of users, by a name to use in rules.'),
    rules: z
      .array(rule, says('is missing; write rules: and below it a list of rules', 'must be a list of rules'))
      .describe(
        'What is allowed and what is denied. What no rule allows is not allowed; their order makes no difference.',
      ),
  },
  'must begin with version: 1 and hold a list of rules',
).describe('Who may do what with Sync Warden, where, on which targets.');

export type PolicyFile = z.infer<typeof policyFile>;
export type RuleFile = z.infer<typeof rule>;

/** The same as JSON schema, for editors. */
export function policySchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(policyFile, { io: 'input' }), title: 'Policy of Sync Warden' };
}
