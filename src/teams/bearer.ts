/** Largest `Authorization` header taken in, characters; the channel's own are below 2 KB. */
const longest = 8192;

const shape = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/;

/**
 * The token of an `Authorization` header that reads exactly `Bearer`, one space and a signed JWT.
 *
 * @returns null for anything else, however much it resembles one
 */
export function readBearer(header: string): string | null {
  return header.length > longest ? null : (shape.exec(header)?.[1] ?? null);
}
