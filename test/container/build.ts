import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import type { Stage, Step } from './dockerfile.ts';
import { type Base, type Jail, makeRoot, runJailed } from './jail.ts';

/** How long one RUN may take, milliseconds. */
const longestRun = 180_000;

export interface Build {
  readonly base: Base;
  /** The context: what `.dockerignore` let through. */
  readonly context: string;
  /** An empty folder, for the stages. */
  readonly folder: string;
  /** What npm needs to reach its registry; not part of the image. */
  readonly npm: {
    readonly env: Readonly<Record<string, string>>;
    readonly mounts: NonNullable<Jail['mounts']>;
  };
  readonly say: (line: string) => void;
}

function copy(step: Extract<Step, { kind: 'copy' }>, from: string, root: string, workdir: string): void {
  const to = join(root, posix.resolve(workdir, step.to));
  const intoFolder = step.to.endsWith('/') || step.sources.length > 1;
  for (const source of step.sources) {
    const path = join(from, source);
    if (!existsSync(path)) throw new Error(`COPY ${source}: no such file or folder`);
    // The contents of a folder are copied, not the folder.
    const target = intoFolder && !statSync(path).isDirectory() ? join(to, basename(source)) : to;
    mkdirSync(join(target, '..'), { recursive: true });
    cpSync(path, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  }
}

/**
 * Does what an engine would do with the stages.
 *
 * @returns the folder that is `/` in the image
 * @throws when a step fails, with what it printed
 */
export async function build(stages: readonly Stage[], build: Build): Promise<string> {
  const roots = new Map<string, string>();
  let root = '';
  for (const [index, stage] of stages.entries()) {
    root = join(build.folder, `stage-${index}`);
    mkdirSync(root);
    makeRoot(root);
    if (stage.name !== null) roots.set(stage.name, root);
    let workdir = '/';
    for (const step of stage.steps) {
      if (step.kind === 'workdir') {
        workdir = step.path;
        mkdirSync(join(root, workdir), { recursive: true });
      } else if (step.kind === 'copy') {
        const from = step.from === null ? build.context : roots.get(step.from);
        if (from === undefined) throw new Error(`COPY --from=${step.from}: no such stage`);
        copy(step, from, root, workdir);
      } else {
        build.say(`RUN ${step.script}`);
        const jail: Jail = {
          root,
          writable: true,
          workdir,
          user: null,
          env: { ...stage.env, ...build.npm.env },
          mounts: build.npm.mounts,
        };
        const { code, output } = await runJailed(
          build.base,
          jail,
          ['/bin/sh', '-c', step.script],
          longestRun,
        );
        if (code !== 0) throw new Error(`RUN ${step.script} ended with ${code ?? 'a signal'}:\n${output}`);
      }
    }
  }
  return root;
}
