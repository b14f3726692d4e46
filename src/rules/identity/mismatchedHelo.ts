import type { Located, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { yaml } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  /** The name that is written; absent where the app's own default counts. */
  readonly helo: Located<string> | undefined;
}

/** Google's relays close the connection on a client that calls itself so. */
const GOOGLE: ReadonlySet<string> = new Set(['gmail', 'google-workspace-relay']);
const NAMELESS = /^(localhost|localhost\.localdomain|127\.0\.0\.1|\[127\.0\.0\.1\])$/i;
/** Apps that say "localhost" where nothing is set (authelia docs smtp.md). */
const NAMELESS_BY_DEFAULT: ReadonlySet<string> = new Set(['authelia']);

/** "localhost" as the name in EHLO, which Google refuses. */
export const mismatchedHelo = defineRule<State>({
  meta: {
    id: 'identity/mismatched-helo',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['helo', 'host'],
    title: 'Client that calls itself "localhost"',
    why: 'An app gives its own name in EHLO. Google\'s servers close the connection, or answer 421 after some messages, when many clients call themselves "localhost"; Authelia does so unless "identifier" says otherwise.',
    bad: yaml(
      'configuration.yml',
      'notifier:\n  smtp:\n    address: submission://smtp.gmail.com:587\n    username: robot@acme.io\n    identifier: localhost\n',
    ),
    ok: yaml(
      'configuration.yml',
      'notifier:\n  smtp:\n    address: submission://smtp.gmail.com:587\n    username: robot@acme.io\n    identifier: auth.acme.io\n',
    ),
    references: [rfc(5321, '4.1.1.1'), { title: 'Authelia: identifier', url: 'https://www.authelia.com/configuration/notifications/smtp/#identifier' }],
    fix: 'none',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const { helo, provider, profile, host } = setting;
      if (provider === undefined || !GOOGLE.has(provider) || !host) continue;
      const isNameless = helo ? !helo.templated && NAMELESS.test(helo.value) : NAMELESS_BY_DEFAULT.has(profile);
      if (isNameless) yield { setting, helo };
    }
  },
  word: ({ setting, helo }) => ({
    at: helo?.span ?? setting.host!.span,
    severity: severityFor(setting, helo ? 'warning' : 'information'),
    message: helo
      ? `"${helo.value}" in "${keyName(helo.entry)}" is what many clients say, and Google refuses them. put in the app's own host name`
      : `${setting.profileTitle} calls itself "localhost" unless "identifier" is set, and Google refuses that. put in the app's own host name`,
  }),
});
