/**
 * Compares our postconf with the installed one on a folder of real files: every main.cf and master.cf below it, in
 * several ways of asking. Prints each difference and a count; the exit code is 1 when there is one.
 *
 * Usage: npm run corpus:postconf [-- FOLDER]; the default is ../shared/corpus. Without Postfix 3.7 it says so and ends well.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { postconfHere } from '../cli/postconfHost.ts';
import { fileKind } from '../parse/fileKind.ts';
import { inParallel, oldFiles, runPostfix, skipWithoutPostfix37 } from './installedPostfix.ts';

const MAIN_OPTIONS = ['-n', '-nx', '-nf', '-x', '-C user'];
const MASTER_OPTIONS = ['-M', '-Mf', '-Mx', '-F', '-Ff', '-P', '-Px', '-n'];

/** What stands beside a file that comes alone. */
const MASTER = 'smtp inet n - y - - smtpd\nsmtp unix - - y - - smtp\nrelay unix - - y - - smtp\nlocal unix - n n - - local\nvirtual unix - n n - - virtual\n';
const MAIN = 'myhostname = mx.example.test\nmynetworks = 127.0.0.0/8\n';

interface RealFile {
  readonly path: string;
  readonly text: string;
  readonly isMaster: boolean;
}

function realFiles(folder: string): RealFile[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return paths.sort().flatMap((path) => {
    if (!/\.cf|postfix/i.test(path) || !statSync(path).isFile()) return [];
    const text = readFileSync(path, 'latin1');
    const isMaster = /master\.cf/i.test(path) || path.includes('postfix-master');
    return isMaster || fileKind(path, text) === 'postfix-main' ? [{ path, text, isMaster }] : [];
  });
}

async function main(folder: string): Promise<void> {
  const skip = skipWithoutPostfix37();
  if (skip) {
    console.log(`nothing was compared: ${skip}`);
    return;
  }
  const files = realFiles(folder);
  const work = oldFiles();
  let runs = 0;
  const different: string[] = [];
  try {
    await inParallel(files, async ({ path, text, isMaster }) => {
      const name = path.replaceAll(/[^A-Za-z0-9]/g, '_');
      work.write(`${name}/main.cf`, isMaster ? MAIN : text);
      const configuration = dirname(work.write(`${name}/master.cf`, isMaster ? text : MASTER));
      for (const options of isMaster ? MASTER_OPTIONS : MAIN_OPTIONS) {
        const args = ['-c', configuration, ...options.split(' ')];
        const theirs = await runPostfix('postconf', args);
        const ours = await postconfHere({ args, version: '3.7', env: { NORANDOMIZE: '1' }, facts: { processId: theirs.processId } });
        runs += 1;
        const isEqual = ours.stdout === theirs.stdout && ours.stderr === theirs.stderr && ours.status === theirs.status;
        if (!isEqual) different.push(`${path}: ${options}`);
      }
    });
  } finally {
    work.remove();
  }
  for (const line of different) console.log(`differs: ${line}`);
  const masters = files.filter(({ isMaster }) => isMaster).length;
  console.log(`${files.length - masters} main.cf and ${masters} master.cf, ${runs} runs, ${different.length} different`);
  if (different.length > 0) process.exitCode = 1;
}

await main(process.argv[2] ?? '../shared/corpus');
