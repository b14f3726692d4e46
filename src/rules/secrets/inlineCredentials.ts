import { valueSpanIn } from '../../parse/segments.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { postfixReadme } from '../support/references.ts';

interface State {
  readonly entry: Entry;
  readonly type: string;
  /** The table's type only, never the password behind it. */
  readonly at: Span;
}

/** A password in main.cf, which every user of the machine may read. */
export const inlineCredentials = defineRule<State>({
  meta: {
    id: 'secrets/inline-credentials',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: ['smtp_sasl_password_maps'],
    title: 'Password in main.cf',
    why: 'main.cf has to be readable by everybody, and "postconf" prints it. Tables of the types "static" and "inline" put user and password there; a table in a file can be readable by root alone, because Postfix opens it before it gives up its rights.',
    bad: mainCf('smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = static:user:changeme\n'),
    ok: mainCf('smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n'),
    references: [postfixReadme('SASL_README', 'client_sasl_enable'), postfixReadme('DATABASE_README', 'types')],
    fix: 'none',
  },
  *run({ file }) {
    for (const entry of file.entries) {
      if (!/^(smtp|lmtp)_sasl_password_maps$/.test(entry.key)) continue;
      for (const { 0: mark, 1: type, index } of entry.value.matchAll(/(?<![\w/.:-])(static|inline):(?=[^\s,])/g)) {
        yield { entry, type: type!, at: valueSpanIn(entry, index, index + mark.length) };
      }
    }
  },
  word: ({ entry, type, at }) => ({
    at,
    message: `"${type}:" in "${entry.key}" keeps the password in main.cf, which everybody may read. move it to a file of root's, such as hash:/etc/postfix/sasl_passwd with mode 600`,
  }),
});
