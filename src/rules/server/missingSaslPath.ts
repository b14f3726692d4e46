import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { switchOf } from '../support/smtpServers.ts';

/** Dovecot is to check passwords, and its socket is not named. */
export const missingSaslPath = folderRule(
  {
    id: 'server/missing-sasl-path',
    severity: 'error',
    listens: ['smtpd_sasl_type', 'smtpd_sasl_path', 'smtpd_sasl_auth_enable'],
    title: 'Dovecot without its socket',
    why: 'With "smtpd_sasl_type = dovecot" smtpd_sasl_path names the socket of Dovecot. Its default "smtpd" is a name for Cyrus SASL: smtpd(8) finds no socket there, stops with "no SASL authentication mechanisms" and drops every session.',
    bad: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\nsmtpd_tls_auth_only = yes\n'),
    ok: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/auth\nsmtpd_tls_auth_only = yes\n'),
    references: [postconf5('smtpd_sasl_path'), postfixReadme('SASL_README', 'server_dovecot_comm')],
    fix: 'unsafe',
  },
  function* (context) {
    const { file, postfix } = context;
    const found = scopesOf(context, 'smtpd').flatMap(({ parameters }) => {
      const type = parameters.get('smtpd_sasl_type');
      const path = parameters.get('smtpd_sasl_path');
      const isDovecot = type.isKnown && type.value === 'dovecot' && isHere(context, type.entry);
      return isDovecot && !path.entry && path.isKnown && switchOf(parameters, 'smtpd_sasl_auth_enable') ? [{ entry: type.entry! }] : [];
    });
    for (const { entry } of oncePerEntry(found)) {
      yield {
        at: entry.valueSpan,
        message: `"${entry.key} = dovecot" needs the socket of Dovecot in smtpd_sasl_path, such as "private/auth": smtpd(8) drops every session`,
        fixes: postfix
          ? [{ title: 'Set smtpd_sasl_path to private/auth', safety: 'unsafe', edits: [setParameter(file, postfix, 'smtpd_sasl_path', 'private/auth', entry)] }]
          : [],
      };
    }
  },
);
