/** What happened in one seed, in order. */
export interface Timeline {
  note(what: string): void;
  lines(): readonly string[];
}

/** Longer than any seed that goes on as it should; a bot that runs wild must not fill the memory. */
const mostLines = 1500;

export function createTimeline(): Timeline {
  const began = Date.now();
  const lines: string[] = [];
  return {
    note(what) {
      if (lines.length > mostLines) return;
      const at = ((Date.now() - began) / 1000).toFixed(3).padStart(8);
      lines.push(lines.length === mostLines ? `${at}  … and more` : `${at}  ${what}`);
    },
    lines: () => lines,
  };
}
