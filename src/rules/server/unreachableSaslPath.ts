import { mainCfAmong } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { switchOf } from '../support/smtpServers.ts';

const MAIN = 'smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\nsmtpd_sasl_type = dovecot\n';

/** A socket by its whole path, for a process that lives below the queue directory. */
export const unreachableSaslPath = folderRule(
  {
    id: 'server/unreachable-sasl-path',
    severity: 'warning',
    listens: ['smtpd_sasl_path', 'smtpd_sasl_type'],
    title: 'Socket outside the chroot',
    why: 'A service with "y" in the chroot column sees the queue directory as its root. A whole path there means another place below it: the socket is not found and smtpd(8) stops with "no SASL authentication mechanisms".',
    bad: mainCfAmong(`${MAIN}smtpd_sasl_path = /var/spool/postfix/private/auth\n`, { 'master.cf': 'smtp inet n - y - - smtpd\n' }),
    ok: mainCfAmong(`${MAIN}smtpd_sasl_path = /var/spool/postfix/private/auth\n`, { 'master.cf': 'smtp inet n - n - - smtpd\n' }),
    references: [postconf5('smtpd_sasl_path'), postfixReadme('SASL_README', 'server_dovecot_comm')],
    fix: 'unsafe',
  },
  function* (context) {
    const found = scopesOf(context, 'smtpd').flatMap(({ parameters, service }) => {
      const type = parameters.get('smtpd_sasl_type');
      const { entry, value, isKnown } = parameters.get('smtpd_sasl_path');
      const isJailed = service?.fields.chroot.text === 'y' && type.isKnown && type.value === 'dovecot';
      const isWhole = isKnown && /^(unix:)?\//.test(value);
      return isJailed && isWhole && isHere(context, entry) && switchOf(parameters, 'smtpd_sasl_auth_enable') ? [{ entry, value, service }] : [];
    });
    for (const { entry, value, service } of oncePerEntry(found)) {
      const inside = /^(?:unix:)?\/var\/spool\/postfix\/(.+)$/.exec(value)?.[1];
      yield {
        at: entry.valueSpan,
        message: `service "${service.fields.service.text}" runs in a chroot and does not see "${value}". name the socket relative to the queue directory${inside ? `: "${inside}"` : ''}`,
        fixes: inside ? [{ title: `Set ${entry.key} to ${inside}`, safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: inside }] }] : [],
      };
    }
  },
);
