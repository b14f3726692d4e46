import { postfixParameter } from '../../../data/postfixParameters.ts';
import { compareVersions } from '../../../data/versions.ts';
import type { Entry } from '../../../parse/types.ts';
import type { Analysis } from '../../types.ts';
import { asMaster } from '../sources.ts';
import type { Refactoring } from './types.ts';

/**
 * Gives a deprecated `-o name=value` of master.cf its new name, where the value stays as it is (DEPRECATION_README). In
 * main.cf a rule's quick fix does so. Not offered while the new name is set, here or in main.cf: that one would lose or
 * win, nor when main.cf can't be seen.
 */
export function renameOptionActions({ file, folder }: Analysis, { key, keySpan, path }: Entry): Refactoring[] {
  const master = asMaster(file);
  const { action, deprecated, replacements } = postfixParameter(key) ?? {};
  const name = replacements?.[0];
  if (!master || !folder?.parameters || action !== 'rename' || deprecated === undefined || name === undefined) return [];
  const { introduced } = postfixParameter(name) ?? {};
  if (introduced === undefined || compareVersions(introduced, folder.version) > 0) return [];
  const isTaken = folder.parameters.isSet(name) || master.entries.some((other) => other.key === name && other.path[0] === path[0]);
  return isTaken ? [] : [{ title: `Rename deprecated "${key}" to "${name}"`, kind: 'rewrite', edits: [{ span: keySpan, newText: name }] }];
}
