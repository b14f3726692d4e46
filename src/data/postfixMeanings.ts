import { type PostfixRestriction, postfixRestriction } from './postfixRestrictions.ts';

/** What a parameter is for, in our own words; CommonMark. */
export interface ParameterMeaning {
  readonly meaning: string;
  /** Two or three sentences more, for what matters to relaying, TLS, sign-in and restrictions. */
  readonly more?: string;
}

/** A word of the `smtpd_*_restrictions` lists, with what it does. */
export interface Restriction extends PostfixRestriction {
  readonly meaning: string;
}

/** A type of lookup table, the word before the colon. */
export interface MapType {
  readonly name: string;
  readonly meaning: string;
  /** The ending of the file that postmap(1) makes: `.db`. */
  readonly indexSuffix?: string;
  readonly needsPostmap: boolean;
  /** The package that distributions put it in. */
  readonly package?: string;
}

/** What a word of master.cf is. `argv` and `user` exist for pipe(8) and spawn(8), flags for pipe(8), smtp(8) and lmtp(8). */
export type MasterWordKind = 'column' | 'type' | 'daemon' | 'option' | 'pipe-attr' | 'pipe-flag' | 'pipe-macro' | 'smtp-attr' | 'smtp-flag' | 'spawn-attr';

export type TlsSide = 'client' | 'server';

/**
 * What a word of a lookup table is. Names of an `action` begin with `access/` or `checks/`, those of a `flag` with the type
 * of table, those of a `key` with the use of the table; an `order` is the keys that Postfix asks for, one after another.
 */
export type TableWordKind = 'use' | 'order' | 'key' | 'action' | 'tls-attribute' | 'flag' | 'reply' | 'status';

/** What the words of main.cf, master.cf and lookup tables mean. */
export interface PostfixMeanings {
  parameter(name: string): ParameterMeaning | undefined;
  restriction(name: string): Restriction | undefined;
  readonly restrictions: readonly Restriction[];
  mapType(name: string): MapType | undefined;
  readonly mapTypes: readonly MapType[];
  master(kind: MasterWordKind, name: string): string | undefined;
  /** The words of a kind, in the order of the manual. */
  masterWords(kind: MasterWordKind): readonly { readonly name: string; readonly meaning: string }[];
  tlsLevel(side: TlsSide, level: string): string | undefined;
  tlsLevels(side: TlsSide): readonly { readonly name: string; readonly meaning: string }[];
  table(kind: TableWordKind, name: string): string | undefined;
  /** The words of a kind whose names begin with `prefix`, which is left out. */
  tableWords(kind: TableWordKind, prefix?: string): readonly { readonly name: string; readonly meaning: string }[];
}

type Rows = typeof import('./generated/postfixMeanings.ts');

let loading: Promise<PostfixMeanings> | undefined;

/** Loads the meanings when they are first asked for: they are text for people, which judging a file does not need. */
export function loadPostfixMeanings(): Promise<PostfixMeanings> {
  loading ??= import('./generated/postfixMeanings.ts').then(createMeanings);
  return loading;
}

const cellsOf = (row: string) => row.split('\t');

function byName<T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((item) => [item.name, item]));
}

function createMeanings(rows: Rows): PostfixMeanings {
  const parameters = new Map(rows.PARAMETER_ROWS.map((row) => [row.slice(0, row.indexOf('\t')), row]));
  const restrictions = rows.RESTRICTION_ROWS.map(readRestriction);
  const mapTypes = rows.MAP_TYPE_ROWS.map(readMapType);
  const master = rows.MASTER_ROWS.map(readWord);
  const levels = rows.TLS_LEVEL_ROWS.map(readWord);
  const tables = rows.TABLE_ROWS.map(readWord);
  const tableByName = new Map(tables.map(({ kind, name, meaning }) => [`${kind} ${name}`, meaning]));
  const ofKind = (words: readonly Word[], wanted: string) => words.filter(({ kind }) => kind === wanted);
  const meaningIn = (words: readonly Word[], wanted: string) => words.find(({ name }) => name === wanted)?.meaning;
  const restrictionByName = byName(restrictions);
  const mapTypeByName = byName(mapTypes);
  return Object.freeze<PostfixMeanings>({
    parameter(name) {
      const [, meaning, more] = cellsOf(parameters.get(name) ?? '');
      return meaning === undefined ? undefined : { meaning, ...(more && { more }) };
    },
    restriction: (name) => restrictionByName.get(name),
    restrictions,
    mapType: (name) => mapTypeByName.get(name),
    mapTypes,
    master: (kind, name) => meaningIn(ofKind(master, kind), name),
    masterWords: (kind) => ofKind(master, kind),
    tlsLevel: (side, level) => meaningIn(ofKind(levels, side), level),
    tlsLevels: (side) => ofKind(levels, side),
    table: (kind, name) => tableByName.get(`${kind} ${name}`),
    tableWords: (kind, prefix = '') =>
      ofKind(tables, kind)
        .filter(({ name }) => name.startsWith(prefix))
        .map(({ name, meaning }) => ({ name: name.slice(prefix.length), meaning })),
  });
}

interface Word {
  readonly kind: string;
  readonly name: string;
  readonly meaning: string;
}

function readWord(row: string): Word {
  const [kind = '', name = '', meaning = ''] = cellsOf(row);
  return { kind, name, meaning };
}

function readRestriction(row: string): Restriction {
  const [name = '', meaning = ''] = cellsOf(row);
  return { ...postfixRestriction(name)!, meaning };
}

function readMapType(row: string): MapType {
  const [name = '', meaning = '', indexSuffix = '', needsPostmap = '', source = ''] = cellsOf(row);
  return { name, meaning, needsPostmap: needsPostmap === 'yes', ...(indexSuffix && { indexSuffix }), ...(source && { package: source }) };
}
