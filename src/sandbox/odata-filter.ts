import { type Principal, principalJson } from './principal.ts';

type Test = (principal: Principal) => boolean;

/** Properties that may be compared with `eq` and `in`. */
const comparable = new Set([
  'displayName',
  'appId',
  'id',
  'servicePrincipalType',
  'applicationTemplateId',
  'appOwnerOrganizationId',
]);

/**
 * Reads a `$filter` for servicePrincipals: `eq`, `in`, `startswith(p,'x')`, `tags/any(t:t eq 'x')`, joined by
 * `and`, `or` and parentheses. Comparisons ignore case, as the directory does.
 *
 * @returns the test, or null when the text is not such a filter (Graph answers 400).
 */
export function parseFilter(text: string): Test | null {
  const tokens = text.match(/'(?:[^']|'')*'|[A-Za-z]+(?:\/[A-Za-z]+)?|[(),:]|\S/g) ?? [];
  let at = 0;
  const peek = () => tokens[at]?.toLowerCase();
  const eat = (wanted: string) => {
    if (peek() !== wanted) throw new NotAFilter();
    at += 1;
  };
  const word = () => {
    const token = tokens[at] ?? '';
    if (!/^[A-Za-z]+$/.test(token)) throw new NotAFilter();
    at += 1;
    return token;
  };
  const property = () => {
    const name = word();
    if (!comparable.has(name)) throw new NotAFilter();
    return (principal: Principal) => String(principalJson(principal)[name] ?? '').toLowerCase();
  };
  const string = () => {
    const token = tokens[at] ?? '';
    if (token.length < 2 || !token.startsWith("'")) throw new NotAFilter();
    at += 1;
    return token.slice(1, -1).replaceAll("''", "'").toLowerCase();
  };

  const any = (): Test => {
    let left = all();
    while (peek() === 'or') {
      at += 1;
      const [first, second] = [left, all()];
      left = (principal) => first(principal) || second(principal);
    }
    return left;
  };
  const all = (): Test => {
    let left = one();
    while (peek() === 'and') {
      at += 1;
      const [first, second] = [left, one()];
      left = (principal) => first(principal) && second(principal);
    }
    return left;
  };
  const one = (): Test => {
    if (peek() === '(') {
      at += 1;
      const inner = any();
      eat(')');
      return inner;
    }
    if (peek() === 'startswith') return startsWith();
    if (peek() === 'tags/any') return tagsAny();
    const value = property();
    if (peek() === 'in') {
      at += 1;
      const wanted = list();
      return (principal) => wanted.includes(value(principal));
    }
    eat('eq');
    const wanted = string();
    return (principal) => value(principal) === wanted;
  };
  const startsWith = (): Test => {
    at += 1;
    eat('(');
    const value = property();
    eat(',');
    const start = string();
    eat(')');
    return (principal) => value(principal).startsWith(start);
  };
  const tagsAny = (): Test => {
    at += 1;
    eat('(');
    const variable = word().toLowerCase();
    eat(':');
    eat(variable);
    eat('eq');
    const tag = string();
    eat(')');
    return (principal) => principal.tags.some((each) => each.toLowerCase() === tag);
  };
  const list = (): string[] => {
    eat('(');
    const values = [string()];
    while (peek() === ',') {
      at += 1;
      values.push(string());
    }
    eat(')');
    return values;
  };

  try {
    const test = any();
    return at === tokens.length ? test : null;
  } catch (error) {
    if (error instanceof NotAFilter) return null;
    throw error;
  }
}

class NotAFilter extends Error {}
