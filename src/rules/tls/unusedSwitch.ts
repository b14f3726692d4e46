import { isLocalHost } from '../../discover/local.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { asBoolean } from '../../discover/values.ts';
import { insertAfter, setValue } from '../../parse/edit.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf } from '../support/appKeys.ts';
import { leaksCredentials } from '../support/clearText.ts';
import { program } from '../support/examples.ts';
import { isPatternFile, remoteRelays, severityFor } from '../support/relays.ts';
import type { Fix, RuleContext, Severity } from '../types.ts';

interface State {
  readonly entry: Entry;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: Fix;
}

/** A switch for TLS that another one, or its absence, makes ineffective. */
export const unusedSwitch = defineRule<State>({
  meta: {
    id: 'tls/unused-switch',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security'],
    title: 'TLS switch without effect',
    why: 'The line reads as if the connection were protected, but another setting has the last word, or a second switch is needed as well: mail and password go out in clear text.',
    bad: program(
      'javascript',
      'mail.js',
      "const transport = nodemailer.createTransport({\n  host: 'mail.acme.io',\n  port: 587,\n  secure: false,\n  requireTLS: true,\n  ignoreTLS: true,\n});\n",
    ),
    ok: program(
      'javascript',
      'mail.js',
      "const transport = nodemailer.createTransport({\n  host: 'mail.acme.io',\n  port: 587,\n  secure: false,\n  requireTLS: true,\n  ignoreTLS: false,\n});\n",
    ),
    references: [
      { title: 'Nodemailer: SMTP transport', url: 'https://nodemailer.com/smtp/' },
      { title: 'dma(8)', url: 'https://man.freebsd.org/cgi/man.cgi?query=dma&sektion=8' },
      { title: 'msmtp: TLS commands', url: 'https://marlam.de/msmtp/msmtp.html#Transport-Layer-Security' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    // With credentials the clear text has a graver finding.
    if (!isPatternFile(context.file.path) && remoteRelays(context).some(leaksCredentials)) return;
    if (context.file.kind === 'dma') yield* inDma(context.file);
    else if (context.file.kind === 'msmtp') yield* inMsmtp(context.file);
    else for (const setting of remoteRelays(context)) yield* inApp(setting, context);
  },
  word: ({ entry, severity, message }) => ({ at: entry.keySpan, severity, message, tag: 'unnecessary' }),
  fixes: ({ fix }) => (fix ? [fix] : []),
});

const fixOf = (title: string, edits: Fix['edits']): Fix => ({ title, safety: 'unsafe', isPreferred: true, edits });

/** dma's `STARTTLS` says how TLS begins; `SECURETRANSFER` says that there is any (dma crypto.c). */
function* inDma(file: ConfigFile): Generator<State> {
  const named = (key: string) => file.entries.find((entry) => entry.key === key);
  const entry = named('STARTTLS') ?? named('OPPORTUNISTIC_TLS');
  const host = named('SMARTHOST')?.value;
  if (!entry || named('SECURETRANSFER') || !host || isLocalHost(host)) return;
  yield {
    entry,
    severity: 'warning',
    message: `"${entry.key}" has no effect in dma without "SECURETRANSFER": mail goes to "${host}" in clear text`,
    fix: fixOf('Add SECURETRANSFER', [insertAfter(file, entry, 'SECURETRANSFER', '')]),
  };
}

/** msmtp's `tls_starttls` says how TLS begins; `tls` says that there is any, and it is off by default. */
function* inMsmtp(file: ConfigFile): Generator<State> {
  if (file.entries.some(({ key }) => key === 'tls')) return;
  for (const entry of file.entries) {
    if (entry.key !== 'tls_starttls' || entry.value !== 'on') continue;
    const host = file.entries.find(({ key, path }) => key === 'host' && path[0] === entry.path[0])?.value;
    if (host !== undefined && isLocalHost(host)) continue;
    yield {
      entry,
      severity: 'warning',
      message: '"tls_starttls" has no effect in msmtp without "tls on": mail goes out in clear text',
      fix: fixOf('Add tls on', [insertAfter(file, entry, 'tls', 'on')]),
    };
  }
}

function* inApp(setting: RelaySetting, { file }: RuleContext): Generator<State> {
  const found = appKeysOf(setting)?.found;
  if (!found) return;
  const position = (end: string, wanted: boolean) =>
    [...found.values()].find(({ key, value }) => key === end && asBoolean(value) === wanted && !value.includes('$'));
  const required = position('requireTLS', true);
  const ignored = position('ignoreTLS', true);
  if (required && ignored) {
    yield {
      entry: required,
      severity: severityFor(setting, 'warning'),
      message: '"requireTLS" has no effect beside "ignoreTLS", which has the last word: the connection stays in clear text',
      ...(!ignored.inherited && { fix: fixOf('Set ignoreTLS to false', [setValue(file, ignored, 'false')]) }),
    };
  }
  const insists = setting.profile === 'dify' ? position('SMTP_OPPORTUNISTIC_TLS', true) : undefined;
  const off = position('SMTP_USE_TLS', false);
  if (insists && off) {
    yield {
      entry: insists,
      severity: severityFor(setting, 'warning'),
      message: '"SMTP_OPPORTUNISTIC_TLS" needs "SMTP_USE_TLS" in Dify, which refuses to send with one and not the other',
      ...(!off.inherited && { fix: fixOf('Set SMTP_USE_TLS to true', [setValue(file, off, 'true')]) }),
    };
  }
}
