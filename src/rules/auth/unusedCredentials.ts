import type { RelaySetting } from '../../discover/types.ts';
import { setValue } from '../../parse/edit.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { severityIn, switchName, switchOn, type UnsetSwitch, unsetSwitch } from '../support/defaults.ts';
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

interface State {
  readonly setting: RelaySetting;
  /** The switch that is off because nothing sets it; absent where the file switches it off. */
  readonly unset?: UnsetSwitch;
}

/** User and password beside a switch that says not to sign in. */
export const unusedCredentials = defineRule<State>({
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
      if (!user || !password) continue;
      const unset = authEnabled ? undefined : unsetSwitch(setting, 'auth', context);
      if (unset) yield { setting, unset };
      else if (authEnabled?.value === false && !authEnabled.templated) yield { setting };
    }
  },
  word: ({ setting, unset }, { file }) => {
    const user = keyName(setting.user!.entry);
    if (unset) {
      const { key, byDefault } = unset;
      return {
        at: setting.user!.entry.keySpan,
        severity: severityFor(setting, severityIn(file.kind)),
        message: `without "${switchName(key)}" set to "${byDefault.on}" ${setting.profileTitle} ${byDefault.otherwise}, and "${user}" has no effect`,
      };
    }
    const { entry } = setting.authEnabled!;
    return {
      at: entry.keySpan,
      severity: severityFor(setting, 'warning'),
      message: `"${keyName(entry)}" is "${entry.value}", so ${setting.profileTitle} ${
        entry.key === 'defaultCredentials' ? 'signs in as the user that it runs under' : 'does not sign in'
      } and "${user}" has no effect`,
    };
  },
  fixes: ({ setting, unset }, { file }) => {
    if (unset) return switchOn(setting, unset);
    const { entry } = setting.authEnabled!;
    const on = OPPOSITES[entry.value];
    return on ? [{ title: `Set ${keyName(entry)} to ${on}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, on)] }] : [];
  },
});
