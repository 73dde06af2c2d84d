import type { Environment } from './subject.ts';

/** Anything in the shape of a signed token, whosever it is. */
const token = /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g;

/** A shorter one is no secret worth the name, and would black out innocent words. */
const shortest = 4;

/** Settings that hold a secret: `BOT_CLIENT_SECRET` and its like, and whatever else is named so. */
const secretName = /SECRET|PASSWORD|_KEY$|TOKEN$/;

function secretsOf(env: Environment): string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!value) continue;
    if (secretName.test(name)) found.push(value, value.trim());
    const url = name.endsWith('_URL') ? URL.parse(value) : null;
    if (url?.password) found.push(url.password, decoded(url.password));
    found.push(...(url?.searchParams.getAll('password') ?? []));
    if (name === 'OTEL_EXPORTER_OTLP_HEADERS') found.push(...headerValues(value));
  }
  return [...new Set(found.flatMap((each) => [each, encodeURIComponent(each)]))]
    .filter((each) => each.length >= shortest)
    .sort((a, b) => b.length - a.length);
}

/** Of `name=value,name=value`, values percent-encoded. */
function headerValues(text: string): string[] {
  return text.split(',').flatMap((pair) => {
    const value = pair.slice(pair.indexOf('=') + 1).trim();
    return [value, decoded(value)];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Takes secrets out of text before it is printed. No check puts one in; this is for what a library or a server says.
 *
 * @param env whose secrets are meant
 */
export function createRedactor(env: Environment): (text: string) => string {
  const secrets = secretsOf(env);
  return (text) => {
    let clean = text.replace(token, '[token]');
    for (const secret of secrets) clean = clean.replaceAll(secret, '[secret]');
    return clean;
  };
}
