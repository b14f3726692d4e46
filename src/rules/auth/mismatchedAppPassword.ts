import type { Provider } from '../../data/providers.ts';
import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { isPatternFile, providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import { literalSecret } from '../support/secretText.ts';
import { withoutStrayBlanks } from '../support/textMarks.ts';
import type { Severity } from '../types.ts';

interface Form {
  readonly pattern: RegExp;
  readonly means: string;
  readonly severity: Severity;
}

/** Mailbox providers that refuse the password of the account, and what they take instead; blanks in it are for the eye. */
const FORMS: Readonly<Record<string, Form>> = {
  gmail: { pattern: /^([a-z] ?){16}$/i, means: 'an app password of 16 letters', severity: 'warning' },
  yahoo: { pattern: /^([a-z] ?){16}$/i, means: 'an app password of 16 letters', severity: 'information' },
  aol: { pattern: /^([a-z] ?){16}$/i, means: 'an app password of 16 letters', severity: 'information' },
  icloud: { pattern: /^[a-z]{4}(-[a-z]{4}){3}$/i, means: 'an app-specific password of four groups of letters', severity: 'information' },
  qq: { pattern: /^[a-z]{16}$/i, means: 'an authorization code of 16 letters', severity: 'information' },
};

interface State {
  readonly setting: RelaySetting;
  readonly password: PasswordInfo;
  readonly provider: Provider;
  readonly form: Form;
}

/** The password of an account, where only one made for apps works. */
export const mismatchedAppPassword = defineRule<State>({
  meta: {
    id: 'auth/mismatched-app-password',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['password', 'host'],
    title: 'Account password where an app password belongs',
    why: 'Gmail and other mailbox providers no longer let programs sign in with the password of the account. They make an app password, of a form of its own; with any other the server answers 534 or 535.',
    bad: dotenv('SMTP_HOST=smtp.gmail.com\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=Tz9vQ-k4-Horse\n'),
    ok: dotenv('SMTP_HOST=smtp.gmail.com\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD="abcd efgh ijkl mnop"\n'),
    references: [
      { title: 'Google: sign in with app passwords', url: 'https://support.google.com/accounts/answer/185833' },
      { title: 'Apple: app-specific passwords', url: 'https://support.apple.com/102654' },
    ],
    fix: 'none',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const { password } = setting;
      const form = provider && FORMS[provider.id];
      const written = form && password?.source === 'literal' ? literalSecret(context.file, password) : undefined;
      // Stray blanks have a finding of their own.
      const secret = written === undefined ? undefined : withoutStrayBlanks(written);
      if (secret === undefined || form!.pattern.test(secret) || isOtherKind(provider!, secret)) continue;
      yield { setting, password: password!, provider: provider!, form: form! };
    }
  },
  word: ({ setting, password, provider, form }) => ({
    at: password.entry.keySpan,
    severity: severityFor(setting, form.severity),
    message: `"${keyName(password.entry)}" is no app password, by its form. ${provider.name} refuses the account's own: create ${form.means} and put it in`,
  }),
});

/** Tokens and keys have a finding of their own. */
function isOtherKind({ passwordShapes = [] }: Provider, secret: string): boolean {
  return passwordShapes.some(({ accepts, pattern }) => !accepts && new RegExp(pattern).test(secret));
}
