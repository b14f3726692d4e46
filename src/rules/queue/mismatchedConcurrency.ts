import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { clientSignsIn, publicRelayhosts } from '../support/postfixClient.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { numberOf } from '../support/postfixNumbers.ts';
import { postconf5 } from '../support/references.ts';
import { providerOfRelay } from '../support/relays.ts';

const OWN = 'smtp_destination_concurrency_limit';
const GENERAL = 'default_destination_concurrency_limit';

/** More connections at a time than the relay takes. */
export const mismatchedConcurrency = mainRule(
  {
    id: 'queue/mismatched-concurrency',
    severity: 'information',
    listens: [OWN, GENERAL, 'relayhost'],
    title: 'More connections than the relay takes',
    why: 'With a relayhost all mail has one destination, and Postfix opens up to 20 connections to it. A provider that takes fewer refuses the others, and their mail is deferred.',
    bad: mainCf('relayhost = [smtp.office365.com]:587\nsmtp_sasl_auth_enable = yes\n'),
    ok: mainCf('relayhost = [smtp.office365.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_destination_concurrency_limit = 3\n'),
    references: [
      postconf5(OWN),
      {
        title: 'Microsoft: limits of SMTP client submission',
        url: 'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
      },
    ],
    fix: 'unsafe',
  },
  function* (context) {
    const { file, postfix, folder } = context;
    // Without a sign-in the relay refuses all mail anyway.
    if (clientSignsIn(postfix) !== true) return;
    const name = postfix.isSet(OWN) ? OWN : GENERAL;
    const limit = numberOf(postfix, name);
    const smtp = folder?.master?.services.find(({ fields }) => fields.service.text === 'smtp' && fields.type.text === 'unix');
    for (const relay of publicRelayhosts(context)) {
      const provider = providerOfRelay(relay);
      const most = provider?.verified.includes('limits') ? provider.limits?.concurrentConnections : undefined;
      if (limit === undefined || typeof most !== 'number' || limit <= most || Number(smtp?.fields.process_limit.text) <= most) continue;
      const entry = postfix.get(name).entry ?? relay.host!.entry;
      yield {
        at: entry.valueSpan,
        message: `Postfix opens up to ${limit} connections to "${relay.host!.value}", and ${provider!.name} takes ${most} at a time`,
        fixes: [{ title: `Set ${OWN} to ${most}`, safety: 'unsafe', edits: [setParameter(file, postfix, OWN, String(most), entry)] }],
      };
    }
  },
);
