import { execFile } from 'node:child_process';

/** Where packages and ports put postconf(1), which is on no ordinary user's path. */
const PLACES = ['/usr/sbin/postconf', '/usr/local/sbin/postconf', '/opt/local/sbin/postconf', '/usr/pkg/sbin/postconf', '/opt/homebrew/sbin/postconf'];

/** Longer than any answer takes, in milliseconds. */
const PATIENCE = 5000;

let asking: Promise<string | undefined> | undefined;

/**
 * The branch of the Postfix on the machine that the extension runs on, such as `3.7`, as its postconf(1) tells. Asked once
 * per session; undefined when there is none or we have no facts of it. Runs a program: for trusted workspaces only.
 */
export function installedPostfix(): Promise<string | undefined> {
  asking ??= askPostconf();
  return asking;
}

async function askPostconf(): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  // Brings the table of parameters along, which activation must not pay for.
  const { branchOf, isKnownPostfix } = await import('../../discover/postfixVersion.ts');
  for (const program of [...PLACES, 'postconf']) {
    const branch = branchOf(await ask(program));
    if (branch !== undefined) return isKnownPostfix(branch) ? branch : undefined;
  }
  return undefined;
}

/** What the program says about its release; empty when it is not there or fails. */
function ask(program: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, ['-dh', 'mail_version'], { timeout: PATIENCE, cwd: '/' }, (error, stdout) => resolve(error ? '' : stdout));
  });
}
