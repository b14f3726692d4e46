import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import { createPostfixFolder } from '../../discover/postfixFolder.ts';
import { fileKind } from '../../parse/fileKind.ts';
import { parseConfig } from '../../parse/index.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis, SourceText } from '../types.ts';
import { asMap, asMaster, restrictionClasses } from './sources.ts';
import { tableOf } from './table/table.ts';
import { wordsOf } from './words.ts';

/** A name that a person may look for in all Postfix files at once. */
export interface FileSymbol {
  readonly name: string;
  readonly kind: 'parameter' | 'class' | 'service' | 'table';
  /** A few words on what it is. Never a value. */
  readonly detail: string;
  readonly span: Span;
}

/** The names in one file: parameters that are set, restriction classes, tables that are named, services; of a table its own name. */
export function fileSymbolsOf({ path, text, kind = fileKind(path, text) }: SourceText, meanings: PostfixMeanings): FileSymbol[] {
  if (!kind?.startsWith('postfix-')) return [];
  const file = parseConfig(kind, text, path);
  const analysis: Analysis = { file, settings: [], findings: [], folder: createPostfixFolder(file) };
  const master = asMaster(file);
  if (master) {
    return master.services.map(({ fields: { service, type, command } }) => ({
      name: service.text,
      kind: 'service',
      detail: `${type.text} ${command.text}`,
      span: service.span,
    }));
  }
  if (asMap(file)) return [{ name: path.split('/').at(-1)!, kind: 'table', detail: tableOf(analysis)?.use ?? 'lookup table', span: { start: 0, end: 0 } }];
  const classes = restrictionClasses(analysis);
  return file.entries.flatMap((entry) => {
    const own: FileSymbol = classes.has(entry.key)
      ? { name: entry.key, kind: 'class', detail: 'restriction class', span: entry.keySpan }
      : { name: entry.key, kind: 'parameter', detail: '', span: entry.keySpan };
    return [own, ...tablesIn(entry, meanings, classes)];
  });
}

/** Tables that are files. What else stands behind a type and its colon may be a password. */
function tablesIn(entry: Entry, meanings: PostfixMeanings, classes: ReadonlySet<string>): FileSymbol[] {
  const words = wordsOf(entry, meanings, classes);
  return words.flatMap(({ role, text, span }, index) => {
    const type = words[index - 1]?.text ?? '';
    const isFile = role === 'table' && type !== 'static' && /^(\$\{?config_directory\}?)?\/[\w./-]+$/.test(text);
    return isFile ? [{ name: `${type}:${text}`, kind: 'table', detail: entry.key, span }] : [];
  });
}
