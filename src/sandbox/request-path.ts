/** A request target taken apart. */
export interface RequestPath {
  /** Percent-decoded path, then the query as it came: what the call log shows and faults are matched with. */
  readonly shown: string;
  /** Decoded one by one after splitting, so that an encoded slash stays part of its segment; null when malformed. */
  readonly segments: readonly string[] | null;
  readonly rawQuery: string;
}

/** Takes a request target (`/v1.0/x?y`) apart without resolving dots, which URL would do behind our back. */
export function readPath(target: string): RequestPath {
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  const decodedPath = decode(rawPath) ?? rawPath;
  const shown = mark < 0 ? decodedPath : `${decodedPath}?${rawQuery}`;
  if (!rawPath.startsWith('/')) return { shown, segments: null, rawQuery };
  const raw = rawPath.slice(1).split('/');
  if (raw.at(-1) === '') raw.pop();
  const segments: string[] = [];
  for (const each of raw) {
    const segment = decode(each);
    if (segment === null || segment === '' || segment === '.' || segment === '..') {
      return { shown, segments: null, rawQuery };
    }
    segments.push(segment);
  }
  return { shown, segments, rawQuery };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
