import type { RelaySetting } from '../../discover/types.ts';
import { setValue } from '../../parse/edit.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { json } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

/** The other position of a switch, in the notation of this one; some switches, as .NET's `defaultCredentials`, keep from signing in when they are on. */
const OPPOSITES: Readonly<Record<string, string>> = {
  false: 'true',
  False: 'True',
  FALSE: 'TRUE',
  '0': '1',
  no: 'yes',
  off: 'on',
  true: 'false',
  True: 'False',
};

/** User and password beside a switch that says not to sign in. */
export const unusedCredentials = defineRule<RelaySetting>({
  meta: {
    id: 'auth/unused-credentials',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['user', 'password', 'authEnabled'],
    title: 'Credentials that are not used',
    why: 'The app has a switch for signing in, and it is off: user and password are read by nobody, and the server answers "authentication required" or "relay access denied".',
    bad: json(
      'config.json',
      '{\n  "EmailSettings": {\n    "SMTPServer": "mail.acme.io",\n    "SMTPPort": "587",\n    "ConnectionSecurity": "STARTTLS",\n    "EnableSMTPAuth": false,\n    "SMTPUsername": "chat",\n    "SMTPPassword": "s3cret-0f-chat"\n  }\n}\n',
    ),
    ok: json(
      'config.json',
      '{\n  "EmailSettings": {\n    "SMTPServer": "mail.acme.io",\n    "SMTPPort": "587",\n    "ConnectionSecurity": "STARTTLS",\n    "EnableSMTPAuth": true,\n    "SMTPUsername": "chat",\n    "SMTPPassword": "s3cret-0f-chat"\n  }\n}\n',
    ),
    references: [rfc(4954, '4')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const { authEnabled, user, password } = setting;
      if (authEnabled?.value === false && !authEnabled.templated && user && password) yield setting;
    }
  },
  word: (setting) => {
    const { entry } = setting.authEnabled!;
    return {
      at: entry.keySpan,
      severity: severityFor(setting, 'warning'),
      message: `"${keyName(entry)}" is "${entry.value}", so ${setting.profileTitle} ${
        entry.key === 'defaultCredentials' ? 'signs in as the user that it runs under' : 'does not sign in'
      } and "${keyName(setting.user!.entry)}" has no effect`,
    };
  },
  fixes: ({ authEnabled }, { file }) => {
    const { entry } = authEnabled!;
    const on = OPPOSITES[entry.value];
    return on ? [{ title: `Set ${keyName(entry)} to ${on}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, on)] }] : [];
  },
});
