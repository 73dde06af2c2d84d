import { applicationOf } from './application.ts';
import { type Choices, planRegistration } from './plan.ts';

/** As a new bot is advised to be set up: it writes as the person who taps, and another identity reads. */
const advised: Choices = { groupsInPolicy: false, whoDidIt: false, ownReader: true };

/**
 * `aad.manifest.json` for the Agents Toolkit (`aadApp/update`): the bot's registration in Graph's form, in one tenant
 * of the public cloud, writing as the person who taps, with a reader of its own. The toolkit fills the placeholders
 * from its environment files, makes an id for the scope, and sends the parts in the order Graph wants.
 */
export function toolkitManifest(): object {
  const result = planRegistration({}, advised);
  const bot = result.ok ? result.plan.registrations[0] : undefined;
  if (!result.ok || bot === undefined)
    throw new TypeError('without settings there is always a bot to register');
  return {
    id: `\${{AAD_APP_OBJECT_ID}}`,
    appId: `\${{BOT_ID}}`,
    ...applicationOf(bot, result.plan, {
      clientId: `\${{BOT_ID}}`,
      scopeId: `\${{AAD_APP_ACCESS_AS_USER_PERMISSION_ID}}`,
    }),
  };
}
