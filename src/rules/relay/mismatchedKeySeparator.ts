import { isUnset } from '../../discover/values.ts';
import { renameKey } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { blockOf } from '../support/beside.ts';
import { yaml } from '../support/examples.ts';
import { type NestedVariable, nestedVariable } from '../support/nearKeys.ts';

interface State {
  readonly entry: Entry;
  readonly meant: NestedVariable;
  readonly isMeantSet: boolean;
}

/** One underscore in a variable where the app's nesting asks for two. */
export const mismatchedKeySeparator = defineRule<State>({
  meta: {
    id: 'relay/mismatched-key-separator',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'port', 'user', 'password', 'security'],
    title: 'Single underscore where the app wants two',
    why: "Apps with nested settings tell the levels in a variable's name by two underscores. With one of them it is another name that nobody reads, and the default server counts.",
    bad: yaml(
      'docker-compose.yml',
      'services:\n  server:\n    image: ghcr.io/goauthentik/server\n    environment:\n      AUTHENTIK_EMAIL__HOST: mail.acme.io\n      AUTHENTIK_EMAIL_PORT: 587\n',
    ),
    ok: yaml(
      'docker-compose.yml',
      'services:\n  server:\n    image: ghcr.io/goauthentik/server\n    environment:\n      AUTHENTIK_EMAIL__HOST: mail.acme.io\n      AUTHENTIK_EMAIL__PORT: ${AUTHENTIK_EMAIL_PORT}\n',
    ),
    references: [
      { title: 'authentik: configuration', url: 'https://docs.goauthentik.io/install-config/configuration/' },
      { title: 'Ghost: configuration', url: 'https://docs.ghost.org/config#mail' },
      { title: 'Airflow: setting configuration options', url: 'https://airflow.apache.org/docs/apache-airflow/stable/howto/set-config.html' },
    ],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    for (const entry of file.entries) {
      const meant = isUnset(entry) ? undefined : nestedVariable(entry.key);
      if (!meant || meant.key.toLowerCase() === entry.key.toLowerCase()) continue;
      // In a .env file a name may be the project's own, handed on under another one.
      if (file.kind === 'dotenv' && !settings.some(({ profile }) => profile === meant.profile.id)) continue;
      yield { entry, meant, isMeantSet: blockOf(file, entry).some(({ key }) => key === meant.key) };
    }
  },
  word: ({ entry, meant, isMeantSet }, { file }) => ({
    at: entry.keySpan,
    severity: isMeantSet || file.kind === 'dotenv' ? 'information' : 'warning',
    message: `${meant.profile.title} does not read "${entry.key}": two underscores part the levels, "${meant.key}"`,
    tag: 'unnecessary',
  }),
  fixes: ({ entry, meant, isMeantSet }, { file }) =>
    isMeantSet || entry.inherited
      ? []
      : [{ title: `Rename it to ${meant.key}`, safety: 'unsafe', isPreferred: true, edits: [renameKey(file, entry, meant.key)] }],
});
