import type { Provider } from '../../data/providers.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { renameKey } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, entriesFor } from '../support/appKeys.ts';
import { yaml } from '../support/examples.ts';
import { providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly provider: Provider;
}

/** Alertmanager's secret for CRAM-MD5 at a provider that does not offer it. */
export const mismatchedCramSecret = defineRule<State>({
  meta: {
    id: 'auth/mismatched-cram-secret',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['yaml'],
    listens: ['password'],
    title: 'Secret for CRAM-MD5 in place of the password',
    why: 'Alertmanager uses "smtp_auth_secret" for CRAM-MD5 alone, and "smtp_auth_password" for PLAIN and LOGIN. Where the server does not offer CRAM-MD5 it signs in with an empty password, or not at all.',
    bad: yaml(
      'alertmanager.yml',
      'global:\n  smtp_smarthost: smtp.sendgrid.net:587\n  smtp_from: alerts@acme.io\n  smtp_auth_username: apikey\n  smtp_auth_secret: ${SENDGRID_KEY}\n',
    ),
    ok: yaml(
      'alertmanager.yml',
      'global:\n  smtp_smarthost: smtp.sendgrid.net:587\n  smtp_from: alerts@acme.io\n  smtp_auth_username: apikey\n  smtp_auth_password: ${SENDGRID_KEY}\n',
    ),
    references: [
      { title: 'Alertmanager: configuration', url: 'https://prometheus.io/docs/alerting/latest/configuration/#file-layout-and-global-settings' },
      { title: 'RFC 2195 §2', url: 'https://www.rfc-editor.org/rfc/rfc2195#section-2' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const keys = setting.profile.startsWith('alertmanager') ? appKeysOf(setting) : undefined;
      if (!keys || !provider?.mechanisms || provider.mechanisms.includes('CRAM-MD5')) continue;
      const entries = [...entriesFor(keys, 'password'), ...entriesFor(keys, 'passwordFile')].filter((entry) => !isUnset(entry));
      const [first, ...others] = entries;
      if (first && others.length === 0 && /auth_secret(_file)?$/.test(first.key)) yield { setting, entry: first, provider };
    }
  },
  word: ({ setting, entry, provider }) => ({
    at: entry.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `"${entry.key}" is for CRAM-MD5, which ${provider.name} does not offer. expected "${passwordKey(entry)}"`,
  }),
  fixes: ({ entry }, { file }) => [
    { title: `Rename it to ${passwordKey(entry)}`, safety: 'unsafe', isPreferred: true, edits: [renameKey(file, entry, passwordKey(entry))] },
  ],
});

const passwordKey = ({ key }: Entry) => key.replace('auth_secret', 'auth_password');
