/** Rooms that every room may import. */
export declare const leaves: readonly string[];

/** Which rooms a room may import, besides itself and the leaves. */
export declare const mayImport: Readonly<Record<string, readonly string[]>>;
