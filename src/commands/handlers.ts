import type { Command, Verb } from '../language/command.ts';
import type { TenantDeps } from '../operations/deps.ts';
import { cancelTimer } from './cancel-timer.ts';
import { extend } from './extend.ts';
import type { Asked, Handler, Reply } from './handler.ts';
import { help } from './help.ts';
import { history, who } from './history.ts';
import { list, listSchools } from './list.ts';
import { operate } from './operate.ts';
import { quiet } from './quiet.ts';
import { status, statusSchool } from './status.ts';
import { timers } from './timers.ts';
import { unwatch } from './unwatch.ts';
import { watch } from './watch.ts';
import { watching } from './watching.ts';
import { whoami } from './whoami.ts';

const handlers = {
  help,
  list,
  'list schools': listSchools,
  status,
  'status school': statusSchool,
  pause: (deps, command, asked) => operate(deps, 'pause', 'pause', command, asked),
  extend,
  'cancel timer': cancelTimer,
  timers,
  start: (deps, command, asked) => operate(deps, 'start', 'start', command, asked),
  delete: (deps, command, asked) => operate(deps, 'delete', 'delete', command, asked),
  watch,
  unwatch,
  watching,
  quiet,
  history,
  who,
  whoami,
  'pause school': (deps, command, asked) => operate(deps, 'pause-profile', 'pause school', command, asked),
} satisfies { [V in Verb]: Handler<V> };

/** Carries a command to its handler. @throws GraphFailure when Graph cannot be read */
export async function handleCommand(deps: TenantDeps, command: Command, asked: Asked): Promise<Reply> {
  const handler = handlers[command.verb] as Handler<Verb>;
  return await handler(deps, command, asked);
}
