import type { RelaySetting } from '../../discover/types.ts';
import { setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { entriesBelow } from '../support/beside.ts';
import { yaml } from '../support/examples.ts';
import { javaMailProperties } from '../support/javaMail.ts';
import { keyName } from '../support/keyName.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  /** Nothing newer is allowed, so that current servers refuse. */
  readonly isOnly: boolean;
  readonly better: string;
}

/** The oldest allowed version, as nodemailer, Authelia and Go programs call it. */
const MINIMUM = /^(tls\.)?(minVersion|minimum_version|min_version|tls_config\.min_version)$/;
/** The newest allowed version, or the only one. */
const ONLY = /^(tls\.)?(maxVersion|maximum_version|max_version|secureProtocol|tls_config\.max_version)$/;
const OLD = /^(?:(TLSv?)1(?:[._]?[01])?|(SSL)v?[23](?:\.0)?)((?:_client)?_method)?$/i;

/** TLS versions that have been withdrawn. */
export const unsafeMinimumVersion = defineRule<State>({
  meta: {
    id: 'tls/unsafe-minimum-version',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security'],
    title: 'TLS version that has been withdrawn',
    why: 'TLS 1.0 and 1.1 rest on broken hash functions and were withdrawn in 2021. Mail servers refuse them one after the other; a client that allows nothing newer gets no connection, and one that still allows them can be talked down to them.',
    bad: yaml(
      'configuration.yml',
      "notifier:\n  smtp:\n    address: 'submission://mail.acme.io:587'\n    sender: 'auth@acme.io'\n    tls:\n      minimum_version: TLS1.0\n",
    ),
    ok: yaml(
      'configuration.yml',
      "notifier:\n  smtp:\n    address: 'submission://mail.acme.io:587'\n    sender: 'auth@acme.io'\n    tls:\n      minimum_version: TLS1.2\n",
    ),
    references: [{ title: 'RFC 8996', url: 'https://www.rfc-editor.org/rfc/rfc8996' }],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      if (setting.profile.startsWith('generic')) continue;
      const named = entriesBelow(setting).flatMap(({ name, entry }) => {
        const isMinimum = MINIMUM.test(name);
        return isMinimum || ONLY.test(name) ? [{ entry, isOnly: !isMinimum }] : [];
      });
      const java = javaMailProperties(setting).flatMap(({ name, entry }) => (name === 'ssl.protocols' ? [{ entry, isOnly: true }] : []));
      for (const { entry, isOnly } of [...named, ...java]) {
        const versions = entry.value.trim().split(/\s+/);
        if (versions.every((version) => OLD.test(version))) yield { setting, entry, isOnly, better: current(versions[0]!) };
      }
    }
  },
  word: ({ setting, entry, isOnly }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'warning'),
    message: isOnly
      ? `"${keyName(entry)}" allows nothing newer than "${entry.value}", which most servers refuse by now. TLS 1.2 and 1.3 are in use`
      : `"${keyName(entry)}" is "${entry.value}", a withdrawn version. TLS 1.2 is the oldest one in use`,
  }),
  fixes: ({ entry, better }, { file }) =>
    entry.inherited ? [] : [{ title: `Set ${keyName(entry)} to ${better}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, better)] }],
});

/** TLS 1.2 in the notation of the old version; where a method is named, the one that leaves the choice open. */
function current(written: string): string {
  const [, tls = 'TLSv', , method] = OLD.exec(written) ?? [];
  if (method) return 'TLS_method';
  return /^TLS1[01]$/i.test(written) ? `${tls}12` : `${tls}1.2`;
}
