import type { Provider } from '../../data/providers.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly host: Located<string>;
  readonly provider: Provider;
  readonly current: string | undefined;
}

/** A provider's host from before it moved or took another name. */
export const deprecatedHost = defineRule<State>({
  meta: {
    id: 'relay/deprecated-host',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host'],
    title: "Provider's former host",
    why: 'The provider has moved its service to another name. The old one works for as long as somebody keeps it alive, then stops resolving or answers with a certificate that does not fit.',
    bad: dotenv('SMTP_HOST=smtp.live.com\nSMTP_PORT=587\n'),
    ok: dotenv('SMTP_HOST=smtp-mail.outlook.com\nSMTP_PORT=587\n'),
    references: [
      {
        title: 'Outlook.com: POP, IMAP, and SMTP settings',
        url: 'https://support.microsoft.com/office/pop-imap-and-smtp-settings-for-outlook-com-d088b986-291d-42b8-9564-9c414e2aa040',
      },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const { host } = setting;
      const provider = providerOfRelay(setting);
      if (!host || host.templated || !provider) continue;
      const name = host.value.toLowerCase();
      const known = provider.hosts.find(({ pattern, regex }) => (regex ? new RegExp(pattern).test(name) : pattern === name));
      if (known?.status !== 'obsolete') continue;
      yield { setting, host, provider, current: provider.hosts.find(({ regex, status }) => !regex && status === undefined)?.pattern };
    }
  },
  word: ({ setting, host, provider, current }) => ({
    at: host.span,
    severity: severityFor(setting, 'warning'),
    message: `"${host.value}" is a former host of ${provider.name}${current ? `. it is "${current}" now` : ''}`,
    tag: 'deprecated',
  }),
  fixes: ({ host, current }) =>
    current === undefined || host.entry.inherited
      ? []
      : [{ title: `Set ${keyName(host.entry)} to ${current}`, safety: 'unsafe', isPreferred: true, edits: [{ span: host.span, newText: current }] }],
});
