import { wellKnownService } from '../../data/providers.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { removeEntry } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, entriesFor, readerOf } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  /** Says the server that counts. */
  readonly winner: Entry;
  /** The server that it names, where it may be shown. */
  readonly server: string | undefined;
  readonly loser: Entry;
}

/** Apps that hand both to nodemailer, or let a URL win over the separate keys. */
const URL_WINS: ReadonlySet<string> = new Set(['laravel', 'laravel-config', 'nextauth']);

/** Two servers in one setting, of which the app uses one. */
export const duplicateServer = defineRule<State>({
  meta: {
    id: 'relay/duplicate-server',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'service', 'url'],
    title: 'Two servers, of which one is not used',
    why: "A service's name stands for host, port and TLS together, and so does a URL. Where both are given the separate host is overruled, and changing it later has no effect.",
    bad: dotenv('APP_KEY=\nMAIL_MAILER=smtp\nMAIL_URL=smtp://smtp.mailgun.org:587\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\n'),
    ok: dotenv('APP_KEY=\nMAIL_MAILER=smtp\nMAIL_URL=smtp://mail.acme.io:587\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\n'),
    references: [
      { title: 'Nodemailer: well-known services', url: 'https://nodemailer.com/smtp/well-known-services' },
      { title: 'Laravel: mail configuration', url: 'https://laravel.com/docs/mail#configuration' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const found = byService(setting) ?? byUrl(setting, context.settings);
      if (found) yield found;
    }
  },
  word: ({ setting, winner, server, loser }) => ({
    at: loser.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `"${keyName(loser)}" is not used: "${keyName(winner)}" names another server${server ? `, "${server}",` : ''} and wins in ${setting.profileTitle}`,
    related: [{ span: winner.keySpan, message: 'this one counts' }],
    tag: 'unnecessary',
  }),
  fixes: ({ loser }, { file }) =>
    loser.inherited ? [] : [{ title: `Remove ${keyName(loser)}`, safety: 'unsafe', isPreferred: true, edits: [removeEntry(file, loser)] }],
});

/** `service` with a host beside it (nodemailer lib/mailer, well-known services win). */
function byService(setting: RelaySetting): State | undefined {
  const keys = appKeysOf(setting);
  const winner = keys && entriesFor(keys, 'service').find((entry) => !isUnset(entry));
  const loser = keys && entriesFor(keys, 'host').find((entry) => !isUnset(entry));
  if (!winner || !loser || keys.profile.id === 'outline' || readerOf(setting.file).read(winner).isTemplated) return undefined;
  const service = wellKnownService(winner.value);
  if (!service || service.host === setting.host?.value.toLowerCase() || setting.host?.templated) return undefined;
  return { setting, winner, server: service.host, loser };
}

function byUrl(setting: RelaySetting, settings: readonly RelaySetting[]): State | undefined {
  const { host, url, profile } = setting;
  if (url || !host || host.templated || !URL_WINS.has(profile)) return undefined;
  const same = settings.find((other) => other.url && other.profile === profile && other.entries.includes(host.entry));
  if (!same?.host || same.host.templated || same.host.value.toLowerCase() === host.value.toLowerCase()) return undefined;
  return { setting, winner: same.url!.entry, server: same.host.value, loser: host.entry };
}
