import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { removeEntry } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, entriesFor } from '../support/appKeys.ts';
import { yaml } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { severityFor } from '../support/relays.ts';
import type { Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly password: Entry;
  readonly fileEntry: Entry;
}

/**
 * What apps do with both: alertmanager config/config.go, vaultwarden src/util.rs, authelia internal/configuration,
 * nextcloud/docker smtp.config.php.
 */
const OUTCOMES: Readonly<Record<string, readonly [severity: Severity, outcome: string]>> = {
  alertmanager: ['error', 'and Alertmanager does not start with both'],
  vaultwarden: ['error', 'and Vaultwarden does not start with both'],
  authelia: ['error', 'and Authelia does not start with both'],
  'nextcloud-docker': ['warning', 'and Nextcloud takes the file'],
};
const UNKNOWN: readonly [Severity, string] = ['information', 'and only one of them counts'];

/** A password and a file that holds one, for the same sign-in. */
export const duplicatePassword = defineRule<State>({
  meta: {
    id: 'auth/duplicate-password',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['password', 'passwordFile'],
    title: 'Password given twice, in the file and by a file',
    why: 'Apps that can read the password from a file take one of the two and refuse both: they stop at the start, or quietly ignore one. Which one was meant nobody can tell.',
    bad: yaml(
      'alertmanager.yml',
      'global:\n  smtp_smarthost: mail.acme.io:587\n  smtp_from: alerts@acme.io\n  smtp_auth_username: alerts\n  smtp_auth_password: k4Tz9vQ8Horse\n  smtp_auth_password_file: /run/secrets/smtp\n',
    ),
    ok: yaml(
      'alertmanager.yml',
      'global:\n  smtp_smarthost: mail.acme.io:587\n  smtp_from: alerts@acme.io\n  smtp_auth_username: alerts\n  smtp_auth_password_file: /run/secrets/smtp\n',
    ),
    references: [
      { title: 'Alertmanager: configuration', url: 'https://prometheus.io/docs/alerting/latest/configuration/#file-layout-and-global-settings' },
      { title: 'Authelia: secrets', url: 'https://www.authelia.com/configuration/methods/secrets/' },
    ],
    fix: 'unsafe',
  },
  *run({ settings }) {
    for (const setting of settings) {
      const keys = appKeysOf(setting);
      if (!keys) continue;
      const isSet = (entry: Entry) => !isUnset(entry) && entry.form !== 'key-only';
      const fileEntry = entriesFor(keys, 'passwordFile').find(isSet);
      const password = entriesFor(keys, 'password').find((entry) => isSet(entry) && isSameSecret(entry, fileEntry));
      if (password && fileEntry) yield { setting, password, fileEntry };
    }
  },
  word: ({ setting, password, fileEntry }) => {
    const [severity, outcome] = OUTCOMES[setting.profile] ?? UNKNOWN;
    return {
      at: password.keySpan,
      severity: severityFor(setting, severity),
      message: `"${keyName(password)}" and "${keyName(fileEntry)}" are both set, ${outcome}. keep one`,
      related: [{ span: fileEntry.keySpan, message: `"${keyName(fileEntry)}" names a file` }],
    };
  },
  fixes: ({ password, fileEntry }, { file }) => [
    { title: `Remove ${keyName(password)} and keep the file`, safety: 'unsafe', isPreferred: true, edits: [removeEntry(file, password)] },
    { title: `Remove ${keyName(fileEntry)}`, safety: 'unsafe', edits: [removeEntry(file, fileEntry)] },
  ],
});

/** `smtp_auth_secret` and `smtp_auth_password_file` are two things. */
function isSameSecret(password: Entry, fileEntry: Entry | undefined): boolean {
  return fileEntry !== undefined && fileEntry.key.toLowerCase().replace(/_?file$/, '') === password.key.toLowerCase();
}
