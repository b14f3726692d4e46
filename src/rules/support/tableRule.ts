import { mapUse } from '../../discover/postfixMapUse.ts';
import type { LogicalLine } from '../../parse/postfixLines.ts';
import type { MapUse } from '../../parse/postfixMapName.ts';
import type { MapProblem, MapProblemCode, PostfixMapFile } from '../../parse/postfixMapTypes.ts';
import type { Rule, RuleContext, RuleExample, RuleMeta } from '../types.ts';
import type { Statement } from './mainRule.ts';
import { folderRule } from './masterRule.ts';

type Meta = Omit<RuleMeta, 'since' | 'kinds' | 'fix' | 'listens'> & Partial<Pick<RuleMeta, 'fix'>>;

/** What a deployment tool has yet to fill in: nothing is said about such a table. */
const TEMPLATE = /\{\{|\{%|<%/;

/** Seals a rule about a lookup table. */
export function tableRule(meta: Meta, find: (table: PostfixMapFile, context: RuleContext) => Iterable<Statement>): Rule {
  return folderRule({ ...meta, kinds: ['postfix-map'] }, (context) => {
    const { file } = context;
    return file.kind === 'postfix-map' && !TEMPLATE.test(file.text) ? find(file as PostfixMapFile, context) : [];
  });
}

/** Seals a rule that says what the reader of tables could not make sense of. */
export function tableProblemRule(
  meta: Meta,
  codes: readonly MapProblemCode[],
  answer?: (problem: MapProblem, table: PostfixMapFile) => Statement['fixes'],
): Rule {
  return tableRule(meta, function* (table) {
    // Its setup script reads a sender alone as "no relay for this one".
    const isMeant = /(^|[/\\])postfix-relaymap\.cf$/.test(table.path);
    for (const problem of table.problems) {
      if (isMeant && problem.code === 'missing-value') continue;
      if (!codes.includes(problem.code)) continue;
      const fixes = answer?.(problem, table);
      yield { at: problem.span, message: problem.message, ...(fixes && { fixes }) };
    }
  });
}

/** What the table is for; undefined when that can't be told. */
export function useOf({ file, folder }: RuleContext): MapUse | undefined {
  return folder && mapUse(file.path, folder);
}

/** The logical line that a problem is about. */
export function lineOf({ logicalLines }: PostfixMapFile, { lineStart }: MapProblem): LogicalLine | undefined {
  return logicalLines.find(({ span }) => span.start === lineStart);
}

const SHOWN = 60;

/** A key in double quotes, as much of it as a message may hold. Beware: only keys that are no part of a broken password line. */
export function quotedKey(key: string): string {
  return `"${key.length > SHOWN ? `${key.slice(0, SHOWN)}…` : key}"`;
}

/** A whole table as a rule's example, with other files of its folder. */
export const table = (path: string, text: string, around: Readonly<Record<string, string>> = {}): RuleExample => ({ kind: 'postfix-map', path, text, around });

/** The manual page of a table's format. */
export const tableManual = (page: string, section = 5) => ({ title: `Postfix ${page}(${section})`, url: `https://www.postfix.org/${page}.${section}.html` });
