import { hostNameFault } from '../../discover/postfixHostName.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { quotable } from '../support/postfixText.ts';
import { postconf5 } from '../support/references.ts';

/** A name of this machine that is no host name (valid_hostname(3), check_myhostname in mail_params.c). */
export const malformedHostName = folderRule(
  {
    id: 'identity/malformed-host-name',
    severity: 'error',
    listens: ['myhostname', 'mydomain'],
    title: 'Name of the machine that is no host name',
    why: 'Every Postfix program checks myhostname and mydomain when it starts, and stops at a name that cannot be one: with a blank, a dot at its end or a hyphen at the edge of a part.',
    bad: mainCf('myhostname = mail.example.com.\n'),
    ok: mainCf('myhostname = mail_1.example.com\nmydomain = example.com\n'),
    references: [postconf5('myhostname'), postconf5('mydomain')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { entry, value } of scopedValues(context, (name) => name === 'myhostname' || name === 'mydomain')) {
      const fault = value === '' ? undefined : /^[\d.:]+$/.test(value) ? 'an address is no name' : hostNameFault(value);
      if (fault === undefined) continue;
      const meant = value.replace(/\.+$/, '');
      yield {
        at: entry.valueSpan,
        message: `"${quotable(entry.value)}" is no host name for "${entry.key}": ${fault}`,
        fixes:
          meant !== value && value === entry.value && hostNameFault(meant) === undefined
            ? [{ title: `Set ${entry.key} to ${meant}`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: meant }] }]
            : [],
      };
    }
  },
);
