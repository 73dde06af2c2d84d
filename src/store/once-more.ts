/** SQLSTATEs of a server that ends connections, and what the driver says of one that broke. */
const broken = new Set(['57P01', '57P02', '57P03', '08006', '08003', 'ECONNRESET', 'EPIPE', 'ECONNREFUSED']);

function isBroken(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && typeof error.code === 'string') return broken.has(error.code);
  return 'message' in error && /connection (terminated|ended)/i.test(String(error.message));
}

/**
 * Does something once more when the connection to the store broke: after a failover the pool may still hold
 * connections to a server that is gone. Only for what may be done twice.
 */
export async function onceMore<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isBroken(error)) throw error;
    return await act();
  }
}
