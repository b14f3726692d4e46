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
  const { segments } = entry;
  if (!segments || !kind || kind.startsWith('postfix-')) return undefined;
  const inner = parseConfig(kind, entry.value, name);
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
