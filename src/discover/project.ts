import { PACKAGE_FILES, type PackageName, versionPattern } from '../data/packageFiles.ts';
import { parseDotenv } from '../parse/dotenv.ts';
import type { ConfigFile, Entry, Origin } from '../parse/types.ts';
import { resolveVariables, variableReferences } from '../parse/variables.ts';
import { parseYaml } from '../parse/yaml.ts';
import { once } from '../text/once.ts';
import { isPlaceholder } from './placeholder.ts';
import type { FolderView } from './postfixFolder.ts';

/** Folders above a file that are searched; a view ends at the workspace's root anyway. */
const MAX_UP = 6;

/**
 * What lies around an application's file: the libraries it is built with and the variables it is given. Everything is
 * looked up when it is first asked for. What can't be seen is unknown: no verdict follows from it.
 */
export interface Project {
  /** The version of a library that the nearest lock file or manifest names, such as `11.36.1`; undefined when none does. */
  version(name: PackageName): string | undefined;
  /** What the nearest `.env` file gives a variable. */
  variable(name: string): Origin | undefined;
  /** What a Helm chart's `values.yaml` gives a path such as `smtp.host`. */
  chartValue(path: string): Origin | undefined;
  /** The text of the nearest file of this name, from the file's own folder upwards, with its path as the view names it. */
  nearest(name: string): { readonly path: string; readonly text: string } | undefined;
  readonly view: FolderView;
}

/** Builds the surroundings of a file over a view whose paths are relative to the file's folder and may begin with `../`. */
export function createProject(view: FolderView): Project {
  const versions = new Map<PackageName, string | undefined>();
  const dotenv = once(() => variablesOf(nearestIn(view, '.env')));
  const values = once(() => chartValuesOf(view));
  return {
    view,
    nearest: (name) => nearestIn(view, name),
    variable: (name) => dotenv().get(name),
    chartValue: (path) => values().get(path),
    version(name) {
      if (!versions.has(name)) versions.set(name, readVersion(name, view));
      return versions.get(name);
    },
  };
}

/** The file with what its surroundings say about its values. Postfix has surroundings of its own. */
export function inProject(file: ConfigFile, project: Project): ConfigFile {
  if (file.kind.startsWith('postfix-')) return file;
  const origins = new Map<Entry, Origin>();
  // A .env file takes its variables from itself and from the shell.
  for (const entry of file.kind === 'dotenv' ? [] : file.entries) {
    const origin = wholeVariable(entry, project);
    if (origin) origins.set(entry, origin);
  }
  const variable = file.kind === 'dotenv' ? () => undefined : project.variable;
  return { ...file, around: { origins, variable, resolve: resolverIn(file, project), version: (library) => project.version(library as PackageName) } };
}

/** Puts in what the file itself gives a variable if it is a `.env` file, else what those around it do. */
function resolverIn(file: ConfigFile, { variable, chartValue }: Project): (text: string) => string | undefined {
  const own = once(() => new Map(file.entries.map((entry) => [entry.key, entry.value])));
  const lookup = (name: string) => (file.kind === 'dotenv' ? own().get(name) : variable(name)?.entry.value);
  return (text) => {
    const chart = CHART_VALUE.exec(text.trim())?.[1];
    if (chart !== undefined) return known(chartValue(chart)?.entry.value ?? '');
    const { text: resolved, isOpen, hasVariables } = resolveVariables(text, lookup);
    return isOpen || !hasVariables ? undefined : known(resolved);
  };
}

const known = (text: string) => (text === '' || isPlaceholder(text) || text.includes('{{') ? undefined : text);

/** `{{ .Values.smtp.host }}` with what charts put behind it that changes nothing. */
const CHART_VALUE = /^\{\{-?\s*\.Values\.([\w.-]+)\s*(?:\|\s*(?:quote|squote|toString|int)\s*)*-?\}\}$/;

function wholeVariable({ value }: Entry, project: Project): Origin | undefined {
  const chart = CHART_VALUE.exec(value.trim())?.[1];
  if (chart !== undefined) return project.chartValue(chart);
  const [reference, ...others] = variableReferences(value);
  const isWhole = reference && others.length === 0 && reference.start === 0 && reference.end === value.length;
  return isWhole && !reference.operator.endsWith('+') ? project.variable(reference.name) : undefined;
}

type Named = { readonly path: string; readonly text: string };

function nearestIn(view: FolderView, name: string): Named | undefined {
  for (let up = 0, prefix = ''; up <= MAX_UP; up += 1, prefix += '../') {
    const text = view.readText(prefix + name);
    if (text !== undefined) return { path: prefix + name, text };
  }
  return undefined;
}

function variablesOf(found: Named | undefined): ReadonlyMap<string, Origin> {
  if (!found) return new Map();
  const file = parseDotenv(found.text, found.path);
  return new Map(file.entries.filter(({ form }) => form === 'pair').map((entry) => [entry.key, { path: found.path, file, entry }]));
}

/** Templates lie below `templates/`, the values beside it. */
function chartValuesOf(view: FolderView): ReadonlyMap<string, Origin> {
  const found = nearestIn(view, 'values.yaml');
  if (!found) return new Map();
  const file = parseYaml(found.text, found.path);
  return new Map(file.entries.map((entry) => [entry.path.join('.'), { path: found.path, file, entry }]));
}

function readVersion(name: PackageName, view: FolderView): string | undefined {
  const colon = name.indexOf(':');
  const registry = name.slice(0, colon);
  for (const packageFile of PACKAGE_FILES) {
    const text = packageFile.registry === registry ? nearestIn(view, packageFile.file)?.text : undefined;
    const version = text === undefined ? undefined : versionPattern(packageFile, name.slice(colon + 1)).exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}
