import { compareVersions } from '../../data/versions.ts';
import { readMode } from './arguments.ts';
import { createDictionary } from './dictionary.ts';
import { loadMain, loadMaster } from './files.ts';
import { registerUserNames } from './names.ts';
import { Ended, Output } from './output.ts';
import { registerBuiltIns, registerServiceNames } from './parameters.ts';
import type { Session } from './session.ts';
import { showMain } from './showMain.ts';
import { showMaster } from './showMaster.ts';
import type { PostconfCall, PostconfResult } from './types.ts';
import { warnOfUnusedMain, warnOfUnusedMaster } from './unused.ts';

const DEFAULT_FOLDER = '/etc/postfix';

/**
 * Does what postconf(1) does when it shows settings: the same text, order, warnings and exit status. Where postconf's
 * own order differs from run to run, ours is that of the file; with `NORANDOMIZE` in the environment both have the same.
 * Never throws for what the user's files or arguments hold.
 */
export function postconf(call: PostconfCall): PostconfResult {
  const output = new Output();
  try {
    const mode = readMode(call.args, call.version, output);
    if (mode.unsupported !== undefined) return { stdout: '', stderr: '', status: 1, unsupported: mode.unsupported };
    run(createSession(call, mode, output));
    output.flush();
    return { stdout: output.stdout, stderr: output.stderr, status: 0 };
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return { stdout: output.stdout, stderr: output.stderr, status: error.status };
  }
}

function createSession(call: PostconfCall, mode: Session['mode'], output: Output): Session {
  const makeDictionary = () => createDictionary(call.env.NORANDOMIZE !== undefined);
  const given = mode.folder ?? call.env.MAIL_CONFIG;
  const main = makeDictionary();
  if (given !== undefined) main.set('config_directory', given);
  return {
    call,
    mode,
    output,
    macros: { output, hasFunctions: compareVersions(call.version, '3.11') >= 0 },
    folder: given ?? DEFAULT_FOLDER,
    main,
    parameters: new Map(),
    services: [],
    clientFiles: new Set(),
    makeDictionary,
  };
}

function run(session: Session): void {
  const { mode } = session;
  if (mode.shows === 'main') runMain(session);
  else runMaster(session);
}

function runMain(session: Session): void {
  const { isDefaults, isQuiet } = session.mode;
  if (!isDefaults) loadMain(session);
  registerBuiltIns(session);
  loadMaster(session, false);
  registerServiceNames(session);
  if (!isDefaults) registerUserNames(session);
  showMain(session);
  if (isDefaults || isQuiet) return;
  warnOfUnusedMain(session);
  warnOfUnusedMaster(session);
}

function runMaster(session: Session): void {
  loadMaster(session, true);
  loadMain(session);
  registerBuiltIns(session);
  registerServiceNames(session);
  registerUserNames(session);
  showMaster(session);
  if (!session.mode.isQuiet) warnOfUnusedMaster(session);
}
