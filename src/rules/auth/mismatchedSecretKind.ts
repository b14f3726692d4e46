import type { PasswordShape, Provider } from '../../data/providers.ts';
import { wrongShape } from '../../data/secretMarks.ts';
import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import { defineRule } from '../define.ts';
import { RELAY_KINDS } from '../support/allKinds.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import { literalSecret } from '../support/secretText.ts';

interface State {
  readonly setting: RelaySetting;
  readonly password: PasswordInfo;
  readonly provider: Provider;
  /** What the secret looks like; never the secret. */
  readonly shape: PasswordShape;
}

/** A secret of the provider's, but not the one for SMTP. */
export const mismatchedSecretKind = defineRule<State>({
  meta: {
    id: 'auth/mismatched-secret-kind',
    severity: 'warning',
    since: '0.1.0',
    kinds: RELAY_KINDS,
    listens: ['password', 'host'],
    title: 'Secret of another kind than SMTP takes',
    why: 'Most services have several secrets: for their API, for a web sign-in, for SMTP. Only the last one works here; with any other the server answers 535, as if it were mistyped.',
    bad: dotenv(
      `SMTP_HOST=smtp-relay.brevo.com\nSMTP_PORT=587\nSMTP_USER=jane@acme.io\nSMTP_PASSWORD=xkeysib-${'0123456789abcdef'.repeat(4)}-aaaabbbbccccdddd\n`,
    ),
    ok: dotenv(
      `SMTP_HOST=smtp-relay.brevo.com\nSMTP_PORT=587\nSMTP_USER=jane@acme.io\nSMTP_PASSWORD=xsmtpsib-${'0123456789abcdef'.repeat(4)}-aaaabbbbccccdddd\n`,
    ),
    references: [
      { title: 'Amazon SES: obtaining SMTP credentials', url: 'https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html' },
      { title: 'Brevo: SMTP key and API key', url: 'https://help.brevo.com/hc/en-us/articles/7959631848850' },
    ],
    fix: 'none',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const { password } = setting;
      const secret = provider && password && literalSecret(context.file, password);
      const shape = secret === undefined ? undefined : wrongShape(provider!, secret);
      if (shape) yield { setting, password: password!, provider: provider!, shape };
    }
  },
  word: ({ setting, password, provider, shape }) => {
    const wanted = provider.passwordShapes?.find(({ accepts }) => accepts)?.means ?? 'a password made for SMTP';
    const held = shape.means ?? 'a secret of another kind';
    return {
      at: password.entry.keySpan,
      // A form that no page of the provider confirms is a hint, no more.
      severity: shape.verified ? severityFor(setting, 'warning') : 'hint',
      message: `"${keyName(password.entry)}" holds ${held}, by its form. ${provider.name} takes ${wanted} here: create one and put it in`,
    };
  },
});
