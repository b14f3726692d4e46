import { postfixParameter } from '../../data/postfixParameters.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import { mainCf } from '../support/examples.ts';
import { macroNodes } from '../support/macroNodes.ts';
import { folderRule } from '../support/masterRule.ts';
import { mainCfFormat } from '../support/references.ts';

/** `${name?text:other}` without braces, where ":other" belongs to the first text. */
export const mismatchedBranches = folderRule(
  {
    id: 'postfix/mismatched-branches',
    severity: 'information',
    listens: [],
    title: 'Second branch without braces',
    why: 'Without braces the text after "?" runs to the end of the macro, colon and all: "${name?a:b}" gives "a:b" or nothing. Two branches are written "${name?{a}:{b}}".',
    bad: mainCf('smtpd_banner = ${mail_name?ready:busy}\n'),
    ok: mainCf('smtpd_banner = ${mail_name?{ready}:{busy}}\ntransport_maps = ${relayhost?hash:/etc/postfix/transport}\n'),
    references: [mainCfFormat],
  },
  function* ({ file }) {
    for (const entry of file.entries) {
      if (!entry.value.includes('?') || postfixParameter(entry.key)?.type === 'raw') continue;
      for (const node of macroNodes(entry.value)) {
        if (node.kind !== 'reference' || !node.whenTrue || node.whenFalse || entry.value[node.whenTrue.span.start - 1] !== '?') continue;
        const text = entry.value.slice(node.whenTrue.span.start, node.whenTrue.span.end);
        if (!/^[\w.-]+:[\w.-]*$/.test(text) || /:\d+$/.test(text)) continue;
        yield {
          at: valueSpanIn(entry, node.span.start, node.span.end),
          message: `":" belongs to the text after "?" here. for two branches write "\${${node.name}?{…}:{…}}"`,
        };
      }
    }
  },
);
