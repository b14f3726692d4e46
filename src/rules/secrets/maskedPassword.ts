import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { json } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { isPatternFile, providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import { literalSecret } from '../support/secretText.ts';

interface State {
  readonly setting: RelaySetting;
  readonly password: PasswordInfo;
}

/** Asterisks that an export put in place of the password. */
export const maskedPassword = defineRule<State>({
  meta: {
    id: 'secrets/masked-password',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['password'],
    title: 'Masked password',
    why: 'Exports and consoles show asterisks in place of a password. Brought back in, as with a realm of Keycloak, they are the password: the app signs in with asterisks, and the server answers 535.',
    bad: json(
      'acme-realm.json',
      '{\n  "realm": "acme",\n  "smtpServer": {\n    "host": "mail.acme.io",\n    "port": "587",\n    "starttls": "true",\n    "auth": "true",\n    "user": "sso@acme.io",\n    "password": "**********",\n    "from": "sso@acme.io"\n  }\n}\n',
    ),
    ok: json(
      'acme-realm.json',
      '{\n  "realm": "acme",\n  "smtpServer": {\n    "host": "mail.acme.io",\n    "port": "587",\n    "starttls": "true",\n    "auth": "true",\n    "user": "sso@acme.io",\n    "password": "${SMTP_PASSWORD}",\n    "from": "sso@acme.io"\n  }\n}\n',
    ),
    references: [{ title: 'Keycloak: importing and exporting realms', url: 'https://www.keycloak.org/server/importExport' }],
    fix: 'none',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { password, authEnabled } = setting;
      // Without a sign-in nobody reads it.
      if (authEnabled?.value === false) continue;
      if (password?.source === 'masked' && !hasOwnMask(setting, literalSecret(context.file, password))) yield { setting, password };
    }
  },
  word: ({ setting, password }, { file }) => ({
    at: password.span,
    // An export that stays one does no harm.
    severity: severityFor(setting, /realm|export|backup/i.test(file.path) ? 'information' : 'warning'),
    message: `"${keyName(password.entry)}" holds what an export shows in place of the password. put in the real one, or a variable that the app fills in`,
  }),
});

/** A provider's own way of masking has a finding of its own. */
function hasOwnMask(setting: RelaySetting, secret: string | undefined): boolean {
  const shapes = providerOfRelay(setting)?.passwordShapes ?? [];
  return secret !== undefined && shapes.some(({ accepts, pattern }) => !accepts && new RegExp(pattern).test(secret));
}
