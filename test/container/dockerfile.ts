import {
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type JSONInstruction,
  type ModifiableInstruction,
  type PropertyInstruction,
} from 'dockerfile-ast';

/** One thing that is done to the files of a stage, in order. */
export type Step =
  | {
      readonly kind: 'copy';
      readonly from: string | null;
      readonly sources: readonly string[];
      readonly to: string;
    }
  | { readonly kind: 'run'; readonly script: string }
  | { readonly kind: 'workdir'; readonly path: string };

export interface Stage {
  readonly base: string;
  readonly name: string | null;
  readonly steps: readonly Step[];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly ports: readonly number[];
  /** As written; null for the base's. */
  readonly user: string | null;
  readonly workdir: string;
  /** What starts it, by exec and without a shell: ENTRYPOINT and CMD. Empty where both are the base's. */
  readonly command: readonly string[];
  readonly health: {
    readonly command: readonly string[];
    readonly flags: Readonly<Record<string, string>>;
  } | null;
}

type Draft = { -readonly [Name in keyof Stage]: Stage[Name] } & {
  steps: Step[];
  entryPoint: readonly string[];
};

const words = (instruction: Instruction) => instruction.getArguments().map((each) => each.getValue());

/** The strings of `["a", "b"]`. @throws for the shell's form, which starts a shell that passes no signal on */
function execForm(
  instruction: JSONInstruction,
  text = instruction.getArgumentsContent() ?? '',
): readonly string[] {
  try {
    return JSON.parse(text) as string[];
  } catch {
    throw new Error(`${instruction.getInstruction()} must have the form ["program", "argument"]: ${text}`);
  }
}

function pairs(instruction: PropertyInstruction): Record<string, string> {
  return Object.fromEntries(
    instruction.getProperties().map((property) => [property.getName(), property.getValue() ?? '']),
  );
}

const flagsOf = (instruction: ModifiableInstruction) =>
  Object.fromEntries(instruction.getFlags().map((flag) => [flag.getName(), flag.getValue() ?? '']));

const unexpanded = (instruction: Instruction) => /\$\{?\w/.test(instruction.getArgumentsContent() ?? '');

function add(stage: Draft, instruction: Instruction): void {
  const keyword = instruction.getKeyword();
  const changesFiles = keyword === 'RUN' || keyword === 'WORKDIR';
  if (changesFiles && stage.user !== null)
    throw new Error(`${keyword} stands behind USER; only root builds here`);
  if (keyword === 'RUN' && (instruction as ModifiableInstruction).getFlags().length > 0)
    throw new Error(`RUN with options is not known here: ${instruction}`);
  if (keyword === 'WORKDIR' && !words(instruction)[0]?.startsWith('/'))
    throw new Error('WORKDIR must begin with /');
  if (keyword !== 'RUN' && unexpanded(instruction))
    throw new Error(`variables are not expanded here: ${instruction}`);
  switch (keyword) {
    case 'COPY': {
      const { from = null, ...others } = flagsOf(instruction as Copy);
      for (const name of Object.keys(others)) throw new Error(`COPY --${name} is not known here`);
      const all = words(instruction);
      stage.steps.push({ kind: 'copy', from, sources: all.slice(0, -1), to: all.at(-1) ?? '' });
      return;
    }
    case 'RUN':
      stage.steps.push({
        kind: 'run',
        script: instruction.getArgumentsContent() ?? '',
      });
      return;
    case 'WORKDIR':
      stage.workdir = words(instruction)[0] ?? '/';
      stage.steps.push({ kind: 'workdir', path: stage.workdir });
      return;
    case 'ENV':
      stage.env = { ...stage.env, ...pairs(instruction as PropertyInstruction) };
      return;
    case 'LABEL':
      stage.labels = { ...stage.labels, ...pairs(instruction as PropertyInstruction) };
      return;
    case 'VOLUME':
      stage.volumes = [...stage.volumes, ...words(instruction)];
      return;
    case 'EXPOSE':
      stage.ports = [...stage.ports, ...words(instruction).map(Number)];
      return;
    case 'USER':
      stage.user = words(instruction)[0] ?? null;
      return;
    case 'ENTRYPOINT':
      stage.entryPoint = execForm(instruction as JSONInstruction);
      return;
    case 'CMD':
      stage.command = [...stage.entryPoint, ...execForm(instruction as JSONInstruction)];
      return;
    case 'HEALTHCHECK': {
      const [, command = ''] = /^CMD\s+(.*)$/s.exec(instruction.getArgumentsContent() ?? '') ?? [];
      stage.health = {
        command: execForm(instruction as JSONInstruction, command),
        flags: flagsOf(instruction as ModifiableInstruction),
      };
      return;
    }
    default:
      throw new Error(`${keyword} is not known here: teach test/container/dockerfile.ts about it`);
  }
}

/**
 * What a Dockerfile does, stage by stage.
 *
 * @throws for an instruction or form this can't do the same as: nothing is left out in silence
 */
export function readDockerfile(text: string): readonly Stage[] {
  const stages: Draft[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const from = instruction as From;
      stages.push({
        base: from.getImage() ?? '',
        name: from.getBuildStage(),
        steps: [],
        env: {},
        labels: {},
        volumes: [],
        ports: [],
        user: null,
        workdir: '/',
        command: [],
        entryPoint: [],
        health: null,
      });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`${instruction.getKeyword()} stands before FROM`);
    add(stage, instruction);
  }
  return stages;
}
