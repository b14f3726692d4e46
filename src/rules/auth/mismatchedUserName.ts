import type { Provider } from '../../data/providers.ts';
import { isPlaceholder } from '../../discover/placeholder.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { defineRule } from '../define.ts';
import { RELAY_KINDS } from '../support/allKinds.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { isPatternFile, providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import { literalSecret } from '../support/secretText.ts';
import type { Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly user: Located<string>;
  readonly provider: Provider;
}

const isAddress = (name: string) => /^[^@\s]+@[^@\s]+$/.test(name);

/**
 * Whether the provider takes such a name, and how sure we are. A form that only we read out of examples counts where
 * the name is an address and the form has no place for one.
 */
function severityOf({ username, verified }: Provider, name: string): Severity | undefined {
  const isVerified = verified.includes('username');
  if (username.type === 'email') return isVerified && !name.includes('@') ? 'warning' : undefined;
  const fits = username.pattern ? new RegExp(username.pattern).test(name) : username.literal === name;
  if (fits || (username.type !== 'literal' && username.type !== 'regex')) return undefined;
  if (isVerified) return 'warning';
  return isAddress(name) && !username.pattern?.includes('@') ? 'information' : undefined;
}

function expectation({ username }: Provider): string {
  if (username.literal) return `always the word "${username.literal}"`;
  if (username.type === 'email') return 'a full e-mail address';
  return username.hint ?? 'of another form';
}

/** An address or a plain word may be shown; anything else could be a secret in the wrong place. */
function shown({ setting, user, provider }: State): string {
  const { value } = user;
  const secret = setting.password && literalSecret(setting.file, setting.password);
  const isKeyLike = value === secret || provider.passwordShapes?.some(({ pattern }) => new RegExp(pattern).test(value));
  return !isKeyLike && (isAddress(value) || /^[a-z.]{1,20}$/i.test(value)) ? `"${value}"` : 'the value';
}

/** A user name of a form that the provider does not use. */
export const mismatchedUserName = defineRule<State>({
  meta: {
    id: 'auth/mismatched-user-name',
    severity: 'warning',
    since: '0.1.0',
    kinds: RELAY_KINDS,
    listens: ['user', 'host'],
    title: "User name of another form than the provider's",
    why: 'Many services identify the account by the password alone and want a fixed word as user name, others want the full address. With anything else the server answers 535, as if the password were wrong.',
    bad: dotenv('SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=587\nSMTP_USER=jane@acme.io\nSMTP_PASSWORD=${SENDGRID_KEY}\n'),
    ok: dotenv('SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=587\nSMTP_USER=apikey\nSMTP_PASSWORD=${SENDGRID_KEY}\n'),
    references: [
      {
        title: 'SendGrid: integrating with the SMTP API',
        url: 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api',
      },
      { title: 'Resend: send with SMTP', url: 'https://resend.com/docs/send-with-smtp' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const { user, url } = setting;
      // A bridge such as `sendgrid+smtp://KEY@default` makes the user name itself.
      if (!provider || !user || user.templated || isPlaceholder(user.value) || url?.scheme.includes('+')) continue;
      if (severityOf(provider, user.value)) yield { setting, user, provider };
    }
  },
  word: (state) => ({
    at: state.user.span,
    severity: severityFor(state.setting, severityOf(state.provider, state.user.value) ?? 'warning'),
    message: `${shown(state)} in "${keyName(state.user.entry)}" is not what ${state.provider.name} takes: its SMTP user name is ${expectation(state.provider)}`,
  }),
  fixes: ({ user, provider: { username } }) =>
    username.literal
      ? [
          {
            title: `Set ${keyName(user.entry)} to ${username.literal}`,
            safety: 'unsafe',
            isPreferred: true,
            edits: [{ span: user.span, newText: username.literal }],
          },
        ]
      : [],
});
