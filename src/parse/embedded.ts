import { type Span, span } from '../text/span.ts';
import { fileKind } from './fileKind.ts';
import { parseConfig } from './index.ts';
import { mapSpan, sliceSegments } from './segments.ts';
import type { ConfigFile, Entry, FileKind, ValueSegment } from './types.ts';

/** Maps whose literal blocks are whole files: ConfigMap and Secret, and Compose's `configs`. */
const FILE_MAPS: ReadonlySet<string> = new Set(['data', 'stringData', 'configs']);
/** More files than this in one are no deployment but generated. */
const MAX_FILES = 50;

/**
 * The config files that a YAML file carries in its literal blocks, as `data: { application.yml: | … }` does.
 * Each is a view: its text is the whole outer text and its places are those of the outer file, so that
 * findings and edits work as in a file of its own.
 */
export function embeddedFiles(file: ConfigFile): readonly ConfigFile[] {
  if (file.kind !== 'yaml') return [];
  const carriers = file.entries.filter((entry) => entry.quote === '|' && entry.segments && !entry.inherited && nameOf(entry) !== undefined);
  return carriers.slice(0, MAX_FILES).flatMap((entry) => viewOf(file, entry) ?? []);
}

/** A key with a literal block, or with more keys below it: what may be the name of a file inside. */
const CARRIER = /^[ \t]*["']?([\w.-]+)["']?[ \t]*:[ \t]*(?:\||\r?$)/gm;
const MAX_NAMES = 500;

/** The kinds of the files that a YAML text seems to carry: their grammars must be loaded before the text is read. */
export function embeddedKinds(text: string): ReadonlySet<FileKind> {
  const names = new Set([...text.matchAll(CARRIER)].map((match) => match[1]!));
  const files = [...names].slice(0, MAX_NAMES).map((name) => FILE_VARIABLES[name] ?? name);
  return new Set(files.flatMap((name) => fileKind(name) ?? fileKind(name, text) ?? []));
}

/** Variables whose value is a whole file, which the container reads as that. */
const FILE_VARIABLES: Readonly<Record<string, string>> = { GITLAB_OMNIBUS_CONFIG: 'gitlab.rb' };

/**
 * What a YAML file carries for a container's own main.cf, in the same kind of view: a block of that name in a ConfigMap, and one of
 * Compose's `configs` that a service mounts under such a name. `owner` is the path of that service, empty where none is named.
 */
export function embeddedMains(file: ConfigFile): readonly { readonly owner: readonly string[]; readonly file: ConfigFile }[] {
  if (file.kind !== 'yaml' || !file.text.includes('main.cf')) return [];
  const carriers = file.entries.filter((entry) => entry.quote === '|' && entry.segments && !entry.inherited);
  return carriers.slice(0, MAX_FILES).flatMap((entry) => {
    const name = nameOf(entry);
    if (name === undefined) return [];
    if (entry.path.at(-1) !== 'content') return MAIN_CF.test(name) ? [{ owner: [], file: viewAs(file, entry, name, 'postfix-main') }] : [];
    return mountsOf(file, name).map((mount) => ({ owner: mount.path.slice(0, 2), file: viewAs(file, entry, name, 'postfix-main') }));
  });
}

/** docker-mailserver calls its addition to main.cf `postfix-main.cf`. */
const MAIN_CF = /(^|[-_/])main\.cf$/;

/** The long form of a service's `configs` that puts one of them where a main.cf belongs. */
function mountsOf({ entries }: ConfigFile, name: string): readonly Entry[] {
  const sources = entries.filter(({ path, key, value }) => path[0] === 'services' && path[2] === 'configs' && key === 'source' && value === name);
  return sources.filter((source) =>
    entries.some(({ path, key, value }) => key === 'target' && MAIN_CF.test(value) && path.slice(0, -1).join('/') === source.path.slice(0, -1).join('/')),
  );
}

/** The file's name: the key in a ConfigMap, the key above `content` in Compose, what stands for a variable. */
function nameOf(entry: Entry): string | undefined {
  const variable = FILE_VARIABLES[entry.key];
  if (variable !== undefined) return variable;
  const [map, name, content] = entry.path.slice(-3);
  if (content === 'content' && map === 'configs') return name;
  return FILE_MAPS.has(entry.path.at(-2) ?? '') ? entry.key : undefined;
}

function viewOf(file: ConfigFile, entry: Entry): ConfigFile | undefined {
  const name = nameOf(entry)!;
  const kind = fileKind(name, entry.value);
  return !kind || kind.startsWith('postfix-') ? undefined : viewAs(file, entry, name, kind);
}

/** The view of an entry that has segments as a file of some kind. */
function viewAs(file: ConfigFile, { value, segments = [] }: Entry, name: string, kind: FileKind): ConfigFile {
  const inner = parseConfig(kind, value, name);
  return {
    kind,
    path: name,
    text: file.text,
    entries: inner.entries.map((each) => moved(each, segments)),
    ...(file.around && { around: { origins: new Map(), variable: () => undefined, resolve: () => undefined, version: file.around.version } }),
    comments: inner.comments.map((comment) => ({ ...comment, span: movedSpan(comment.span, segments) })),
    problems: [],
  };
}

function movedSpan({ start, end }: Span, segments: readonly ValueSegment[]): Span {
  return mapSpan(segments, start, end) ?? span(0, 0);
}

function moved(entry: Entry, segments: readonly ValueSegment[]): Entry {
  const own = entry.segments ?? [{ at: 0, source: entry.valueSpan.start, length: entry.value.length }];
  const pieces = own.flatMap(({ at, source, length }) => sliceSegments(segments, source, source + length).map((piece) => ({ ...piece, at: piece.at + at })));
  return {
    ...entry,
    keySpan: movedSpan(entry.keySpan, segments),
    valueSpan: movedSpan(entry.valueSpan, segments),
    span: movedSpan(entry.span, segments),
    ...(entry.tag && { tag: movedSpan(entry.tag, segments) }),
    ...((entry.segments || pieces.length > 1) && { segments: pieces }),
  };
}
