import { postfixParameter } from '../../data/postfixParameters.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import { span } from '../../text/span.ts';
import { mainCf } from '../support/examples.ts';
import { macroNodes } from '../support/macroNodes.ts';
import { folderRule } from '../support/masterRule.ts';
import { mainCfFormat } from '../support/references.ts';

/** `$(name)`, the form of old, which mac_expand(3) still reads. */
export const deprecatedParentheses = folderRule(
  {
    id: 'postfix/deprecated-parentheses',
    severity: 'hint',
    listens: [],
    title: 'Macro in parentheses',
    why: 'The manual writes "${name}"; "$(name)" is a form from the first releases that is kept for old files, and in a shell it would run a command.',
    bad: mainCf('myorigin = $(mydomain)\n'),
    ok: mainCf('myorigin = ${mydomain}\nmailbox_command = /bin/sh -c "$$(date)"\n'),
    references: [mainCfFormat],
    fix: 'safe',
  },
  function* ({ file }) {
    for (const entry of file.entries) {
      if (!entry.value.includes('$(') || postfixParameter(entry.key)?.type === 'raw') continue;
      for (const node of macroNodes(entry.value)) {
        if (node.kind !== 'reference' || node.form !== 'parentheses' || node.problem) continue;
        const at = valueSpanIn(entry, node.span.start, node.span.end);
        yield {
          at,
          message: `"$(" before "${node.name}" is an old form. write "\${${node.name}}"`,
          fixes: [
            {
              title: 'Write braces',
              safety: 'safe',
              edits: [
                { span: span(at.start + 1, at.start + 2), newText: '{' },
                { span: span(at.end - 1, at.end), newText: '}' },
              ],
            },
          ],
        };
      }
    }
  },
);
