import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { miltersHere } from '../support/milters.ts';
import { postfixReadme } from '../support/references.ts';

/** The endpoint that was probably meant: `host:port`, a path, or Sendmail's `inet:port@host`. */
function repaired(endpoint: string): string | undefined {
  const [, port, host] = /^inet:(\d+)@([\w.[\]:-]+)$/.exec(endpoint) ?? [];
  if (port && host) return `inet:${host}:${port}`;
  if (/^[\w.-]+:\d+$/.test(endpoint)) return `inet:${endpoint}`;
  return /^\/[\w./-]+$/.test(endpoint) ? `unix:${endpoint}` : undefined;
}

/** A milter that Postfix can't reach by its name (milter8_connect in milter8.c). */
export const malformedEndpoint = folderRule(
  {
    id: 'milter/malformed-endpoint',
    severity: 'error',
    listens: ['smtpd_milters', 'non_smtpd_milters'],
    title: 'Milter without a transport',
    why: 'A milter is "inet:host:port", "unix:path" or "local:path". At anything else smtpd logs "invalid transport name" and, unless milter_default_action is "accept", answers every message with 451.',
    bad: mainCf('smtpd_milters = localhost:8891\n'),
    ok: mainCf('smtpd_milters = inet:localhost:8891, local:opendkim/opendkim.sock, { unix:rspamd/milter.sock, connect_timeout=10s }\n'),
    references: [postfixReadme('MILTER_README', 'smtp-only-milters')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { endpoint, isBraced, span } of miltersHere(context)) {
      if (/^(unix|local):./.test(endpoint) || (/^inet:./.test(endpoint) && !/^inet:\d+@/.test(endpoint))) continue;
      const meant = isBraced ? undefined : repaired(endpoint);
      yield {
        at: span,
        message: `"${endpoint}" is no milter endpoint, so smtpd answers 451. expected "inet:host:port" or "unix:path"`,
        fixes: meant ? [{ title: `Write "${meant}"`, safety: 'unsafe', edits: [{ span, newText: meant }] }] : [],
      };
    }
  },
);
