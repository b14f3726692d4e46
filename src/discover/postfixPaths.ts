/** Where a configuration directory usually is: paths in it name files of the folder at hand, wherever that is. */
const USUAL_FOLDER = '/etc/postfix';

/** Files of an installation that nobody has beside the main.cf of a test or an example. */
export const INSTALLATION_FILES = ['dynamicmaps.cf', 'postfix-files'] as const;

/** Directories that Postfix of this machine reads (`config_directory` in postconf(5); BSD's and pkgsrc's ports; postmulti(1)). */
const SYSTEM_FOLDER = /^\/(?:usr\/(?:local|pkg)\/)?etc\/postfix(?:-[^/]+)?$/;

/**
 * The name, relative to the folder at hand, of a path as a setting writes it: below `/etc/postfix`, `$config_directory`
 * or the folder's own path, or relative. Undefined when it lies outside, so that nothing there is read.
 */
export function nameInFolder(path: string, folder: string = USUAL_FOLDER): string | undefined {
  const roots = ['$config_directory', '${config_directory}', '$(config_directory)', folder.replace(/\/+$/, ''), USUAL_FOLDER];
  const root = roots.find((candidate) => path.startsWith(`${candidate}/`));
  const name = (root === undefined ? path : path.slice(root.length)).replace(/^\/+/, '');
  if ((root === undefined && /^[/$]/.test(path)) || /^[A-Za-z]:|[\\\0]/.test(name)) return undefined;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? undefined : parts.join('/');
}

/** Says whether a folder, absolute and with slashes, is one that this machine's Postfix reads, by its place alone. */
export function isSystemFolder(folder: string): boolean {
  return SYSTEM_FOLDER.test(folder);
}
