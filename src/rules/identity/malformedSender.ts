import { isPlaceholder } from '../../discover/placeholder.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { addressIn, isAddress } from '../support/addresses.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { isPatternFile, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly from: Located<string>;
}

/** Apps that look at the address when they start, and stop (vaultwarden src/config.rs, gitea modules/setting/mailer.go, fastapi-mail config.py). */
const STOPS: ReadonlySet<string> = new Set(['vaultwarden', 'gitea', 'gitea-ini', 'gitea-helm', 'fastapi-mail']);
/** Apps that put the address together from two settings. */
const IN_PARTS: ReadonlySet<string> = new Set(['nextcloud', 'nextcloud-docker']);

/** A sender that is no address. */
export const malformedSender = defineRule<State>({
  meta: {
    id: 'identity/malformed-sender',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['from'],
    title: 'Sender that is no address',
    why: 'The sender goes into MAIL FROM, which takes an address. Some apps check it when they start and stop; the others fail with each message, or the server answers 501 or 553.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_SECURITY=starttls\nSIGNUPS_ALLOWED=false\nSMTP_FROM=vault.acme.io\nSMTP_PORT=587\n'),
    ok: dotenv('SMTP_HOST=mail.acme.io\nSMTP_SECURITY=starttls\nSIGNUPS_ALLOWED=false\nSMTP_FROM="Vault <vault@acme.io>"\nSMTP_PORT=587\n'),
    references: [rfc(5321, '4.1.2'), rfc(5322, '3.4')],
    fix: 'none',
  },
  *run({ file, settings }) {
    if (isPatternFile(file.path)) return;
    for (const setting of settings) {
      const { from, confidence, profile } = setting;
      if (!from || from.templated || confidence === 'heuristic' || profile.startsWith('generic') || IN_PARTS.has(profile)) continue;
      const address = addressIn(from.value);
      if (!isAddress(address) && !isPlaceholder(address)) yield { setting, from };
    }
  },
  word: ({ setting, from }) => ({
    at: from.span,
    severity: severityFor(setting, STOPS.has(setting.profile) ? 'error' : 'warning'),
    message: `${from.value.length <= 60 ? `"${from.value}"` : 'the value'} in "${keyName(from.entry)}" is no e-mail address${
      STOPS.has(setting.profile) ? `, and ${setting.profileTitle} does not start` : ''
    }. expected one such as "robot@example.com"`,
  }),
});
