import { isCatcherHost } from '../../discover/local.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { isProductionFile } from '../support/fileRoles.ts';
import { keyName } from '../support/keyName.ts';
import { isPatternFile, providerOfRelay } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly host: Located<string>;
}

/** Ports on which catchers listen and mail servers do not. */
const CATCHER_PORTS: ReadonlySet<number> = new Set([1025, 2500, 8025]);

/** A development mail catcher in the settings of a production system. */
export const mismatchedCatcher = defineRule<State>({
  meta: {
    id: 'relay/mismatched-catcher',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'port'],
    title: 'Mail catcher in production settings',
    why: 'A catcher such as Mailpit or a sandbox of Mailtrap takes every message and delivers none. In production nothing fails and nothing arrives: sign-up and password mails are lost without an error.',
    bad: { kind: 'dotenv', path: '.env.production', text: 'SMTP_HOST=mailpit\nSMTP_PORT=1025\n' },
    ok: { kind: 'dotenv', path: '.env.development', text: 'SMTP_HOST=mailpit\nSMTP_PORT=1025\n' },
    references: [{ title: 'Mailpit', url: 'https://mailpit.axllent.org/docs/' }],
    fix: 'none',
  },
  *run({ file, settings }) {
    if (!isProductionFile(file.path) || isPatternFile(file.path)) return;
    for (const setting of settings) {
      const { host, port, enabled } = setting;
      // An app that sends nothing leaves the catcher alone as well.
      if (!host || host.templated || !enabled) continue;
      const isCatcher = isCatcherHost(host.value) || providerOfRelay(setting)?.kind === 'dev-sink' || (setting.isLocal && CATCHER_PORTS.has(port?.value ?? 0));
      if (isCatcher) yield { setting, host };
    }
  },
  word: ({ setting, host }) => {
    const isByPort = !isCatcherHost(host.value) && setting.isLocal;
    const subject = isByPort ? `port ${setting.port?.value} on "${host.value}"` : `"${host.value}"`;
    return {
      at: host.span,
      message: `${subject} in "${keyName(host.entry)}" is a mail catcher, which delivers nothing, and this file is for production. put in the real relay`,
    };
  },
});
