import { notSmtpHost } from '../../data/notSmtpHosts.ts';
import { nearestProviderHost } from '../../data/providers.ts';
import { isPrivateHost } from '../../discover/local.ts';
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
  readonly meant: string;
}

/** A host that is a typing error away from a known provider's. */
export const unknownProviderHost = defineRule<State>({
  meta: {
    id: 'relay/unknown-provider-host',
    severity: 'warning',
    since: '0.1.0',
    kinds: RELAY_KINDS,
    listens: ['host'],
    title: "Host that looks like a misspelt provider's",
    why: 'A misspelt name does not resolve, or worse, belongs to somebody who waits for such slips and gets the user name and password.',
    bad: dotenv('SMTP_HOST=smtp.gmial.com\nSMTP_PORT=587\n'),
    ok: dotenv('SMTP_HOST=smtp.gmaily.example\nSMTP_PORT=587\n'),
    references: [rfc(5321, '2.3.5')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const { host } = setting;
      // What is more than a name has a finding of its own.
      if (!host || host.templated || /[\s"'/@]/.test(host.value) || isPrivateHost(host.value) || notSmtpHost(host.value)) continue;
      const meant = nearestProviderHost(host.value);
      if (meant) yield { setting, host, meant };
    }
  },
  word: ({ setting, host, meant }) => ({
    at: host.span,
    severity: severityFor(setting, 'warning'),
    message: `"${host.value}" is no host that we know. did you mean "${meant}"?`,
  }),
  fixes: ({ host, meant }) => [
    { title: `Set ${keyName(host.entry)} to ${meant}`, safety: 'unsafe', isPreferred: true, edits: [{ span: host.span, newText: meant }] },
  ],
});
