import { parsePostfixMain } from '../parse/postfixMain.ts';
import { grammarOf } from '../parse/postfixMap.ts';
import { type MapUse, mapUseByName } from '../parse/postfixMapName.ts';
import type { MapGrammar } from '../parse/postfixMapTypes.ts';
import { createPostfixFolder, type PostfixFolder } from './postfixFolder.ts';

/** A place in main.cf that names a table as `type:path`. */
export interface MapReference {
  readonly type: string;
  readonly parameter: string;
  /** The word before it in a list of restrictions: `check_client_access`. */
  readonly before: string;
}

const REFERENCE = /(?:(?<![\w/.:-])(\w+)[\s,{]+)?(?<![\w/])([a-z]\w*):(?:\$\{?config_directory\}?\/|\/etc\/postfix\/|\/)([^\s,{}$]+)/g;

/** The settings of the folder's main.cf that name the file at `path`; none when main.cf can't be seen. */
export function mapReferences(path: string, folder: PostfixFolder): readonly MapReference[] {
  const file = `/${path.replaceAll('\\', '/')}`;
  return (folder.main?.entries ?? []).flatMap(({ key, value }) =>
    [...value.matchAll(REFERENCE)].flatMap(([, before = '', type = '', name = '']) => (file.endsWith(`/${name}`) ? [{ type, parameter: key, before }] : [])),
  );
}

/** Reads a main.cf for the tables it names. Returns a test for paths: whether it names one as a table that is written as text. */
export function namedTables(main: string): (path: string) => boolean {
  const folder = createPostfixFolder(parsePostfixMain(main, 'main.cf'));
  return (path) => mapReferences(path, folder).some(({ type }) => grammarOf(type) !== undefined);
}

/** The grammar that main.cf reads the table with; undefined when it does not say, or says two things. */
export function grammarInFolder(path: string, folder: PostfixFolder): MapGrammar | undefined {
  const references = mapReferences(path, folder);
  const grammars = new Set(
    references.map(({ type, parameter }) => (/^alias_(maps|database)$/.test(parameter) && grammarOf(type) === 'indexed' ? 'aliases' : grammarOf(type))),
  );
  return grammars.size === 1 ? [...grammars][0] : undefined;
}

const PARAMETERS: readonly (readonly [RegExp, MapUse])[] = [
  [/^smtp_sasl_password_maps$/, 'passwords'],
  [/^transport_maps$/, 'transport'],
  [/^virtual_(alias_)?maps$/, 'virtual'],
  [/(header|body|mime)_checks$/, 'checks'],
  [/^smtp_generic_maps$/, 'generic'],
  [/canonical_maps$/, 'canonical'],
  [/^smtp_tls_policy_maps$/, 'tls-policy'],
  [/^relocated_maps$/, 'relocated'],
  [/^sender_dependent_relayhost_maps$/, 'relayhosts'],
  [/^alias_(maps|database)$/, 'aliases'],
];

/** What a table is for: as main.cf uses it where that can be seen, else by its name. Undefined when neither says, or main.cf says several things. */
export function mapUse(path: string, folder: PostfixFolder): MapUse | undefined {
  const references = mapReferences(path, folder);
  if (references.length === 0) return mapUseByName(path);
  const uses = new Set(references.map(useOf));
  return uses.size === 1 ? [...uses][0] : undefined;
}

function useOf({ parameter, before }: MapReference): MapUse | undefined {
  if (/^smtpd_\w+_restrictions$/.test(parameter)) return before === '' || /^check_\w+_access$/.test(before) ? 'access' : undefined;
  return PARAMETERS.find(([form]) => form.test(parameter))?.[1];
}
