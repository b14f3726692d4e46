import { SMTP_PORT } from '../../data/ports.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { writtenDestinations } from '../support/postfixRelayhost.ts';
import { postconf5 } from '../support/references.ts';

interface State {
  readonly at: Span;
  readonly host: string;
  /** The very name: Postfix refuses to start. In another form mail goes round. */
  readonly isFatal: boolean;
}

/** A relay that is the machine itself (check_mail_owner and friends in mail_params.c; smtp_addr.c for the loop). */
export const selfRelayhost = defineRule<State>({
  meta: {
    id: 'relay/self-relayhost',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: ['relayhost', 'myhostname'],
    title: 'Relay that is the machine itself',
    why: 'Postfix does not start when relayhost and myhostname are the same name. In brackets or with port 25 it starts, and every message comes back with "loops back to myself".',
    bad: mainCf('myhostname = mail.example.com\nrelayhost = mail.example.com\n'),
    ok: mainCf('myhostname = mail.example.com\nrelayhost = [mail.example.com]:10025\n'),
    references: [postconf5('relayhost')],
    fix: 'none',
  },
  *run(context) {
    const { postfix } = context;
    const hostname = postfix?.get('myhostname');
    const relayhost = postfix?.get('relayhost').raw;
    for (const { destination, place } of writtenDestinations(context, ['relayhost'])) {
      const { host, port, service, text } = destination;
      if (!host || (service && port !== SMTP_PORT)) continue;
      const isSame =
        /^\$(\{myhostname\}|\(myhostname\)|myhostname)$/.test(host.text) || (hostname?.isKnown && hostname.value.toLowerCase() === host.text.toLowerCase());
      if (isSame) yield { at: place(destination.span), host: host.text, isFatal: relayhost === host.text && text === host.text };
    }
  },
  word: ({ at, host, isFatal }) => ({
    at,
    message: `relayhost "${host}" is this machine's own name, so ${isFatal ? 'Postfix does not start' : 'mail loops back'}. name the next server, or leave relayhost empty`,
  }),
});
