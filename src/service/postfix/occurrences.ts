import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import type { ConfigFile } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { asMaster, restrictionClasses } from './sources.ts';
import { referencesIn, type Subject, subjectAt } from './subject.ts';
import { symbolInTable, symbolsInTables } from './table/symbols.ts';
import { wordsOf } from './words.ts';

/** What a name at a place stands for, the same in main.cf, master.cf and lookup tables. */
export interface PostfixSymbol {
  /** `restriction` is a word of Postfix itself: it has places but no definition. */
  readonly kind: 'parameter' | 'service' | 'restriction';
  readonly name: string;
  readonly span: Span;
}

/** A place in one of the files; `path` is absent for the file itself, else the sibling's name. */
export interface Place {
  readonly path?: string;
  readonly span: Span;
}

/** A place where a symbol is named. A `definition` gives it its meaning, an `override` gives it another in one service. */
export interface Occurrence extends Place {
  readonly role: 'definition' | 'override' | 'reference';
}

/** The symbol at an offset; undefined where nothing has a name. */
export function symbolAt(analysis: Analysis, offset: number, meanings: PostfixMeanings): PostfixSymbol | undefined {
  if (analysis.file.kind === 'postfix-map') return symbolInTable(analysis, offset, meanings);
  const subject = subjectAt(analysis.file, offset, meanings, restrictionClasses(analysis));
  return subject && symbolOf(subject);
}

function symbolOf(subject: Subject): PostfixSymbol | undefined {
  const { span } = subject;
  if (subject.kind === 'parameter' || subject.kind === 'reference') return { kind: 'parameter', name: subject.name, span };
  if (subject.kind === 'column' && subject.column === 'service') return { kind: 'service', name: subject.field.text, span };
  if (subject.kind !== 'word') return undefined;
  const { role, text: name } = subject.word;
  if (role === 'class') return { kind: 'parameter', name, span };
  if (role === 'transport' || role === 'service') return { kind: 'service', name, span };
  return role === 'restriction' ? { kind: 'restriction', name, span } : undefined;
}

/** Every place that names a symbol: in the analysed file first, then in main.cf, master.cf and the tables that main.cf names, each in file order. */
export function occurrencesOf(analysis: Analysis, symbol: PostfixSymbol, meanings: PostfixMeanings): Occurrence[] {
  const { file, folder } = analysis;
  const classes = restrictionClasses(analysis);
  const inFile = (one: ConfigFile | undefined, path: string) =>
    one ? occurrencesIn(one, symbol, meanings, classes).map((place) => (one === file ? place : { ...place, path })) : [];
  const settings = [inFile(folder?.main, 'main.cf'), inFile(folder?.master, 'master.cf')];
  const inOrder = file.kind === 'postfix-master' ? settings.reverse() : settings;
  const tables = symbolsInTables(analysis, symbol, meanings).map((place): Occurrence => ({ ...place, role: 'reference' }));
  const isOwn = ({ path }: Occurrence) => path === undefined;
  return [...tables.filter(isOwn), ...inOrder.flat(), ...tables.filter((place) => !isOwn(place))];
}

function occurrencesIn(file: ConfigFile, { kind, name }: PostfixSymbol, meanings: PostfixMeanings, classes: ReadonlySet<string>): Occurrence[] {
  const found: Occurrence[] = [];
  const inMaster = file.kind === 'postfix-master';
  for (const entry of file.entries) {
    if (kind === 'parameter' && entry.key === name) found.push({ role: inMaster ? 'override' : 'definition', span: entry.keySpan });
    if (kind === 'parameter') for (const { name: other, span } of referencesIn(entry)) if (other === name) found.push({ role: 'reference', span });
    for (const { role, text, span } of wordsOf(entry, meanings, classes)) {
      const isSame = text === name && symbolKindOf(role) === kind;
      if (isSame) found.push({ role: 'reference', span });
    }
  }
  if (kind === 'service') {
    for (const { fields } of asMaster(file)?.services ?? []) if (fields.service.text === name) found.push({ role: 'definition', span: fields.service.span });
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

function symbolKindOf(role: string): PostfixSymbol['kind'] | undefined {
  if (role === 'class') return 'parameter';
  if (role === 'transport' || role === 'service') return 'service';
  return role === 'restriction' ? 'restriction' : undefined;
}
