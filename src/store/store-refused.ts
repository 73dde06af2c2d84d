/** The store can't be trusted with the journal; the message names the setting and what to do. */
export class StoreRefused extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`STORE_URL: ${reason}`, { cause });
    this.name = 'StoreRefused';
  }
}
