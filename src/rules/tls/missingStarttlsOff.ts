import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, isByDefault } from '../support/appKeys.ts';
import { yaml } from '../support/examples.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';
import { retarget, retargetFix } from '../support/retarget.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly says: string;
}

/** TLS from the first byte switched on, while STARTTLS is on by default. */
export const missingStarttlsOff = defineRule<State>({
  meta: {
    id: 'tls/missing-starttls-off',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security'],
    title: 'STARTTLS left on beside TLS from the first byte',
    why: 'Where an app starts TLS by STARTTLS unless told otherwise, switching TLS from the first byte on is only half of it: the app then asks for STARTTLS inside the protected connection, and the server refuses.',
    bad: yaml(
      'docker-compose.yml',
      'services:\n  airflow:\n    image: apache/airflow\n    environment:\n      AIRFLOW__SMTP__SMTP_HOST: mail.acme.io\n      AIRFLOW__SMTP__SMTP_PORT: 465\n      AIRFLOW__SMTP__SMTP_SSL: "True"\n',
    ),
    ok: yaml(
      'docker-compose.yml',
      'services:\n  airflow:\n    image: apache/airflow\n    environment:\n      AIRFLOW__SMTP__SMTP_HOST: mail.acme.io\n      AIRFLOW__SMTP__SMTP_PORT: 465\n      AIRFLOW__SMTP__SMTP_SSL: "True"\n      AIRFLOW__SMTP__SMTP_STARTTLS: "False"\n',
    ),
    references: [
      { title: 'Airflow: smtp_starttls', url: 'https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html#smtp' },
      rfc(3207, '4.2'),
    ],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const says = setting.security.conflict;
      const keys = says === undefined ? undefined : appKeysOf(setting);
      const conflict = keys?.profile.tls.conflicts?.find((known) => known.says === says && isByDefault(known, keys));
      const entry = conflict?.keys[0].flatMap((key) => keys?.found.get(key) ?? [])[0];
      if (entry && says !== undefined) yield { setting, entry, says };
    }
  },
  word: ({ setting, entry, says }, { file }) => ({
    at: entry.keySpan,
    // A .env file may be a part of the environment only.
    severity: severityFor(setting, file.kind === 'dotenv' ? 'warning' : 'error'),
    message: says,
  }),
  fixes({ setting }) {
    const found = retarget(setting, { modes: ['implicit-tls'] });
    return found && found.words.length > 0 ? [retargetFix('Leave STARTTLS out', found, 'unsafe', true)] : [];
  },
});
