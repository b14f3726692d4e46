import { parseDotenv } from '../parse/dotenv.ts';
import { maySpeakOfMail } from '../parse/mailWords.ts';
import type { ConfigFile, Entry, Origin, ValueSegment } from '../parse/types.ts';
import { resolveVariables } from '../parse/variables.ts';
import { type Span, span } from '../text/span.ts';
import { ownerPath, placeId } from './blocks.ts';
import { nameOf } from './joinedPlaces.ts';
import { isInSecretData } from './kubernetes.ts';

/** More containers than these in one file are generated. */
const MAX_ENVIRONMENTS = 50;
/** Keys that hold the variables of a container: Compose's and Kubernetes'. */
const OWN_KEYS = { compose: 'environment', kubernetes: 'env' } as const;

/** A file that `env_file` names for a service, in Compose's words. */
export interface EnvFile {
  /** `services` and the service's name. */
  readonly service: readonly string[];
  readonly document: number | undefined;
  /** As written, variables put in as far as they are known; relative to the Compose file. */
  readonly path: string;
  /** `format: raw`: values are taken as they stand. */
  readonly isRaw: boolean;
}

/** What is needed of the surroundings to put an environment together. */
export interface EnvironmentView {
  readText(path: string): string | undefined;
  variable(name: string): Origin | undefined;
}

/** The environment of one container as a file of its own: what its lines come from is in `parts`. */
export interface Environment {
  readonly file: ConfigFile;
  /** The entries that come from outside of the container's own map. */
  readonly given: ReadonlySet<Entry>;
}

/** A set of variables from one place. */
interface Source {
  readonly path: string;
  readonly file: ConfigFile;
  readonly entries: readonly Entry[];
  readonly isRaw?: boolean;
}

/** The files that `env_file` names: one, a list, or the long form with `path` and `format` (Compose specification, "env_file"). */
export function envFilesIn(file: ConfigFile, variable: EnvironmentView['variable'] = () => undefined): readonly EnvFile[] {
  if (file.kind !== 'yaml' || !file.text.includes('env_file')) return [];
  return file.entries.flatMap((entry) => {
    const [services, name, key, index, field] = entry.path;
    if (services !== 'services' || key !== 'env_file' || name === undefined) return [];
    const isPath = field === undefined ? index === undefined || /^\d+$/.test(index) : field === 'path' && entry.path.length === 5;
    if (!isPath || entry.value === '') return [];
    const resolved = resolveVariables(entry.value, (each) => variable(each)?.entry.value);
    if (resolved.isOpen) return [];
    const format = file.entries.find(
      (other) => other.path.length === 5 && other.path.slice(0, 4).join('/') === entry.path.slice(0, 4).join('/') && other.key === 'format',
    );
    return [{ service: [services, name], document: entry.document, path: resolved.text.replace(/^(\.\/+)+/, ''), isRaw: format?.value === 'raw' }];
  });
}

/**
 * The environments of the containers that take variables from elsewhere: Compose's `env_file`, and Kubernetes' `envFrom` of a
 * ConfigMap or Secret in the same file. A later file wins over an earlier one, the container's own variables over all. Of a
 * systemd unit `EnvironmentFile=` is put in, which wins over `Environment=` (systemd.exec(5)).
 */
export function environmentsIn(file: ConfigFile, view: EnvironmentView): readonly Environment[] {
  const sources = new Map<string, { readonly path: readonly string[]; readonly document: number | undefined; readonly own: string; readonly from: Source[] }>();
  const add = (path: readonly string[], document: number | undefined, own: string, source: Source) => {
    const id = `${document ?? ''}/${[...path, own].join('/')}`;
    const known = sources.get(id) ?? { path, document, own, from: [] };
    known.from.push(source);
    sources.set(id, known);
  };
  for (const { service, document, path, isRaw } of envFilesIn(file, view.variable)) {
    const text = view.readText(path);
    if (text === undefined) continue;
    const read = parseDotenv(text, path);
    add(service, document, OWN_KEYS.compose, { path, file: read, entries: read.entries.filter(({ form }) => form === 'pair'), isRaw });
  }
  for (const { container, document, entries } of envFromIn(file)) add(container, document, OWN_KEYS.kubernetes, { path: nameOf(file.path), file, entries });
  for (const { section, document, path } of unitFilesIn(file)) {
    const text = view.readText(path);
    if (text === undefined) continue;
    const read = parseDotenv(text, path);
    add([], document, section, { path, file: read, entries: read.entries.filter(({ form }) => form === 'pair') });
  }
  return [...sources.values()].slice(0, MAX_ENVIRONMENTS).flatMap(({ path, document, own, from }) => {
    const block = placeId({ document } as Entry, [...path, own]);
    const ownEntries = file.entries.filter((entry) => placeId(entry, ownerPath(entry)) === block);
    const image = file.entries.filter((entry) => entry.key === 'image' && placeId(entry, entry.path.slice(0, -1)) === placeId({ document } as Entry, path));
    return environmentOf({ file, view, path, own, from, ownEntries, image });
  });
}

interface Container {
  readonly file: ConfigFile;
  readonly view: EnvironmentView;
  readonly path: readonly string[];
  readonly own: string;
  readonly from: readonly Source[];
  readonly ownEntries: readonly Entry[];
  readonly image: readonly Entry[];
}

function environmentOf({ file, view, path, own, from, ownEntries, image }: Container): Environment[] {
  const given = new Map<string, Origin>();
  for (const { path: at, file: source, entries, isRaw } of from) {
    for (const entry of entries) given.set(entry.key, { path: at, file: source, entry, ...(isRaw && { isRaw: true as const }) });
  }
  const lines = new Map<string, Line>();
  for (const [key, origin] of given) lines.set(key, { key, origin, isGiven: true });
  const name = nameOf(file.path);
  for (const entry of ownEntries) {
    const origin = { path: name, file, entry };
    // A variable that is only named has its value from outside, and keeps that of a file where there is none.
    if (entry.form === 'key-only') {
      if (view.variable(entry.key) || !given.has(entry.key)) lines.set(entry.key, { key: entry.key, origin, isGiven: false, value: `\${${entry.key}}` });
    } else if (entry.form === 'name-value' && entry.value === '') lines.set(entry.key, { key: entry.key, origin, isGiven: false, value: '${valueFrom}' });
    else if (file.kind !== 'systemd' || !given.has(entry.key)) lines.set(entry.key, { key: entry.key, origin, isGiven: false });
  }
  const single = [...lines.values()].filter((line) => !/[\r\n]/.test(rawOf(line)));
  const head = image.map((entry): Line => ({ key: entry.key, origin: { path: name, file, entry }, isGiven: false, path: entry.path }));
  const made = write([...head, ...single], [...path, own]);
  if (!maySpeakOfMail(undefined, made.text)) return [];
  const isGiven = new Set([...made.parts].flatMap(([entry, origin]) => (given.get(entry.key) === origin ? [entry] : [])));
  const assigned = new Map([...given].map(([key, { entry }]) => [key, entry.value]));
  const lookup = (variable: string) => view.variable(variable)?.entry.value ?? assigned.get(variable);
  return [
    {
      given: isGiven,
      file: {
        kind: file.kind,
        path: file.path,
        text: made.text,
        entries: [...made.parts.keys()],
        comments: [],
        problems: [],
        parts: made.parts,
        around: {
          origins: new Map(),
          variable: (variable) => view.variable(variable) ?? given.get(variable),
          resolve: (text) => file.around?.resolve(text) ?? resolvedBy(text, lookup),
          version: (library) => file.around?.version(library),
        },
      },
    },
  ];
}

function resolvedBy(text: string, lookup: (name: string) => string | undefined): string | undefined {
  const resolved = resolveVariables(text, lookup);
  return resolved.isOpen || resolved.text === '' ? undefined : resolved.text;
}

/** One variable of an environment. */
interface Line {
  readonly key: string;
  readonly origin: Origin;
  readonly isGiven: boolean;
  /** What stands for a value that comes from elsewhere. */
  readonly value?: string;
  /** Where it belongs, if not to the environment. */
  readonly path?: readonly string[];
}

const rawOf = ({ origin, value }: Line) => value ?? origin.file.text.slice(origin.entry.valueSpan.start, origin.entry.valueSpan.end);

/** Writes lines one below the other, each as it stands where it comes from, so that places can be told apart and led back. */
function write(lines: readonly Line[], owner: readonly string[]): { readonly text: string; readonly parts: ReadonlyMap<Entry, Origin> } {
  const parts = new Map<Entry, Origin>();
  let text = '';
  for (const line of lines) {
    const raw = rawOf(line);
    const start = text.length;
    text += `${line.key}=${raw}\n`;
    parts.set(entryOf(line, span(start, text.length), owner), line.origin);
  }
  return { text, parts };
}

function entryOf({ key, origin, value, path }: Line, line: Span, owner: readonly string[]): Entry {
  const { entry } = origin;
  const valueSpan = span(line.start + key.length + 1, line.end - 1);
  const shift = valueSpan.start - entry.valueSpan.start;
  const encoded = value === undefined && isInSecretData(origin.file, entry);
  const segments = value === undefined && !encoded ? entry.segments?.map((each): ValueSegment => ({ ...each, source: each.source + shift })) : undefined;
  return {
    path: path ?? [...owner, key],
    key,
    keySpan: span(line.start, line.start + key.length),
    value: value ?? (encoded ? decoded(entry.value) : entry.value),
    valueSpan,
    quote: entry.quote,
    scalar: entry.scalar,
    form: 'pair',
    span: line,
    ...(segments && { segments }),
  };
}

/** What base64 stands for (RFC 4648 §4); the text itself where it is none. */
function decoded(text: string): string {
  try {
    return atob(text.trim());
  } catch {
    // Plain text where base64 belongs: what was meant is what was written.
    return text;
  }
}

interface UnitFile {
  readonly section: string;
  readonly document: number | undefined;
  readonly path: string;
}

/** What `EnvironmentFile=` names: beside a Quadlet, or, for the place where it will be installed, a file of that name beside the unit. */
function unitFilesIn(file: ConfigFile): UnitFile[] {
  if (file.kind !== 'systemd') return [];
  return file.entries.flatMap(({ key, value, path, document }) => {
    const named = value.trim().replace(/^-/, '');
    const [section] = path;
    if (key !== 'EnvironmentFile' || section === undefined || named === '' || /[%*?[]/.test(named)) return [];
    return [{ section, document, path: named.startsWith('/') ? nameOf(named) : named.replace(/^(\.\/+)+/, '') }];
  });
}

interface EnvFrom {
  readonly container: readonly string[];
  readonly document: number | undefined;
  readonly entries: readonly Entry[];
}

const REFERENCES: Readonly<Record<string, string>> = { configMapRef: 'ConfigMap', secretRef: 'Secret' };

/** `envFrom` with the entries of the ConfigMap or Secret that it names, where that is in the same file. */
function envFromIn(file: ConfigFile): EnvFrom[] {
  if (file.kind !== 'yaml' || !file.text.includes('envFrom')) return [];
  return file.entries.flatMap((entry) => {
    const at = entry.path.indexOf('envFrom');
    const [, index, reference, field] = entry.path.slice(at);
    const kind = at > 0 ? REFERENCES[reference ?? ''] : undefined;
    if (kind === undefined || field !== 'name') return [];
    const item = entry.path.slice(0, at + 2).join('/');
    const hasPrefix = file.entries.some((other) => other.document === entry.document && other.key === 'prefix' && other.path.join('/') === `${item}/prefix`);
    const entries = hasPrefix || index === undefined ? [] : dataOf(file, kind, entry.value);
    return entries.length > 0 ? [{ container: entry.path.slice(0, at), document: entry.document, entries }] : [];
  });
}

function dataOf(file: ConfigFile, kind: string, name: string): readonly Entry[] {
  const documents = new Map<number | undefined, { kind?: string; name?: string }>();
  for (const { path, value, document } of file.entries) {
    const known = documents.get(document) ?? {};
    documents.set(document, known);
    if (path.join('/') === 'kind') known.kind = value;
    if (path.join('/') === 'metadata/name') known.name = value;
  }
  const meant = [...documents].find(([, each]) => each.kind === kind && each.name === name);
  if (!meant) return [];
  return file.entries.filter(({ path, document }) => document === meant[0] && path.length === 2 && (path[0] === 'data' || path[0] === 'stringData'));
}
