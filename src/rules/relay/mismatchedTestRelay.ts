import type { Provider, ProviderKind } from '../../data/providers.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { isCodeKind } from '../../parse/codeKind.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { isTestFile } from '../support/fileRoles.ts';
import { keyName } from '../support/keyName.ts';
import { providerOfRelay, remoteRelays } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly host: Located<string>;
  readonly provider: Provider;
}

const REAL: ReadonlySet<ProviderKind> = new Set(['mailbox', 'mailbox-relay', 'esp', 'cloud-relay', 'hosting']);

/** A relay that delivers, with its password, in the settings for tests. */
export const mismatchedTestRelay = defineRule<State>({
  meta: {
    id: 'relay/mismatched-test-relay',
    severity: 'information',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'password'],
    title: 'Real relay in settings for tests',
    why: 'Tests send to addresses that somebody made up, and to copies of real ones. With a relay that delivers they reach people, bounce, and cost the sending domain its reputation; a catcher takes the same mail and keeps it.',
    bad: { kind: 'dotenv', path: '.env.test', text: 'SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=587\nSMTP_USER=apikey\nSMTP_PASSWORD=k4Tz9vQ8Horse\n' },
    ok: { kind: 'dotenv', path: '.env.test', text: 'SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=587\nSMTP_USER=apikey\nSMTP_PASSWORD=test\n' },
    references: [{ title: 'Mailpit', url: 'https://mailpit.axllent.org/docs/' }],
    fix: 'none',
  },
  *run(context) {
    const { path, kind } = context.file;
    // `mailer.test.js` is a test, not settings for one.
    if (!isTestFile(path) || (isCodeKind(kind) && !/environments/.test(path))) return;
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const { host, password, enabled } = setting;
      if (host && !host.templated && enabled && password?.source === 'literal' && provider && REAL.has(provider.kind)) yield { setting, host, provider };
    }
  },
  word: ({ host, provider }) => ({
    at: host.span,
    message: `"${host.value}" in "${keyName(host.entry)}" delivers what tests send: ${provider.name} with a password, in a file for tests. take a mail catcher`,
  }),
});
