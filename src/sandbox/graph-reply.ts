/** One request to Graph, taken apart; a part of a `$batch` looks the same. */
export interface GraphRequest {
  /** The tenant it is about. */
  readonly tenantId: string;
  readonly method: string;
  readonly version: 'v1.0' | 'beta';
  /** Path segments below the version, percent-decoded, a trailing slash dropped. */
  readonly segments: readonly string[];
  /** As it came, without the question mark. */
  readonly rawQuery: string;
  readonly header: (name: string) => string | null;
  /** Parsed JSON; undefined when there was no body. */
  readonly body: unknown;
  /** `http://host:port` as the client called it, for links. */
  readonly origin: string;
}

/** What is answered, before the headers and ids that every answer carries. */
export interface GraphReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Answered as Graph's error body instead of `body`. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** An error answer in the making. `code` and `message` as in `concepts/errors`, Microsoft Graph. */
export function errorReply(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GraphReply {
  return { status, headers, error: { code, message } };
}

/** 400 for a path segment Graph doesn't know. */
export function unknownSegment(segment: string, code = 'BadRequest'): GraphReply {
  return errorReply(400, code, `Resource not found for the segment '${segment}'.`);
}

/** 405, with the methods that would do. */
export function methodNotAllowed(...allowed: string[]): GraphReply {
  return errorReply(
    405,
    'Request_BadRequest',
    'Specified HTTP method is not allowed for the request target.',
    { allow: allowed.join(', ') },
  );
}

/** 404 for an object that doesn't exist. */
export function notFound(id: string): GraphReply {
  return errorReply(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
