import { errorReply, type GraphReply, type GraphRequest } from './graph-reply.ts';
import { parseFilter } from './odata-filter.ts';
import { type Principal, principalJson } from './principal.ts';
import { select } from './select.ts';

const known = new Set(['$filter', '$search', '$select', '$top', '$count', '$skiptoken', '$orderby']);

/** `GET /servicePrincipals`: filtered, searched, paged (100 a page unless `$top` says 1 to 999). */
export function listPrincipals(request: GraphRequest, principals: readonly Principal[]): GraphReply {
  const query = new URLSearchParams(request.rawQuery);
  const eventual = request.header('consistencylevel')?.toLowerCase() === 'eventual';
  for (const name of query.keys()) {
    if (name.startsWith('$') && !known.has(name)) return bad(`The query option '${name}' is not supported.`);
  }

  const top = wholeNumber(query.get('$top') ?? '100');
  if (top === null || top < 1 || top > 999) {
    return bad(`Invalid page size specified: '${query.get('$top')}'. Must be between 1 and 999 inclusive.`);
  }
  const offset = readSkipToken(query.get('$skiptoken'));
  if (offset === null) return bad('The specified page token value is invalid.');

  let found = [...principals];
  const filter = query.get('$filter');
  if (filter !== null) {
    const test = parseFilter(filter);
    if (test === null) return bad('Invalid filter clause.');
    found = found.filter(test);
  }
  const search = query.get('$search');
  if (search !== null) {
    if (!eventual) {
      return errorReply(
        400,
        'Request_UnsupportedQuery',
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      );
    }
    const words = searchWords(search);
    if (words === null) {
      return bad('Syntax error: the $search value must be "displayName:text", quotes included.');
    }
    found = found.filter((principal) => hasWords(principal.displayName, words));
  }
  const order = query.get('$orderby');
  if (order !== null) {
    const direction = /^displayName(?:\s+(asc|desc))?$/.exec(order.trim());
    if (direction === null) return bad('Only displayName can be ordered by.');
    if (filter !== null && !eventual) {
      return errorReply(400, 'Request_UnsupportedQuery', 'Sorting not supported for current query.');
    }
    const sign = direction[1] === 'desc' ? -1 : 1;
    found.sort((a, b) => sign * a.displayName.localeCompare(b.displayName, 'en'));
  }

  const page = found.slice(offset, offset + top);
  const value: Record<string, unknown>[] = [];
  for (const principal of page) {
    const selected = select(principalJson(principal), query.get('$select'));
    if ('missing' in selected) return bad(selected.missing);
    value.push(selected.entity);
  }
  const body: Record<string, unknown> = {
    '@odata.context': `${request.origin}/${request.version}/$metadata#servicePrincipals${contextSelect(query)}`,
  };
  // Without the header Graph ignores $count on directory objects instead of refusing it.
  if (query.get('$count') === 'true' && eventual) body['@odata.count'] = found.length;
  if (offset + top < found.length) body['@odata.nextLink'] = nextLink(request, offset + top);
  return { status: 200, body: { ...body, value } };
}

function bad(message: string): GraphReply {
  return errorReply(400, 'Request_BadRequest', message);
}

function contextSelect(query: URLSearchParams): string {
  const names = query.get('$select');
  return names === null ? '' : `(${names})`;
}

function wholeNumber(text: string): number | null {
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

/** The token names an offset; it is opaque to clients, so that they have to follow the link as it is. */
function nextLink(request: GraphRequest, offset: number): string {
  const kept = request.rawQuery
    .split('&')
    .filter((pair) => pair !== '' && !/^(\$|%24)skiptoken=/i.test(pair));
  const token = Buffer.from(`offset:${offset}`).toString('base64url');
  return `${request.origin}/${request.version}/servicePrincipals?${[...kept, `$skiptoken=${token}`].join('&')}`;
}

function readSkipToken(token: string | null): number | null {
  if (token === null) return 0;
  const match = /^offset:(\d{1,6})$/.exec(Buffer.from(token, 'base64url').toString());
  return match?.[1] === undefined ? null : Number(match[1]);
}

function searchWords(search: string): string[] | null {
  const match = /^\s*"displayName:((?:[^"\\]|\\.)*)"\s*$/i.exec(search);
  if (match?.[1] === undefined) return null;
  return wordsOf(match[1].replace(/\\(.)/g, '$1'));
}

/** Directory search compares beginnings of words, not any part of the text. */
function hasWords(displayName: string, wanted: readonly string[]): boolean {
  const words = wordsOf(displayName);
  return wanted.length > 0 && wanted.every((start) => words.some((word) => word.startsWith(start)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
