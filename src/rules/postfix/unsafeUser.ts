import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';

/** An owner of Postfix's files that it refuses (check_mail_owner, check_sgid_group and check_default_privs in mail_params.c). */
export const unsafeUser = mainRule(
  {
    id: 'postfix/unsafe-user',
    severity: 'error',
    listens: ['mail_owner', 'default_privs', 'setgid_group'],
    title: 'Superuser or shared account for Postfix',
    why: 'Postfix works under an account of its own that owns nothing else. With root, or with the same account in mail_owner and default_privs, every Postfix program stops.',
    bad: mainCf('mail_owner = root\n'),
    ok: mainCf('mail_owner = postfix\ndefault_privs = nobody\nsetgid_group = postdrop\n'),
    references: [postconf5('mail_owner'), postconf5('default_privs'), postconf5('setgid_group')],
  },
  function* (context) {
    for (const { entry, value } of judgeableValues(context, (name) => /^(mail_owner|default_privs|setgid_group)$/.test(name))) {
      if (/^(root|0)$/.test(value)) {
        yield { at: entry.valueSpan, message: `"${entry.key}" must not be "${value}". name an account of its own, such as the default` };
      } else if (entry.key === 'default_privs' && value === context.postfix.get('mail_owner').value) {
        yield { at: entry.valueSpan, message: `"default_privs" must not be the mail_owner "${value}". the default is "nobody"` };
      }
    }
  },
);
