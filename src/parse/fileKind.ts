import { kindOfAppName } from './appFileKind.ts';
import { codeKind, isCodeName } from './codeKind.ts';
import { mapUseByName } from './postfixMapName.ts';
import type { FileKind } from './types.ts';

/** Folders whose files are not the user's own. */
const FOREIGN_FOLDER = /(^|\/)(node_modules|vendor|bower_components|\.git|\.svn|\.hg|\.venv|site-packages)\//;

/** YAML and JSON that describe code, tools or locks, never mail: read by nobody for relays. */
const FOREIGN_NAME = new Set([
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'composer.json',
  'bower.json',
  'lerna.json',
  'nx.json',
  'turbo.json',
  'rush.json',
  'deno.json',
  'deno.jsonc',
  'jsconfig.json',
  'biome.json',
  'biome.jsonc',
  'cspell.json',
  'manifest.json',
  'asset-manifest.json',
  'components.json',
  'vercel.json',
  'renovate.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'mkdocs.yml',
  '.prettierrc.json',
  '.eslintrc.json',
  '.eslintrc.yml',
  '.eslintrc.yaml',
  'codecov.yml',
  'dependabot.yml',
  'launch.json',
  'tasks.json',
  'extensions.json',
]);
const FOREIGN_PATTERN =
  /(^tsconfig(\..+)?\.json$|[.-]lock\.(json|ya?ml|toml)$|\.min\.json$|\.schema\.json$|\.(map|geojson|ipynb|webmanifest)$|^openapi\.|^swagger\.)/;

/** Endings that say "a copy of the file before it": `alertmanager.yml.example`, `main.cf.dist`, `main.cf.j2`. */
const COPY_ENDING = /[._-](example|sample|template|tmpl|tpl|dist|default|defaults|orig|bak|old|j2|jinja2?|erb|new|local|in|golden)$/;

/** A path as that of the file it is a copy of: `sasl_passwd` for `sasl_passwd.example`. */
export function withoutCopyEnding(path: string): string {
  return path.replace(COPY_ENDING, '');
}

const DOTENV_NAME = /^(\.env(\..+)?|.+\.env|env|dotenv|\.envrc|env[._-](example|sample|template|dist|defaults?|local|prod|production|dev|development|test))$/;
const DOTENV_PART = /\.env[._-][a-z0-9._-]+$/;

/** Parameters that only a main.cf sets. */
const POSTFIX_PARAMETER =
  /^(smtpd?_[a-z0-9_]+|relayhost|myhostname|mydomain|myorigin|mydestination|mynetworks|inet_(interfaces|protocols)|compatibility_level|queue_directory|command_directory|daemon_directory|alias_maps|virtual_[a-z0-9_]+|transport_maps|relay_domains|sender_dependent_[a-z_]+|mailbox_[a-z_]+|smtputf8_[a-z_]+|milter_[a-z_]+|home_mailbox|recipient_delimiter)[ \t]*=/m;
/** A line of master.cf: eight columns, the fifth to eighth unmistakable. */
const POSTFIX_SERVICE_LINE = /^\S+[ \t]+(inet|unix|unix-dgram|fifo|pass)[ \t]+[yn-][ \t]+[yn-][ \t]+[yn-][ \t]+\S+[ \t]+\S+[ \t]+\S/m;

/** How much of a text is looked at to tell its kind. */
const SAMPLE = 65_536;

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
}

function kindOfCf(name: string, text: string | undefined): FileKind | undefined {
  if (name === 'main.cf' || name.endsWith('main.cf')) return 'postfix-main';
  if (name === 'master.cf') return 'postfix-master';
  if (text === undefined) return undefined;
  const sample = text.slice(0, SAMPLE);
  // An override such as docker-mailserver's postfix-master.cf may hold `service/type/name=value` instead.
  if (name.endsWith('master.cf')) return POSTFIX_SERVICE_LINE.test(sample) ? 'postfix-master' : undefined;
  return POSTFIX_PARAMETER.test(sample) && !POSTFIX_SERVICE_LINE.test(sample) ? 'postfix-main' : undefined;
}

function kindOfName(folder: string, name: string, text: string | undefined): FileKind | undefined {
  if (DOTENV_NAME.test(name)) return 'dotenv';
  if (name.endsWith('.cf')) return kindOfCf(name, text);
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (/\.jsonc?$/.test(name)) return 'json';
  if (DOTENV_PART.test(name)) return 'dotenv';
  return kindOfAppName(folder, name, text) ?? codeKind(folder.toLowerCase() + name, text);
}

/**
 * The grammar to read a file with; undefined when it is none of ours. Names decide; the text only settles names
 * that many programs share (see needsText) and XML, and lookup tables are known by their folder too. Works on paths of either separator.
 */
export function fileKind(path: string, text?: string): FileKind | undefined {
  const unix = path.replaceAll('\\', '/');
  if (FOREIGN_FOLDER.test(unix) && !unix.endsWith('.git/config')) return undefined;
  let name = baseName(unix);
  const folder = unix.slice(0, unix.length - name.length);
  for (let round = 0; round < 3; round += 1) {
    if (FOREIGN_NAME.has(name) || FOREIGN_PATTERN.test(name)) return undefined;
    const kind = mapUseByName(folder + name) ? 'postfix-map' : kindOfName(folder, name, text);
    if (kind) return kind;
    const shorter = withoutCopyEnding(name);
    if (shorter === name) return undefined;
    name = shorter;
  }
  return undefined;
}

/** Says whether only the text can tell what a file is: `*.cf`, `*.conf` and the like, which many programs share, and source code. */
export function needsText(path: string): boolean {
  const unix = path.replaceAll('\\', '/').toLowerCase().replace(COPY_ENDING, '');
  return /\.(cf|cfg|conf|config)$|(^|[/.])remotes$/.test(unix) || (!FOREIGN_FOLDER.test(unix) && isCodeName(unix));
}
