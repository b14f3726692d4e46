import { parsePostfixMain } from '../parse/postfixMain.ts';
import { grammarOf } from '../parse/postfixMap.ts';
import { type MapUse, mapUseByName } from '../parse/postfixMapName.ts';
import type { MapGrammar } from '../parse/postfixMapTypes.ts';
import type { Entry } from '../parse/types.ts';
import { createPostfixFolder, type PostfixFolder } from './postfixFolder.ts';

/** A place in main.cf that names a table as `type:path`. */
export interface MapReference {
  readonly type: string;
  /** As it is written. */
  readonly path: string;
  readonly parameter: string;
  readonly entry: Entry;
  /** The word before it in a list of restrictions: `check_client_access`. */
  readonly before: string;
}

const REFERENCE = /(?:(?<![\w/.:-])(\w+)[\s,{]+)?(?<![\w/])([a-z]\w*):((?:\$\{?config_directory\}?\/|\/etc\/postfix\/|\/)([^\s,{}$]+))/g;

/** Every `type:/path` in the folder's main.cf; `name` is the path below the configuration directory. */
export function allMapReferences(folder: PostfixFolder): readonly (MapReference & { readonly name: string })[] {
  return (folder.main?.entries ?? []).flatMap((entry) =>
    [...entry.value.matchAll(REFERENCE)].map(([, before = '', type = '', path = '', name = '']) => ({ type, path, name, parameter: entry.key, before, entry })),
  );
}

/** The settings of the folder's main.cf that name the file at `path`; none when main.cf can't be seen. */
export function mapReferences(path: string, folder: PostfixFolder): readonly MapReference[] {
  return referencesTo(path, allMapReferences(folder));
}

function referencesTo<T extends { readonly name: string }>(path: string, references: readonly T[]): readonly T[] {
  const file = `/${path.replaceAll('\\', '/')}`;
  return references.filter(({ name }) => file.endsWith(`/${name}`));
}

/** Reads a main.cf for the tables it names. Returns a test for paths: whether it names one as a table that is written as text. */
export function namedTables(main: string): (path: string) => boolean {
  const references = allMapReferences(createPostfixFolder(parsePostfixMain(main, 'main.cf')));
  return (path) => referencesTo(path, references).some(({ type }) => grammarOf(type) !== undefined);
}

/** The grammar that main.cf reads the table with; undefined when it does not say, or says two things. */
export function grammarInFolder(path: string, folder: PostfixFolder): MapGrammar | undefined {
  const grammars = new Set(mapReferences(path, folder).map(grammarOfReference));
  return grammars.size === 1 ? [...grammars][0] : undefined;
}

/** The grammar that one setting reads its table with; undefined when that is no text. */
export function grammarOfReference({ type, parameter }: Pick<MapReference, 'type' | 'parameter'>): MapGrammar | undefined {
  const grammar = grammarOf(type);
  return grammar === 'indexed' && /^alias_(maps|database)$/.test(parameter) ? 'aliases' : grammar;
}

const PARAMETERS: readonly (readonly [RegExp, MapUse])[] = [
  [/^(smtp|lmtp)_sasl_password_maps$/, 'passwords'],
  [/^transport_maps$/, 'transport'],
  [/^virtual_(alias_)?maps$/, 'virtual'],
  [/(header|body|mime)_checks$/, 'checks'],
  [/^smtp_generic_maps$/, 'generic'],
  [/canonical_maps$/, 'canonical'],
  [/^smtp_tls_policy_maps$/, 'tls-policy'],
  [/^relocated_maps$/, 'relocated'],
  [/^sender_dependent_relayhost_maps$/, 'relayhosts'],
  [/^sender_dependent_default_transport_maps$/, 'sender-transports'],
  [/^alias_(maps|database)$/, 'aliases'],
];

/** What a table is for: as main.cf uses it where that can be seen, else by its name. Undefined when neither says, or main.cf says several things. */
export function mapUse(path: string, folder: PostfixFolder): MapUse | undefined {
  const references = mapReferences(path, folder);
  if (references.length === 0) return mapUseByName(path);
  const uses = new Set(references.map(useOfReference));
  return uses.size === 1 ? [...uses][0] : undefined;
}

/** What one setting uses its table for. */
export function useOfReference({ parameter, before }: Pick<MapReference, 'parameter' | 'before'>): MapUse | undefined {
  // Restriction classes have names of their own.
  if (/^check_\w+_access$/.test(before)) return 'access';
  if (/^smtpd_\w+_restrictions$/.test(parameter)) return before === '' ? 'access' : undefined;
  return PARAMETERS.find(([form]) => form.test(parameter))?.[1];
}
