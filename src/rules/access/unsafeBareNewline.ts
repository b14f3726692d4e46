import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5 } from '../support/references.ts';

const NAME = 'smtpd_forbid_bare_newline';

/** The defence against SMTP smuggling, switched off. */
export const unsafeBareNewline = folderRule(
  {
    id: 'access/unsafe-bare-newline',
    severity: 'warning',
    listens: [NAME],
    title: 'Defence against SMTP smuggling switched off',
    why: 'A line feed without a carriage return lets an attacker end a message early and smuggle in a second one with a forged sender, past SPF. "normalize" stops that without turning clients away.',
    bad: mainCf('smtpd_forbid_bare_newline = no\n'),
    ok: mainCf('smtpd_forbid_bare_newline = normalize\nsmtpd_forbid_bare_newline_exclusions = $mynetworks\n'),
    references: [postconf5(NAME), { title: 'SMTP smuggling', url: 'https://www.postfix.org/smtp-smuggling.html' }],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { entry, value } of scopedValues(context, (name) => name === NAME)) {
      if (value.toLowerCase() !== 'no') continue;
      yield {
        at: entry.valueSpan,
        message: `"${entry.value}" lets clients smuggle in mail with forged senders. set ${NAME} to "normalize"`,
        fixes: [{ title: `Set ${NAME} to normalize`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: 'normalize' }] }],
      };
    }
  },
);
