/** How a number of scenes went. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Plays scenes one after the other and tells how each went; a failed one doesn't end the play.
 *
 * @param options.picture leaves a picture of what a failure looked like, given how many there were
 */
export async function playScenes<Stage>(
  scenes: Readonly<Record<string, (stage: Stage) => Promise<void>>>,
  stage: Stage,
  { picture }: { readonly picture: (failure: number) => Promise<void> },
): Promise<Tally> {
  let passed = 0;
  let failed = 0;
  for (const [name, scene] of Object.entries(scenes)) {
    const began = Date.now();
    try {
      await scene(stage);
      passed++;
      process.stdout.write(`ok    ${name} (${Date.now() - began} ms)\n`);
    } catch (error) {
      failed++;
      process.stdout.write(`FAIL  ${name}\n${error instanceof Error ? error.stack : String(error)}\n`);
      await picture(failed);
    }
  }
  return { passed, failed };
}
