import { postfixParameter } from '../../data/postfixParameters.ts';
import { compareVersions } from '../../data/versions.ts';
import type { MacroNode } from '../../parse/postfixMacroNodes.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import { mainCf } from '../support/examples.ts';
import { macroNodes } from '../support/macroNodes.ts';
import { folderRule } from '../support/masterRule.ts';
import { mainCfFormat } from '../support/references.ts';

/** A form of macro that the release in use does not read (RELEASE_NOTES 3.0, 3.6, 3.11). */
export const unsupportedMacro = folderRule(
  {
    id: 'postfix/unsupported-macro',
    severity: 'error',
    listens: [],
    title: 'Macro of a newer Postfix',
    why: 'Comparisons and branches in braces came with Postfix 3.0, comparisons of levels with 3.6, functions with 3.11. At one that it does not know Postfix stops with "macro processing error".',
    bad: { ...mainCf('smtpd_banner = ${{$compatibility_level} <level {3.6} ? {old} : {new}}\n'), version: '3.4' },
    ok: { ...mainCf('smtpd_banner = ${{$mail_name} == {Postfix} ? {old} : {new}}\n'), version: '3.4' },
    references: [mainCfFormat],
  },
  function* ({ file, folder }) {
    if (!folder) return;
    for (const entry of file.entries) {
      if (!entry.value.includes('$') || postfixParameter(entry.key)?.type === 'raw') continue;
      for (const node of macroNodes(entry.value)) {
        const since = sinceOf(node, entry.value);
        if (since === undefined || node.problem || compareVersions(since, folder.version) <= 0) continue;
        yield {
          at: valueSpanIn(entry, node.span.start, node.span.end),
          message: `this form of macro came with Postfix ${since}, so Postfix ${folder.version} stops at it`,
        };
        break;
      }
    }
  },
);

function sinceOf(node: MacroNode, value: string): string | undefined {
  if (node.kind === 'function') return '3.11';
  if (node.kind === 'comparison') return node.suffix === 'level' ? '3.6' : '3.0';
  if (node.kind !== 'reference' || !node.whenTrue || !node.whenFalse) return undefined;
  return value[node.whenTrue.span.start - 1] === '{' ? '3.0' : undefined;
}
