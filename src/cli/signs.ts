import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { composeServices } from '../discover/composeServices.ts';
import { isComposeFile, SIGN_FILES, type WorkspaceSigns } from '../report/place.ts';
import type { MailConfigService } from '../service/types.ts';

/** Above a repository begin other projects; without one a few folders are enough. */
const MAX_FOLDERS = 8;

export type Signs = Omit<WorkspaceSigns, 'host'>;

/** Finds what the files beside and above a file show about where its app runs, up to the root of its repository. */
export function createSigns(service: MailConfigService): (path: string) => Promise<Signs> {
  const known = new Map<string, Promise<Signs>>();
  return (path) => {
    const folder = dirname(resolve(path));
    const signs = known.get(folder) ?? findSigns(folder, service);
    known.set(folder, signs);
    return signs;
  };
}

async function findSigns(folder: string, service: MailConfigService): Promise<Signs> {
  const files: string[] = [];
  const services: string[] = [];
  let at = folder;
  for (let count = 0; count < MAX_FOLDERS; count += 1) {
    const names = await readdir(at).catch(() => [] as string[]);
    const nested = SIGN_FILES.filter((name) => name.includes('/') && names.includes(name.slice(0, name.indexOf('/'))));
    for (const name of [...names.filter((one) => isComposeFile(one) || SIGN_FILES.includes(one)), ...nested]) {
      const path = join(at, name);
      if (!(await isFile(path))) continue;
      files.push(relative(process.cwd(), path).replaceAll('\\', '/'));
      if (isComposeFile(name)) services.push(...(await servicesOf(path, service)));
    }
    const above = dirname(at);
    if (names.includes('.git') || above === at) break;
    at = above;
  }
  return { files, services };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function servicesOf(path: string, service: MailConfigService): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const analysis = text === undefined ? undefined : service.analyze({ path, text });
  return analysis ? composeServices(analysis.file) : [];
}
