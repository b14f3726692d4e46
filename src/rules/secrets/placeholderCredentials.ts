import { isPlaceholder } from '../../discover/placeholder.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { RELAY_KINDS } from '../support/allKinds.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { isPatternFile, providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly part: 'host' | 'user' | 'password';
  readonly entry: Entry;
  readonly at: Span;
}

/** What people write to mean the reader's own server. */
const STAND_IN_HOST = /^((smtp|mail|relay)[.-])?your[_.-]?[a-z_.-]*$|^(my|some)-?(smtp|mail)-?(server|host)?$|^<.*>$|\.tld$/i;
/** Names that are set aside for documents (RFC 2606, RFC 6761), and which test beds use in earnest. */
const RESERVED_HOST = /(^|\.)example(\.(com|org|net|edu))?$|\.(example|invalid)$/i;

/** A stand-in where a real host, user or password belongs. */
export const placeholderCredentials = defineRule<State>({
  meta: {
    id: 'secrets/placeholder-credentials',
    severity: 'warning',
    since: '0.1.0',
    kinds: RELAY_KINDS,
    listens: ['host', 'user', 'password'],
    title: 'Stand-in that was never replaced',
    why: 'The value comes from a pattern to copy, so the server will refuse the sign-in. Some stand-ins, such as "changeme", are also the first that an attacker tries.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=changeme\n'),
    ok: dotenv('SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=587\nSMTP_USER=apikey\nSMTP_PASSWORD=${SENDGRID_KEY}\n'),
    references: [rfc(2606, '3')],
    fix: 'none',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) yield* standIns(setting);
  },
  word: ({ setting, part, entry, at }) => ({
    at,
    severity: severityFor(setting, 'warning'),
    message:
      part === 'host'
        ? `"${setting.host!.value}" in "${keyName(entry)}" is a stand-in: nothing answers there. put in the real host`
        : `"${keyName(entry)}" still holds a stand-in for the ${part === 'user' ? 'user name' : 'password'}. put in the real one`,
  }),
});

function* standIns(setting: RelaySetting): Generator<State> {
  const { host, user, password } = setting;
  const isUser = user !== undefined && !user.templated && isPlaceholder(user.value) && !isTaken(setting, user.value);
  const isCopied = isUser || password?.source === 'placeholder';
  const isHost = host && !host.templated && (STAND_IN_HOST.test(host.value) || (isCopied && RESERVED_HOST.test(host.value)));
  if (isHost) yield { setting, part: 'host', entry: host.entry, at: host.span };
  if (isUser) yield { setting, part: 'user', entry: user.entry, at: user.span };
  if (password?.source === 'placeholder') yield { setting, part: 'password', entry: password.entry, at: password.span };
}

/** Words such as `apikey` and `api` are real at providers that ask for them. */
function isTaken(setting: RelaySetting, user: string): boolean {
  const username = providerOfRelay(setting)?.username;
  return username?.literal === user || (username?.pattern !== undefined && new RegExp(username.pattern).test(user));
}
