import type { Right, Scope } from '../words.ts';

/** How the sandbox's built-in policy, which lets everybody do everything, names its rule. */
export const builtInRule = 'sandbox';

const HERE: Readonly<Record<Scope, string>> = {
  personal: 'in this chat',
  groupChat: 'in this group chat',
  channel: 'in this channel',
};

/** What the band of a card about a person says; `name` as it is to be shown. */
export function whoamiText(
  { name, scope }: { readonly name: string; readonly scope: Scope },
  everybody: boolean,
): { readonly headline: string; readonly sentence: string } {
  return {
    headline: `You are ${name}`,
    sentence: everybody
      ? 'In the sandbox everybody counts as an admin and may do everything, because nothing here is real.'
      : `This is what you may do ${HERE[scope]}.`,
  };
}

/** "Yes, some of them": what the rules say of an operation. */
export function rightWords({ verdict, targets }: Right): string {
  const some = targets === 'some';
  switch (verdict) {
    case 'yes':
      return some ? 'Yes, some of them' : 'Yes';
    case 'asks':
      return some ? 'Some of them; I ask you first' : 'Yes; I ask you first';
    case 'approval':
      return some ? 'Some of them; a second person approves' : 'Yes; a second person approves';
    case 'no':
      return 'No';
    case 'unknown':
      return some ? 'I can’t tell for some of them' : 'I can’t tell now';
  }
}

/** Which rule says so; `rule` as it is to be shown. Null when there is nothing to name. */
export function rightRule({ verdict }: Right, rule: string | null): string | null {
  if (rule !== null) return `Rule “${rule}”`;
  if (verdict === 'no') return 'No rule says yes';
  return verdict === 'unknown' ? 'I couldn’t look up your groups' : null;
}

/** Instead of a list of operations without any. */
export const noRights = 'You may change nothing here. Looking is free.';

/** What else has to be said about some rights. */
export function rightNotes(rights: readonly Right[]): readonly string[] {
  const some = rights.some(({ targets, verdict }) => targets === 'some' && verdict !== 'no');
  const unknown = rights.some(({ verdict }) => verdict === 'unknown');
  return [
    ...(some ? ['“Some of them”: I say which when you ask for one.'] : []),
    ...(unknown ? ['What I can’t tell now may be clear in a moment: ask again.'] : []),
  ];
}
