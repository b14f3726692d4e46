import { isIpv4 } from '../../discover/postfixHostName.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { hasValue } from '../support/postfixClient.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { isPatternFile } from '../support/relays.ts';

/** A domain for local senders that means nothing outside. */
export const missingOriginDomain = mainRule(
  {
    id: 'identity/missing-origin-domain',
    severity: 'warning',
    listens: ['myorigin'],
    title: 'Origin without a domain',
    why: 'Postfix appends myorigin to sender addresses without a domain, as cron and scripts have them. Receivers and relays refuse senders such as root@localhost.',
    bad: mainCf('myorigin = localhost\n'),
    ok: mainCf('myorigin = $mydomain\nmydomain = example.com\n'),
    references: [postconf5('myorigin'), postfixReadme('BASIC_CONFIGURATION_README', 'myorigin')],
  },
  function* (context) {
    const { postfix, file } = context;
    if (isPatternFile(file.path)) return;
    if (['smtp_generic_maps', 'sender_canonical_maps', 'canonical_maps', 'masquerade_domains'].some((name) => hasValue(postfix, name))) return;
    for (const { entry, value } of judgeableValues(context, (name) => name === 'myorigin')) {
      // "myorigin = /etc/mailname" is Debian's way to name a file; other odd characters come from templates.
      if (!/^[a-z\d][a-z\d.-]*$/i.test(value) || (value.includes('.') && !isIpv4(value) && !/^localhost\./i.test(value))) continue;
      if (/^\$/.test(entry.value)) continue;
      yield {
        at: entry.valueSpan,
        message: `senders get "@${value}" appended, which other servers refuse. give a domain of the Internet, such as example.com`,
      };
    }
  },
);
