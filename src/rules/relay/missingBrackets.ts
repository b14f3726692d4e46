import { providerOf } from '../../data/providers.ts';
import { isIpv4 } from '../../discover/postfixHostName.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { writtenDestinations } from '../support/postfixRelayhost.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { renameInTables } from '../support/tableRows.ts';

interface State {
  readonly at: Span;
  readonly host: string;
  /** The whole next hop, port included. */
  readonly text: string;
  readonly hasSignIn: boolean;
}

/** First labels by which people name a host that takes mail, as opposed to a domain that gets it. */
const SMARTHOST =
  /^(smtps?|mail|relay|mailrelay|smtprelay|submission|outbound|out|smarthost|email-smtp|smtp-relay|smtp-[a-z0-9-]+|mail-?out|mailgw|mailgate)\d*\.[^.]+\./i;

/** The name of a relay without brackets: Postfix asks for its MX record first. */
export const missingBrackets = defineRule<State>({
  meta: {
    id: 'relay/missing-brackets',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: ['relayhost', 'smtp_fallback_relay'],
    title: 'Relay without brackets',
    why: 'Without brackets Postfix looks up the MX of the name and uses the name itself only when there is none. A relay has no MX, or one for mail that comes in, so mail waits for a needless lookup or reaches another host. The keys in the password table have to be written in the same form.',
    bad: mainCf('relayhost = smtp.example.com:587\n'),
    ok: mainCf('relayhost = [smtp.example.com]:587\nsmtp_fallback_relay = example.com, 192.0.2.25:25\n'),
    references: [postconf5('relayhost'), postfixReadme('SASL_README', 'client_sasl_enable')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const { destination, place } of writtenDestinations(context)) {
      const { host, isBracketed, problems } = destination;
      if (!host || isBracketed || host.isTemplated || problems.length > 0 || isIpv4(host.text)) continue;
      const isRelay = SMARTHOST.test(host.text) || (providerOf(host.text) !== undefined && providerOf(host.text)?.kind !== 'mailbox-mx');
      if (isRelay) yield { at: place(host.span), host: host.text, text: destination.text, hasSignIn: context.postfix!.isSet('smtp_sasl_password_maps') };
    }
  },
  word: ({ at, host }) => ({ at, message: `"${host}" without brackets: Postfix looks up its MX record first. write "[${host}]" for the host itself` }),
  fixes({ at, host, text, hasSignIn }, context) {
    const elsewhere = renameInTables(context, text, text.replace(host, `[${host}]`));
    const tables = elsewhere.map(({ path }) => path).join(' and ');
    const note = tables ? ` here and in ${tables}` : hasSignIn ? ' (the key in the password table has to change along)' : '';
    return [
      {
        title: `Write "[${host}]"${note}`,
        safety: 'unsafe',
        edits: [
          { span: span(at.start, at.start), newText: '[' },
          { span: span(at.end, at.end), newText: ']' },
        ],
        ...(elsewhere.length > 0 && { elsewhere }),
      },
    ];
  },
});
