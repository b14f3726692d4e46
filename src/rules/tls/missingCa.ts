import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { AUTHORITY_BUNDLES } from '../support/authorities.ts';
import { mainCf } from '../support/examples.ts';
import { clientTls, hasValue } from '../support/postfixClient.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import type { Fix } from '../types.ts';

interface State {
  readonly level: string;
  readonly entry: Entry;
}

const AUTHORITIES = ['smtp_tls_CAfile', 'smtp_tls_CApath'];

/** Certificates are to be checked, and no authority is trusted. */
export const missingCa = defineRule<State>({
  meta: {
    id: 'tls/missing-ca',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: ['smtp_tls_security_level', 'smtp_tls_CAfile', 'smtp_tls_CApath'],
    title: 'Certificate check without authorities',
    why: 'The levels "verify" and "secure" send only when an authority in smtp_tls_CAfile or smtp_tls_CApath vouches for the server. Both are empty by default, and tls_append_default_CA adds to them but does not replace them: every delivery is deferred with "Server certificate not verified".',
    bad: mainCf('smtp_tls_security_level = secure\n'),
    ok: mainCf('smtp_tls_security_level = secure\nsmtp_tls_CApath = /etc/ssl/certs\n'),
    references: [postconf5('smtp_tls_CAfile'), postfixReadme('TLS_README', 'client_tls_verify')],
    fix: 'unsafe',
  },
  *run(context) {
    const found = scopesOf(context, 'smtp').flatMap(({ parameters }) => {
      const tls = clientTls(parameters);
      const entry = tls?.by[0];
      const isTrusting = AUTHORITIES.some((name) => !parameters.get(name).isKnown || hasValue(parameters, name));
      return isHere(context, entry) && (tls!.level === 'verify' || tls!.level === 'secure') && !isTrusting ? [{ level: tls!.level, entry }] : [];
    });
    yield* oncePerEntry(found);
  },
  word: ({ level, entry }) => ({
    at: entry.valueSpan,
    message: `TLS level "${level}" checks certificates, but neither smtp_tls_CAfile nor smtp_tls_CApath names an authority: all mail is deferred`,
  }),
  fixes: ({ entry }, { file, postfix }) =>
    (postfix ? AUTHORITY_BUNDLES : []).map(
      ({ path, where }): Fix => ({
        title: `Trust the system's authorities: smtp_tls_CAfile = ${path} (${where})`,
        safety: 'unsafe',
        edits: [setParameter(file, postfix!, 'smtp_tls_CAfile', path, entry)],
      }),
    ),
});
