import { postfixParameter } from '../../data/postfixParameters.ts';
import { compareVersions } from '../../data/versions.ts';
import { oneOf } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { removedSetting } from '../support/masterEdit.ts';
import { folderRule } from '../support/masterRule.ts';
import { parametersBeside } from '../support/postfixScopes.ts';
import { isDecisive } from '../support/postfixText.ts';
import { postfixReadme } from '../support/references.ts';

/** A parameter that the release in use does not read any more. */
export const removedParameter = folderRule(
  {
    id: 'postfix/removed-parameter',
    severity: 'warning',
    listens: [],
    title: 'Parameter of an older Postfix',
    why: 'The release in use does not know this parameter any more and ignores the line without a message in the log. What it was to achieve does not happen.',
    bad: mainCf('smtpd_tls_cipherlist = HIGH\n'),
    ok: mainCf('smtpd_tls_mandatory_ciphers = high\n'),
    references: [postfixReadme('DEPRECATION_README')],
    fix: 'unsafe',
  },
  function* (context) {
    const { file, folder } = context;
    const what = file.kind === 'postfix-master' ? 'option' : 'line';
    for (const entry of file.entries) {
      const { removed, replacements = [] } = postfixParameter(entry.key) ?? {};
      if (removed === undefined || !folder || compareVersions(removed, folder.version) > 0) continue;
      const [next] = replacements;
      yield {
        at: entry.keySpan,
        tag: 'deprecated',
        message: `"${entry.key}" was removed in Postfix ${removed}, so this ${what} has no effect. ${next ? `use ${oneOf(replacements)}` : 'remove it'}`,
        fixes:
          next === undefined
            ? [{ title: `Remove "${entry.key}"`, safety: isDecisive(entry.key) ? 'unsafe' : 'safe', edits: [removedSetting(file, entry)] }]
            : postfixParameter(entry.key)?.action === 'rename' && !parametersBeside(context, entry)?.isSet(next)
              ? [{ title: `Rename to "${next}"`, safety: 'unsafe', edits: [{ span: entry.keySpan, newText: next }] }]
              : [],
      };
    }
  },
);
