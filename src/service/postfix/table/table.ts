import { defaultFor } from '../../../data/postfixParameters.ts';
import { isSameFile } from '../../../discover/postfixFolder.ts';
import { allMapReferences, grammarOfReference, type MapReference, mapReferences, mapUse, useOfReference } from '../../../discover/postfixMapUse.ts';
import { parsePostfixMap } from '../../../parse/postfixMap.ts';
import { type MapUse, mapUseByName } from '../../../parse/postfixMapName.ts';
import type { PostfixMapFile } from '../../../parse/postfixMapTypes.ts';
import type { Analysis } from '../../types.ts';
import { asMap } from '../sources.ts';

/** A lookup table and what main.cf uses it for. */
export interface Table {
  readonly file: PostfixMapFile;
  /** Undefined when that can't be told, or main.cf says several things. */
  readonly use: MapUse | undefined;
  /** The settings of main.cf that name it. */
  readonly references: readonly MapReference[];
  /** Its values may be passwords: none is shown. */
  readonly isSecret: boolean;
}

/** The analysed file as a table, undefined when it is none. */
export function tableOf({ file, folder }: Analysis): Table | undefined {
  const map = asMap(file);
  if (!map) return undefined;
  const references = folder ? mapReferences(map.path, folder) : [];
  const use = folder ? mapUse(map.path, folder) : mapUseByName(map.path);
  return { file: map, use, references, isSecret: use === undefined || isSecret(map.path, references) };
}

function isSecret(path: string, references: readonly MapReference[]): boolean {
  return mapUseByName(path) === 'passwords' || references.some(({ parameter }) => /passw/.test(parameter));
}

/** More tables than any main.cf names; a bound for what one text can make us read. */
const MAX_TABLES = 60;

/** A table that lies beside the analysed file. */
export interface TableBeside extends Table {
  /** As main.cf writes it. */
  readonly path: string;
}

const seen = new WeakMap<Analysis, readonly TableBeside[]>();

/** The tables that main.cf names and that can be read as text, other than the analysed file; in the order of main.cf. */
export function tablesBeside(analysis: Analysis): readonly TableBeside[] {
  const known = seen.get(analysis);
  if (known) return known;
  const { file, folder } = analysis;
  const found = new Map<string, TableBeside>();
  for (const reference of folder ? allMapReferences(folder) : []) {
    const { path } = reference;
    const grammar = grammarOfReference(reference);
    if (!grammar || found.has(path) || found.size >= MAX_TABLES || (file.kind === 'postfix-map' && isSameFile(path, file.path))) continue;
    const text = folder!.view.readText(path);
    if (text === undefined) continue;
    const use = useOfReference(reference);
    found.set(path, {
      path,
      file: parsePostfixMap(grammar, text, path),
      use,
      references: [reference],
      isSecret: use === undefined || isSecret(path, [reference]),
    });
  }
  const tables = [...found.values()];
  seen.set(analysis, tables);
  return tables;
}

const LISTS: Readonly<Partial<Record<MapUse, string>>> = { access: 'smtpd_access_maps', transport: 'transport_maps' };

/** The name under which `parent_domain_matches_subdomains` speaks about a table, and whether it does; undefined when that can't be told. */
export function subdomainRule({ folder }: Analysis, { use }: Table): { readonly list: string; readonly matches: boolean } | undefined {
  const list = use && LISTS[use];
  const name = 'parent_domain_matches_subdomains';
  const parameter = folder?.parameters?.get(name);
  if (!list || (parameter && !parameter.isKnown)) return undefined;
  const value = parameter?.value ?? defaultFor(name, folder?.version) ?? '';
  if (/[/:$!]/.test(value)) return undefined;
  return { list, matches: value.split(/[\s,]+/).includes(list) };
}
