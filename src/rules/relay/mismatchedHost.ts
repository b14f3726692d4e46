import { type NotSmtpHost, notSmtpHost } from '../../data/notSmtpHosts.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { defineRule } from '../define.ts';
import { RELAY_KINDS } from '../support/allKinds.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly host: Located<string>;
  readonly known: NotSmtpHost;
}

/** A provider's host for something else: receiving mail, an API, a web site. */
export const mismatchedHost = defineRule<State>({
  meta: {
    id: 'relay/mismatched-host',
    severity: 'warning',
    since: '0.1.0',
    kinds: RELAY_KINDS,
    listens: ['host'],
    title: "Provider's host that is no SMTP server",
    why: 'Providers keep sending, receiving and their API on different hosts. On the wrong one nothing answers on the SMTP port, so the connection times out or is refused.',
    bad: dotenv('SMTP_HOST=imap.gmail.com\nSMTP_PORT=587\n'),
    ok: dotenv('SMTP_HOST=smtp.gmail.com\nSMTP_PORT=587\nIMAP_HOST=imap.gmail.com\n'),
    references: [rfc(6409, '3.1')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const { host } = setting;
      const known = host && !host.templated ? notSmtpHost(host.value) : undefined;
      if (host && known) yield { setting, host, known };
    }
  },
  word: ({ setting, host, known }) => ({
    at: host.span,
    severity: severityFor(setting, 'warning'),
    message: `"${host.value}" serves ${known.serves}, not SMTP. mail is sent through "${known.smtp}"`,
  }),
  fixes: ({ host, known }) => [
    { title: `Set ${keyName(host.entry)} to ${known.smtp}`, safety: 'unsafe', isPreferred: true, edits: [{ span: host.span, newText: known.smtp }] },
  ],
});
