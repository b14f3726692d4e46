import type { PackageName } from '../data/packageFiles.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { parseYaml } from '../parse/yaml.ts';
import { type Environment, envFilesIn, environmentsIn } from './environments.ts';
import { discoverRelays } from './index.ts';
import { nameOf } from './joinedPlaces.ts';
import type { Project } from './project.ts';
import type { RelaySetting } from './types.ts';

/** Compose's own names for its file (docs.docker.com, "The Compose file"). */
export const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'] as const;
/** How far above a `.env` file a Compose file that names it is looked for. */
const MAX_UP = 2;

/** The relay of a container whose variables stand in several places. */
export interface JoinedRelays {
  readonly file: ConfigFile;
  readonly settings: readonly RelaySetting[];
}

export interface Joining {
  readonly joined: readonly JoinedRelays[];
  /** What the file says by itself and no joined relay takes up. */
  readonly alone: readonly RelaySetting[];
}

/**
 * Joins what a file says about relays with the rest of the environments that it is a part of: a Compose file with what
 * `env_file` names, a `.env` file with the Compose file that names it, a Kubernetes file with its own ConfigMaps.
 */
export function joinRelays(file: ConfigFile, project: Project, settings: readonly RelaySetting[]): Joining {
  const view = { readText: (path: string) => project.view.readText(path), variable: project.variable };
  const environments = file.kind === 'dotenv' ? environmentsWith(file, project) : environmentsIn(file, view);
  if (environments.length === 0) return { joined: [], alone: settings };
  const joined = chosen(environments);
  const taken = new Set(
    joined.flatMap(({ file: { parts }, settings: found }) =>
      found.flatMap((one) => one.entries.map((entry) => placeOf(parts?.get(entry)?.path, parts?.get(entry)?.entry))),
    ),
  );
  const own = nameOf(file.path);
  return { joined, alone: settings.filter(({ entries }) => !entries.some((entry) => taken.has(placeOf(own, entry)))) };
}

/** Where an entry stands, to tell it again in another reading of the same file. */
const placeOf = (path: string | undefined, entry: Entry | undefined) => `${path} ${entry?.keySpan.start}`;

/**
 * The environments that have a relay with a variable from outside. Where several containers take the same server from the same
 * line, those count that add something of their own, or else the one whose app is known.
 */
function chosen(environments: readonly Environment[]): JoinedRelays[] {
  const found = environments.flatMap(({ file, given }) =>
    discoverRelays(file).flatMap((setting) => {
      const fromOutside = setting.entries.filter((entry) => given.has(entry)).length;
      if (fromOutside === 0) return [];
      const anchor = file.parts?.get(setting.anchor);
      const isKnown = !setting.profile.startsWith('generic');
      return [{ file, setting, place: placeOf(anchor?.path, anchor?.entry), weight: (setting.entries.length > fromOutside ? 2 : 0) + (isKnown ? 1 : 0) }];
    }),
  );
  const heaviest = new Map<string, (typeof found)[number]>();
  for (const one of found) if (one.weight > (heaviest.get(one.place)?.weight ?? -1)) heaviest.set(one.place, one);
  const kept = found.filter((one) => one.weight > 1 || heaviest.get(one.place) === one);
  const byFile = new Map<ConfigFile, RelaySetting[]>();
  for (const { file, setting } of kept) byFile.set(file, [...(byFile.get(file) ?? []), setting]);
  return [...byFile].map(([file, settings]) => ({ file, settings }));
}

/** Whether a Compose file around names this file as one with variables, whatever it is called. */
export function isEnvFile(name: string, project: Project): boolean {
  return composeNaming(name, project).next().value !== undefined;
}

/** A Compose file that names a `.env` file. */
interface NamingCompose {
  readonly name: string;
  readonly prefix: string;
  readonly file: ConfigFile;
  /** Whether a path of the Compose file is that of the `.env` file. */
  isSelf(path: string): boolean;
}

/** The Compose files around that name a file, the nearest first. */
function* composeNaming(name: string, { view, variable, version }: Project): Generator<NamingCompose, undefined> {
  const here = view.path;
  for (let up = 0, prefix = ''; up <= (here === undefined ? 0 : MAX_UP); up += 1, prefix += '../') {
    for (const compose of COMPOSE_NAMES) {
      const text = view.readText(prefix + compose);
      if (text === undefined || !text.includes('env_file')) continue;
      const at = prefix;
      const isSelf = (path: string) => (here === undefined ? path === name : normal(`${here}/${at}${path}`) === normal(`${here}/${name}`));
      const around = { origins: new Map(), variable, resolve: () => undefined, version: (library: string) => version(library as PackageName) };
      const file = { ...parseYaml(text, compose), around };
      if (envFilesIn(file, variable).some(({ path }) => isSelf(path))) yield { name: compose, prefix, file, isSelf };
    }
  }
  return undefined;
}

/** The environments of the nearest Compose file that names a `.env` file. */
function environmentsWith(file: ConfigFile, project: Project): readonly Environment[] {
  const name = nameOf(file.path);
  for (const compose of composeNaming(name, project)) {
    const { prefix, isSelf } = compose;
    const readText = (path: string) => (isSelf(path) ? file.text : project.view.readText(prefix + path));
    const found = environmentsIn(compose.file, { readText, variable: project.variable }).map((one) => renamed(one, compose.name, prefix, isSelf, name));
    return found.filter(({ file: { parts } }) => [...(parts?.values() ?? [])].some(({ path }) => path === name));
  }
  return [];
}

/** The same environment with its files named as they are seen from the `.env` file. */
function renamed({ file, given }: Environment, compose: string, prefix: string, isSelf: (path: string) => boolean, name: string): Environment {
  const nameFor = (path: string) => (path !== compose && isSelf(path) ? name : prefix + path);
  const parts = new Map([...(file.parts ?? [])].map(([entry, origin]) => [entry, { ...origin, path: nameFor(origin.path) }]));
  // Seen from the .env file: its name decides whose own places are.
  return { given, file: { ...file, path: name, parts } };
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
