import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { clientTls, hasValue } from '../support/postfixClient.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import type { Fix } from '../types.ts';

interface State {
  readonly level: string;
  readonly entry: Entry;
}

/** Where distributions keep the bundle of public authorities. */
const BUNDLES = [
  { path: '/etc/ssl/certs/ca-certificates.crt', where: 'Debian, Ubuntu, Alpine, Arch' },
  { path: '/etc/pki/tls/certs/ca-bundle.crt', where: 'Red Hat, Fedora, Alma' },
] as const;

/** Certificates are to be checked, and no authority is trusted. */
export const missingCa = defineRule<State>({
  meta: {
    id: 'tls/missing-ca',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: ['smtp_tls_security_level', 'smtp_tls_CAfile', 'smtp_tls_CApath'],
    title: 'Certificate check without authorities',
    why: 'The levels "verify" and "secure" send only when an authority in smtp_tls_CAfile or smtp_tls_CApath vouches for the server. Both are empty by default, and tls_append_default_CA adds to them but does not replace them: every delivery is deferred with "Server certificate not verified".',
    bad: mainCf('smtp_tls_security_level = secure\n'),
    ok: mainCf('smtp_tls_security_level = secure\nsmtp_tls_CApath = /etc/ssl/certs\n'),
    references: [postconf5('smtp_tls_CAfile'), postfixReadme('TLS_README', 'client_tls_verify')],
    fix: 'unsafe',
  },
  *run({ postfix }) {
    if (!postfix) return;
    const tls = clientTls(postfix);
    const entry = tls?.by[0];
    if (!entry || (tls.level !== 'verify' && tls.level !== 'secure')) return;
    if (hasValue(postfix, 'smtp_tls_CAfile') || hasValue(postfix, 'smtp_tls_CApath')) return;
    yield { level: tls.level, entry };
  },
  word: ({ level, entry }) => ({
    at: entry.valueSpan,
    message: `TLS level "${level}" checks certificates, but neither smtp_tls_CAfile nor smtp_tls_CApath names an authority: all mail is deferred`,
  }),
  fixes: ({ entry }, { file, postfix }) =>
    BUNDLES.map(
      ({ path, where }): Fix => ({
        title: `Trust the system's authorities: smtp_tls_CAfile = ${path} (${where})`,
        safety: 'unsafe',
        edits: [setParameter(file, postfix!, 'smtp_tls_CAfile', path, entry)],
      }),
    ),
});
