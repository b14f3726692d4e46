import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5 } from '../support/references.ts';

/** A TLS log level for debugging. */
export const unsafeLoglevel = folderRule(
  {
    id: 'tls/unsafe-loglevel',
    severity: 'information',
    listens: ['smtp_tls_loglevel', 'smtpd_tls_loglevel'],
    title: 'TLS debugging left on',
    why: 'Level 1 logs one line for each TLS connection. Level 2 adds what OpenSSL does, levels 3 and 4 dump handshakes and whole sessions into the log, content of mail included.',
    bad: mainCf('smtp_tls_loglevel = 3\n'),
    ok: mainCf('smtp_tls_loglevel = 1\n'),
    references: [postconf5('smtp_tls_loglevel')],
    fix: 'safe',
  },
  function* (context) {
    for (const { entry, value } of scopedValues(context, (name) => /_tls_loglevel$/.test(name))) {
      if (!/^\d+$/.test(value) || Number(value) < 2) continue;
      yield {
        at: entry.valueSpan,
        message: `"${entry.key} = ${value}" is for debugging: it ${Number(value) > 2 ? 'dumps TLS traffic into the log' : 'fills the log'}`,
        fixes: [{ title: `Set ${entry.key} to 1`, safety: 'safe', edits: [{ span: entry.valueSpan, newText: '1' }] }],
      };
    }
  },
);
