import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { CLIENT_TLS_LEVELS, clientTls, isMandatory, isYes } from '../support/postfixClient.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { isHere, oncePerEntry, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

interface State {
  readonly entry: Entry;
  readonly level: string;
}

/** TLS from the first byte, at a level that allows mail without TLS: smtp(8) then connects to nobody. */
export const mismatchedWrappermodeLevel = defineRule<State>({
  meta: {
    id: 'tls/mismatched-wrappermode-level',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: ['smtp_tls_wrappermode', 'smtp_tls_security_level'],
    title: 'Wrapper mode without mandatory TLS',
    why: 'With smtp_tls_wrappermode Postfix begins with TLS and has no clear text to fall back to, so it insists on the level "encrypt" or a stronger one. At any other level it makes no connection, and all outgoing mail is deferred.',
    bad: mainCf('relayhost = [smtp.example.com]:465\nsmtp_tls_wrappermode = yes\nsmtp_tls_security_level = may\n'),
    ok: mainCf('relayhost = [smtp.example.com]:465\nsmtp_tls_wrappermode = yes\nsmtp_tls_security_level = verify\n'),
    references: [postconf5('smtp_tls_wrappermode'), postfixReadme('TLS_README', 'client_smtps')],
    fix: 'safe',
  },
  *run(context) {
    const found = scopesOf(context, 'smtp').flatMap(({ parameters }) => {
      const { entry, isKnown, value } = parameters.get('smtp_tls_wrappermode');
      const level = clientTls(parameters)?.level;
      const isWeak = level !== undefined && (CLIENT_TLS_LEVELS as readonly string[]).includes(level) && !isMandatory(level);
      return isHere(context, entry) && isKnown && isYes(value) && isWeak ? [{ entry, level }] : [];
    });
    yield* oncePerEntry(found);
  },
  word: ({ entry, level }) => ({
    at: entry.valueSpan,
    // With "dane" it connects where the relay has TLSA records, and else not at all.
    severity: level === 'dane' ? 'warning' : 'error',
    message: `"${entry.key} = ${entry.value}" needs smtp_tls_security_level "encrypt" or stronger. at "${level}" Postfix ${level === 'dane' ? 'connects only where DNS has TLSA records' : 'makes no connection'}`,
  }),
  fixes: ({ entry }, { file, postfix }) =>
    postfix
      ? [
          {
            title: 'Set smtp_tls_security_level to encrypt',
            safety: 'safe',
            edits: [setParameter(file, postfix, 'smtp_tls_security_level', 'encrypt', entry)],
          },
        ]
      : [],
});
