import { isImplicitTlsPort, isStartTlsPort } from '../../data/ports.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { asBoolean } from '../../discover/values.ts';
import { renameKey, setValue } from '../../parse/edit.ts';
import { APP_KINDS } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { appKeysOf } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { isModeCertain } from '../support/portAndMode.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays } from '../support/relays.ts';
import type { Fix } from '../types.ts';

/** A switch that does something else than it is called after. */
interface Misnamed {
  readonly profile: string;
  readonly key: string;
  readonly means: string;
  /** Another switch that has to be on, else the app refuses. */
  readonly needs?: string;
  /** The key and value that say the same without doubt. */
  readonly instead?: readonly [string, string];
}

const MISNAMED: readonly Misnamed[] = [
  { profile: 'vaultwarden', key: 'SMTP_EXPLICIT_TLS', means: 'TLS from the first byte', instead: ['SMTP_SECURITY', 'force_tls'] },
  { profile: 'vaultwarden', key: 'SMTP_SSL', means: 'STARTTLS', instead: ['SMTP_SECURITY', 'starttls'] },
  { profile: 'dify', key: 'SMTP_OPPORTUNISTIC_TLS', means: 'STARTTLS, and no mail without it', needs: 'SMTP_USE_TLS' },
  { profile: 'odoo', key: 'smtp_ssl', means: 'STARTTLS' },
];

interface State {
  readonly setting: RelaySetting;
  readonly at: Span;
  readonly message: string;
  readonly fix?: Fix;
}

/** A switch or scheme whose name promises another kind of TLS than it brings. */
export const mismatchedSwitchName = defineRule<State>({
  meta: {
    id: 'tls/mismatched-switch-name',
    severity: 'information',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security'],
    title: 'TLS switch that does not do what its name says',
    why: 'A few apps call STARTTLS "SSL", or TLS from the first byte "explicit". The setting works, but whoever goes by the name chooses the wrong port next time.',
    bad: dotenv('SIGNUPS_ALLOWED=false\nSMTP_HOST=mail.acme.io\nSMTP_PORT=465\nSMTP_FROM=vault@acme.io\nSMTP_EXPLICIT_TLS=true\n'),
    ok: dotenv('SIGNUPS_ALLOWED=false\nSMTP_HOST=mail.acme.io\nSMTP_PORT=465\nSMTP_FROM=vault@acme.io\nSMTP_SECURITY=force_tls\n'),
    references: [
      { title: 'Vaultwarden: settings template', url: 'https://github.com/dani-garcia/vaultwarden/blob/main/.env.template' },
      { title: 'django-environ: email settings', url: 'https://django-environ.readthedocs.io/en/latest/types.html#environ-env-email-url' },
      rfc(8314, '3'),
    ],
    fix: 'safe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      if (!isModeCertain(setting) || isOnWrongPort(setting)) continue;
      const found = byScheme(setting) ?? bySwitch(setting);
      if (found) yield found;
    }
  },
  word: ({ at, message }) => ({ at, message }),
  fixes: ({ fix }) => (fix ? [fix] : []),
});

/** Then the contradiction of port and protection has a finding, which tells the meaning as well. */
function isOnWrongPort({ security, effectivePort: port }: RelaySetting): boolean {
  if (port === undefined) return false;
  return security.effective === 'implicit-tls' ? isStartTlsPort(port) : isImplicitTlsPort(port);
}

function byScheme(setting: RelaySetting): State | undefined {
  const { url, profile } = setting;
  if (profile !== 'django-environ' || url?.scheme !== 'smtps' || url.entry.inherited) return undefined;
  return {
    setting,
    at: url.schemeSpan,
    message: '"smtps://" means STARTTLS in django-environ, not TLS from the first byte. "smtp+tls://" says the same under its name',
    fix: { title: 'Set the scheme to smtp+tls', safety: 'safe', isPreferred: true, edits: [{ span: url.schemeSpan, newText: 'smtp+tls' }] },
  };
}

function bySwitch(setting: RelaySetting): State | undefined {
  const entry = setting.security.by[0]?.entry;
  const known = entry && MISNAMED.find(({ profile, key }) => profile === setting.profile && key === entry.key);
  if (!entry || !known || asBoolean(entry.value) !== true) return undefined;
  const { means, needs, instead } = known;
  const needed = needs === undefined ? undefined : appKeysOf(setting)?.found.get(needs);
  if (needed && asBoolean(needed.value) === false) return undefined;
  const canMove = instead !== undefined && entry.form === 'pair' && !entry.inherited && !appKeysOf(setting)?.found.has(instead[0]);
  return {
    setting,
    at: entry.keySpan,
    message: `"${entry.key}" means ${means} in ${setting.profileTitle}, in spite of its name${instead ? `. "${instead.join('=')}" says the same` : ''}`,
    ...(canMove && {
      fix: {
        title: `Replace by ${instead.join('=')}`,
        safety: 'safe',
        isPreferred: true,
        edits: [renameKey(setting.file, entry, instead[0]), setValue(setting.file, entry, instead[1])],
      },
    }),
  };
}
