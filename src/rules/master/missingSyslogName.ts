import { programOf } from '../../discover/postfixService.ts';
import { masterCf } from '../support/examples.ts';
import { addedOptions } from '../support/masterEdit.ts';
import { masterRule, serviceName } from '../support/masterRule.ts';
import { postconf5 } from '../support/references.ts';

const STOCK = new Set(['smtp', '25', 'smtpd']);

/** A second smtpd service that logs under the name of the first. */
export const missingSyslogName = masterRule(
  {
    id: 'master/missing-syslog-name',
    severity: 'hint',
    listens: ['syslog_name'],
    title: 'Service without a name of its own in the log',
    why: 'All smtpd services log as "postfix/smtpd" unless "syslog_name" tells them apart. Then nobody sees whether a client came to port 25 or to the submission service.',
    bad: masterCf('smtp inet n - n - - smtpd\nsubmission inet n - n - - smtpd\n'),
    ok: masterCf('smtp inet n - n - - smtpd\nsubmission inet n - n - - smtpd\n  -o syslog_name=postfix/submission\n'),
    references: [postconf5('syslog_name')],
    fix: 'safe',
  },
  function* ({ services, text }) {
    const servers = services.filter((service) => programOf(service) === 'smtpd' && service.fields.type.text === 'inet');
    if (servers.length < 2) return;
    for (const service of servers) {
      const { text: name, span } = service.fields.service;
      if (STOCK.has(name) || service.overrides.some(({ key }) => key === 'syslog_name')) continue;
      const fixes = /^[a-z]+$/.test(name)
        ? [{ title: `Log as postfix/${name}`, safety: 'safe' as const, edits: [addedOptions(text, service, [`syslog_name=postfix/${name}`])] }]
        : [];
      yield { at: span, message: `"${serviceName(service)}" logs as "postfix/smtpd" like the others. "-o syslog_name=" sets it apart`, fixes };
    }
  },
);
