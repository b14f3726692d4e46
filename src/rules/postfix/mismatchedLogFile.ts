import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** A log file outside of the folders that may hold one (maillog_client.c). */
export const mismatchedLogFile = mainRule(
  {
    id: 'postfix/mismatched-log-file',
    severity: 'error',
    listens: ['maillog_file', 'maillog_file_prefixes'],
    title: 'Log file in a folder that is not allowed',
    why: 'maillog_file has to begin with one of maillog_file_prefixes, by default /var and /dev/stdout. Otherwise every Postfix command stops before it does anything.',
    bad: mainCf('maillog_file = /srv/log/mail.log\n'),
    ok: mainCf('maillog_file = /srv/log/mail.log\nmaillog_file_prefixes = /srv, /var\n'),
    references: [postconf5('maillog_file_prefixes'), postfixReadme('MAILLOG_README')],
  },
  function* (context) {
    const prefixes = context.postfix.get('maillog_file_prefixes');
    if (!prefixes.isKnown) return;
    for (const { entry, value } of judgeableValues(context, (name) => name === 'maillog_file')) {
      const allowed = splitPostfixList(prefixes.value).map(({ text }) => text);
      if (value === '' || allowed.some((prefix) => value.startsWith(prefix))) continue;
      yield { at: entry.valueSpan, message: `"${value}" is below none of ${allowed.join(', ')}. move it, or add its folder to maillog_file_prefixes` };
    }
  },
);
