import { postfixRestriction } from '../../data/postfixRestrictions.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { itemsHere } from '../support/restrictions.ts';

/** A policy server that smtpd(8) can't reach by its name. */
export const malformedPolicyService = folderRule(
  {
    id: 'access/malformed-policy-service',
    severity: 'error',
    listens: ['smtpd_recipient_restrictions', 'smtpd_end_of_data_restrictions'],
    title: 'Policy server without a transport',
    why: 'A policy server is "inet:host:port" or "unix:path", the path below queue_directory. At anything else smtpd stops with "need service transport:endpoint", so nobody can connect.',
    bad: mainCf('smtpd_recipient_restrictions = reject_unauth_destination, check_policy_service 127.0.0.1:10023\n'),
    ok: mainCf(
      'smtpd_recipient_restrictions = reject_unauth_destination, check_policy_service unix:private/policy, check_policy_service { inet:127.0.0.1:10023, timeout=10s }\n',
    ),
    references: [postfixReadme('SMTPD_POLICY_README')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { item } of itemsHere(context)) {
      const { argument } = item;
      if (item.restriction?.argument !== 'policy-server' || !argument?.isWritten || postfixRestriction(argument.text)) continue;
      const inner = /^\{\s*([^\s,}]*)/.exec(argument.text)?.[1];
      const server = inner ?? argument.text;
      if (/^(inet|unix|local):./.test(server) || server.includes('$')) continue;
      const meant = /^[\w.[\]-]+:\d+$/.test(server) ? `inet:${server}` : /^[\w-]*\/[\w/.-]+$/.test(server) ? `unix:${server}` : undefined;
      yield {
        at: argument.span,
        message: `"${server}" is no policy server: smtpd stops at it. expected "inet:host:port" or "unix:path"`,
        fixes: meant && inner === undefined ? [{ title: `Write "${meant}"`, safety: 'unsafe', edits: [{ span: argument.span, newText: meant }] }] : [],
      };
    }
  },
);
