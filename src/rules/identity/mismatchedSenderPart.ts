import type { RelaySetting } from '../../discover/types.ts';
import { setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { isAddress } from '../support/addresses.ts';
import { readerOf } from '../support/appKeys.ts';
import { entriesBeside } from '../support/beside.ts';
import { dotenv } from '../support/examples.ts';
import { isPatternFile, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly domain: string;
}

/** The key of the first part, and what the rest of the address is called. */
const PARTS: Readonly<Record<string, { readonly local: string; readonly domain: string }>> = {
  'nextcloud-docker': { local: 'MAIL_FROM_ADDRESS', domain: 'MAIL_DOMAIN' },
  nextcloud: { local: 'mail_from_address', domain: 'mail_domain' },
};

/** A whole address where an app takes the part before the "@". */
export const mismatchedSenderPart = defineRule<State>({
  meta: {
    id: 'identity/mismatched-sender-part',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['from'],
    title: 'Whole address where only its first part belongs',
    why: 'Nextcloud puts the sender together from two settings, the part before the "@" and the domain. A whole address in the first one makes an address with two "@", and no message is sent.',
    bad: dotenv(
      'SMTP_HOST=mail.acme.io\nSMTP_SECURE=ssl\nSMTP_NAME=cloud@acme.io\nMAIL_FROM_ADDRESS=cloud@acme.io\nMAIL_DOMAIN=acme.io\nSMTP_AUTHTYPE=LOGIN\n',
    ),
    ok: dotenv('SMTP_HOST=mail.acme.io\nSMTP_SECURE=ssl\nSMTP_NAME=cloud@acme.io\nMAIL_FROM_ADDRESS=cloud\nMAIL_DOMAIN=acme.io\nSMTP_AUTHTYPE=LOGIN\n'),
    references: [
      { title: 'Nextcloud: email configuration', url: 'https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/email_configuration.html' },
    ],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    if (isPatternFile(file.path)) return;
    const reader = readerOf(file);
    for (const setting of settings) {
      const parts = PARTS[setting.profile];
      const entry = parts && entriesBeside(setting).find(({ key }) => key === parts.local);
      if (entry && !reader.read(entry).isTemplated && isAddress(entry.value)) yield { setting, entry, domain: parts.domain };
    }
  },
  word: ({ setting, entry, domain }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'error'),
    message: `"${entry.key}" takes the part before the "@" only: ${setting.profileTitle} adds the "@" and "${domain}" itself`,
  }),
  fixes: ({ entry }, { file }) => {
    const local = entry.value.slice(0, entry.value.indexOf('@'));
    return [{ title: `Set ${entry.key} to ${local}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, local)] }];
  },
});
