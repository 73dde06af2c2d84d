const names = ['log', 'info', 'warn', 'error', 'debug'] as const;

export interface QuietConsole {
  /** Gives the console back; what was written to it meanwhile. */
  stop(): string[];
}

/** Keeps what anything writes to the console of this process. */
export function quietConsole(): QuietConsole {
  const written: string[] = [];
  const original = names.map((name) => [name, console[name]] as const);
  for (const name of names)
    console[name] = (...words: unknown[]) => void written.push(words.map(String).join(' '));
  return {
    stop() {
      for (const [name, method] of original) console[name] = method;
      return written;
    },
  };
}
