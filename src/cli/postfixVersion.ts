import { compareVersions } from '../data/postfixParameters.ts';
import { UsageError } from './ports.ts';

export const OLDEST_POSTFIX = '3.0';
export const NEWEST_POSTFIX = '3.12';

/** Reads the value of `--postfix-version`, `major.minor`. @throws UsageError */
export function readPostfixVersion(version: string): string {
  if (!isKnown(version)) throw new UsageError(`unknown Postfix version "${version}". expected one from ${OLDEST_POSTFIX} to ${NEWEST_POSTFIX}`);
  return version;
}

function isKnown(version: string): boolean {
  return /^\d+\.\d+$/.test(version) && compareVersions(version, OLDEST_POSTFIX) >= 0 && compareVersions(version, NEWEST_POSTFIX) <= 0;
}

let asking: Promise<string | undefined> | undefined;

/** The branch of the Postfix that is installed here, as its postconf(1) tells, once per run; undefined when there is none or it is out of our range. */
export function installedPostfix(): Promise<string | undefined> {
  asking ??= askPostconf();
  return asking;
}

async function askPostconf(): Promise<string | undefined> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    execFile('postconf', ['-dh', 'mail_version'], { timeout: 5000 }, (error, stdout) => resolve(error ? undefined : branchOf(stdout)));
  });
}

function branchOf(version: string): string | undefined {
  const branch = /^\d+\.\d+/.exec(version)?.[0];
  return branch !== undefined && isKnown(branch) ? branch : undefined;
}
