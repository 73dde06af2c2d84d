import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';

/** A new message id; later ones sort after earlier ones. */
export const newMessageId = (): string => uuidv7();

/** A new run id: without hyphens, so that it does not break across lines when it is read out or copied. */
export const newRunId = (now: number): string => `r${now.toString(36)}${randomBytes(4).toString('hex')}`;

/** A new opaque token of 160 random bits. */
export const newToken = (): string => randomBytes(20).toString('base64url');
