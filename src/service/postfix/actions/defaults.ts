import type { Analysis } from '../../types.ts';
import type { Refactoring } from './types.ts';

const RULE = 'postfix/duplicate-default';

/** Takes out every setting that the rule finds equal to its default, in every release and on every machine. Those that a comment keeps stay. */
export function defaultsActions({ findings }: Analysis): Refactoring[] {
  const edits = findings.filter(({ rule }) => rule === RULE).flatMap(({ fixes }) => fixes[0]?.edits ?? []);
  if (edits.length === 0) return [];
  const title = edits.length === 1 ? 'Remove the setting that is equal to its default' : `Remove ${edits.length} settings that are equal to their defaults`;
  return [{ title, kind: 'source', edits }];
}
