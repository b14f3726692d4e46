import type { RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { yaml } from '../support/examples.ts';
import { hasPortInUrl, placeAfterHost } from '../support/hostParts.ts';
import { keyName } from '../support/keyName.ts';
import { isKnownClosed } from '../support/portAndMode.ts';
import { severityFor } from '../support/relays.ts';

/** Apps that have no default for the port of a URL. */
const WITHOUT_DEFAULT: ReadonlySet<string> = new Set(['kratos']);

/** A mail URL without the port, in an app that has no default for it. */
export const missingUrlPort = defineRule<RelaySetting>({
  meta: {
    id: 'relay/missing-url-port',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['port', 'url'],
    title: 'Mail URL without the port that the app needs',
    why: 'Most programs know a default port for each scheme. Ory Kratos does not: without a port it dials port 0, where no connection is possible.',
    bad: yaml('kratos.yml', 'courier:\n  smtp:\n    connection_uri: smtps://mail.acme.io/\n    from_address: id@acme.io\n'),
    ok: yaml('kratos.yml', 'courier:\n  smtp:\n    connection_uri: smtps://mail.acme.io:465/\n    from_address: id@acme.io\n'),
    references: [{ title: 'Ory Kratos: sending emails via SMTP', url: 'https://www.ory.sh/docs/kratos/emails-sms/sending-emails-smtp' }],
    fix: 'unsafe',
  },
  *run({ settings }) {
    for (const setting of settings) {
      const { url, host, port, profile } = setting;
      if (!url || !host || host.templated || port || !WITHOUT_DEFAULT.has(profile) || url.entry.inherited) continue;
      // A port that is a variable is written all the same.
      if (!hasPortInUrl(setting)) yield setting;
    }
  },
  word: (setting) => ({
    at: setting.host!.span,
    severity: severityFor(setting, 'error'),
    message: `the URL in "${keyName(setting.url!.entry)}" lacks the port, and ${setting.profileTitle} has no default for it`,
  }),
  fixes(setting) {
    const port = setting.security.effective === 'implicit-tls' ? 465 : 587;
    const at = placeAfterHost(setting);
    return isKnownClosed(setting, port)
      ? []
      : [{ title: `Add port ${port}`, safety: 'unsafe', isPreferred: true, edits: [{ span: { start: at, end: at }, newText: `:${port}` }] }];
  },
});
