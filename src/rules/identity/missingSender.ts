import { ownerPath } from '../../discover/blocks.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { defineRule } from '../define.ts';
import { entriesBeside } from '../support/beside.ts';
import { dotenv } from '../support/examples.ts';
import { isPatternFile, severityFor } from '../support/relays.ts';
import type { Severity } from '../types.ts';

interface Needed {
  readonly keys: readonly string[];
  readonly outcome: string;
  readonly severity: Severity;
}

/** Keys without which an app sends nothing (vaultwarden src/config.rs, nextcloud/docker smtp.config.php). */
const NEEDED: Readonly<Record<string, Needed>> = {
  vaultwarden: { keys: ['SMTP_FROM'], outcome: 'does not start', severity: 'warning' },
  // A library: the program may give it the sender itself.
  'fastapi-mail': { keys: ['MAIL_FROM'], outcome: 'does not start', severity: 'information' },
  'nextcloud-docker': { keys: ['MAIL_FROM_ADDRESS', 'MAIL_DOMAIN'], outcome: 'leaves all mail settings aside', severity: 'warning' },
};

interface State {
  readonly setting: RelaySetting;
  readonly missing: readonly string[];
  readonly needed: Needed;
}

/** A relay without the sender that its app insists on. */
export const missingSender = defineRule<State>({
  meta: {
    id: 'identity/missing-sender',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['dotenv', 'yaml'],
    listens: ['from', 'host'],
    title: 'Relay without the sender that the app needs',
    why: 'Some apps take a server only together with a sender: Vaultwarden and FastAPI-Mail stop at the start, the Nextcloud image ignores SMTP_HOST without MAIL_FROM_ADDRESS and MAIL_DOMAIN.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_SECURITY=starttls\nSIGNUPS_ALLOWED=false\nSMTP_PORT=587\nSMTP_USERNAME=vault\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
    ok: dotenv(
      'SMTP_HOST=mail.acme.io\nSMTP_SECURITY=starttls\nSIGNUPS_ALLOWED=false\nSMTP_FROM=vault@acme.io\nSMTP_PORT=587\nSMTP_USERNAME=vault\nSMTP_PASSWORD=${MAIL_SECRET}\n',
    ),
    references: [
      { title: 'Vaultwarden: SMTP configuration', url: 'https://github.com/dani-garcia/vaultwarden/wiki/SMTP-Configuration' },
      { title: 'Nextcloud image: auto configuration', url: 'https://github.com/nextcloud/docker#auto-configuration-via-environment-variables' },
    ],
    fix: 'none',
  },
  *run({ file, settings }) {
    if (isPatternFile(file.path)) return;
    for (const setting of settings) {
      const needed = NEEDED[setting.profile];
      if (!needed || !setting.host || setting.host.templated) continue;
      const beside = entriesBeside(setting);
      const isThere = (key: string) => beside.some((entry) => entry.key === key && (!isUnset(entry) || entry.form === 'key-only' || entry.scalar === 'null'));
      const missing = needed.keys.filter((key) => !isThere(key));
      if (missing.length > 0 && !mayComeFromElsewhere(setting)) yield { setting, missing, needed };
    }
  },
  word: ({ setting, missing, needed: { outcome, severity } }) => ({
    at: setting.host!.entry.keySpan,
    severity: severityFor(setting, severity),
    message: `"${setting.host!.entry.key}" is set without "${missing.join('" and "')}": ${setting.profileTitle} ${outcome}`,
  }),
});

/** A service of Compose may have more variables in a file, a container of Kubernetes in other objects. */
function mayComeFromElsewhere({ file, anchor }: RelaySetting): boolean {
  const owner = ownerPath(anchor).slice(0, -1);
  return file.entries.some(
    ({ path, document }) =>
      document === anchor.document && /^env_?from$|^env_file$/i.test(path[owner.length] ?? '') && owner.every((key, at) => path[at] === key),
  );
}
