import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { isHere, oncePerEntry } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme, rfc } from '../support/references.ts';
import { insistsOnTls, publicServers, serverTlsLevel, switchOf } from '../support/smtpServers.ts';

/** Sign-in offered to people before TLS. */
export const unsafePlaintextAuth = folderRule(
  {
    id: 'server/unsafe-plaintext-auth',
    severity: 'warning',
    listens: ['smtpd_sasl_auth_enable', 'smtpd_tls_auth_only', 'smtpd_tls_security_level', 'smtpd_sasl_security_options'],
    title: 'Sign-in without TLS',
    why: 'smtpd(8) offers AUTH in clear text unless smtpd_tls_auth_only holds it back until TLS. Whoever sits on the way reads the passwords of all users whose program does not insist on TLS.',
    bad: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_tls_security_level = may\n'),
    ok: mainCf('smtpd_sasl_auth_enable = yes\nsmtpd_tls_security_level = may\nsmtpd_tls_auth_only = yes\n'),
    references: [postconf5('smtpd_tls_auth_only'), postfixReadme('SASL_README', 'smtpd_sasl_security_options'), rfc(4954, '4')],
    fix: 'unsafe',
  },
  function* (context) {
    const { file, postfix } = context;
    const found = publicServers(context).flatMap(({ parameters, service }) => {
      const { entry } = parameters.get('smtpd_sasl_auth_enable');
      const level = serverTlsLevel(parameters);
      const options = parameters.get('smtpd_sasl_security_options');
      if (!isHere(context, entry) || level === undefined || insistsOnTls(level) || switchOf(parameters, 'smtpd_sasl_auth_enable') !== true) return [];
      const hidesAuth = switchOf(parameters, 'smtpd_tls_auth_only') !== false || switchOf(parameters, 'smtpd_tls_wrappermode') !== false;
      const isSafe = !options.isKnown || splitPostfixList(options.value).some(({ text }) => text === 'noplaintext');
      return hidesAuth || isSafe ? [] : [{ entry, service }];
    });
    for (const { entry, service } of oncePerEntry(found)) {
      const where = service ? ` in service "${service.fields.service.text}"` : '';
      // Somebody wanted it for this service, such as one that only a neighbour can reach, and main.cf does not change it.
      const isWanted = service?.overrides.some(({ key }) => key === 'smtpd_tls_auth_only') ?? false;
      yield {
        at: entry.keySpan,
        severity: isWanted ? 'information' : 'warning',
        message: `"${entry.key}" offers sign-in before TLS${where}: passwords can be read on the way. ${isWanted ? 'set smtpd_tls_auth_only to yes there, unless only trusted hosts can reach it' : 'set smtpd_tls_auth_only to yes'}`,
        fixes:
          postfix && !isWanted
            ? [{ title: 'Set smtpd_tls_auth_only to yes', safety: 'unsafe', edits: [setParameter(file, postfix, 'smtpd_tls_auth_only', 'yes', entry)] }]
            : [],
      };
    }
  },
);
