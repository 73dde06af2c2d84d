import type { ProductionConfig } from '../config.ts';
import { certificateEnd } from '../identity/certificate-end.ts';
import { certificateProblem } from '../identity/certificate-problem.ts';
import type { ChosenCredential, Purpose } from '../identity/choose-credential.ts';
import { SignInFailed } from '../identity/sign-in-failure.ts';
import { type Finding, fail, pass, skipped, warn } from './finding.ts';
import { inProduction, type Look } from './look.ts';
import { readFinding, secretEnded } from './problem.ts';
import { credentialOf, readsAsBot, type Subject } from './subject.ts';

const day = 86_400_000;
/** Warned this long before the end. */
const soon = 30 * day;

/**
 * What is to be said of something that ends.
 *
 * @param endsAt epoch milliseconds
 */
function untilEnd(what: string, endsAt: number, now: number, mend: string): Finding {
  const date = new Date(endsAt).toISOString().slice(0, 10);
  if (endsAt <= now) return fail(`The ${what} ended on ${date}.`, mend);
  const days = Math.floor((endsAt - now) / day);
  const left = days === 0 ? 'less than a day' : days === 1 ? 'one day' : `${days} days`;
  const says = `The ${what} ends on ${date}, in ${left}.`;
  return endsAt - now <= soon ? warn(says, mend) : pass(says);
}

async function ofCertificate(chosen: ChosenCredential, now: number): Promise<Finding> {
  const { proof } = chosen.settings;
  const mend = `Upload a new certificate to the registration and set ${proof} to it.`;
  const endsAt = await certificateEnd(chosen.proof()).catch(() => null);
  if (endsAt === null || endsAt > now) {
    const problem = await certificateProblem(chosen.proof(), now);
    if (problem !== null) return fail(`The file of ${proof} ${problem}.`, mend);
  }
  return endsAt === null
    ? fail(`The file of ${proof} holds no certificate.`, mend)
    : untilEnd('certificate', endsAt, now, mend);
}

/** Null when Entra takes the secret, or doesn't say. */
async function refusedAsEnded(
  config: ProductionConfig,
  subject: Subject,
  purpose: Purpose,
): Promise<boolean> {
  const [tenant = config.cloud.bot.tenant] = config.tenantIds;
  try {
    await (purpose === 'connector'
      ? subject.channelToken(config)
      : subject.graphToken(config, purpose, tenant));
    return false;
  } catch (error) {
    if (error instanceof SignInFailed) return error.failure.aadsts === secretEnded;
    throw error;
  }
}

async function ofSecret(
  config: ProductionConfig,
  subject: Subject,
  purpose: Purpose,
  chosen: ChosenCredential,
): Promise<Finding> {
  const { proof } = chosen.settings;
  const mend = `Make a new secret, set ${proof} to it, restart the bot; or use a managed identity, which never ends.`;
  if (await refusedAsEnded(config, subject, purpose))
    return fail('Entra says that the secret has ended.', mend);
  const look = `Look in ${config.cloud.portal}, App registrations, ${chosen.clientId}, Certificates & secrets.`;
  let secrets: Awaited<ReturnType<Subject['registrationOf']>>['secrets'];
  try {
    ({ secrets } = await subject.registrationOf(config, chosen.clientId));
  } catch (error) {
    const why = readFinding(error, config, { purpose: 'read', tenant: config.cloud.bot.tenant, mend: look });
    return warn('When the secret ends could not be read.', look, [why.says, ...why.details]);
  }
  const now = subject.clock.now();
  // Graph tells a secret's first three characters; of several alike the one that still holds is the one in use.
  const alike = secrets.filter(({ hint }) => hint !== null && chosen.proof().startsWith(hint));
  const [last] = alike.toSorted((a, b) => (b.endsAt ?? Infinity) - (a.endsAt ?? Infinity));
  if (last === undefined)
    return warn('The registration doesn’t list the secret, so its end isn’t known.', look);
  return last.endsAt === null ? pass('The secret never ends.') : untilEnd('secret', last.endsAt, now, mend);
}

const endOf = (purpose: Purpose): Look =>
  inProduction((config, subject) => {
    const chosen = credentialOf(config, purpose);
    if (chosen === null) return skipped('WRITES_AS=person: there is no writer');
    if (purpose === 'read' && readsAsBot(config)) return skipped('the reader uses the bot’s credential');
    switch (chosen.kind) {
      case 'managed-identity':
      case 'federated-identity':
        return pass('A managed identity: nothing of it ends.');
      case 'federated-token-file':
        return pass('A token file, renewed by whoever writes it.');
      case 'certificate':
        return ofCertificate(chosen, subject.clock.now());
      case 'secret':
        return ofSecret(config, subject, purpose, chosen);
    }
  });

/** Checks of when credentials end. */
export const expiry = {
  'expiry-connector': endOf('connector'),
  'expiry-read': endOf('read'),
  'expiry-write': endOf('write'),
} satisfies Record<string, Look>;
