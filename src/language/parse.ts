import type { Parsed } from './command.ts';
import { nearCommand } from './near.ts';
import { readCommand } from './read-command.ts';
import { sentenceFor } from './sentence.ts';

/**
 * What a sentence says. It must be plain text: what people type goes through `plainText` first, what a button
 * carries is plain already. Whatever is not exactly a command comes out as something that does nothing: at best
 * as a suggestion, which for a change is the `plan …` sentence, so that it always asks.
 */
export function parse(text: string): Parsed {
  const reading = readCommand(text);
  switch (reading.kind) {
    case 'command':
    case 'too-long':
      return reading;
    case 'refused':
      return { kind: 'nothing' };
    default: {
      const near = nearCommand(text);
      return near === null ? { kind: 'nothing' } : { kind: 'near', suggestion: sentenceFor(near) };
    }
  }
}
