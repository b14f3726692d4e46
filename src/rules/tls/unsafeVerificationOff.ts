import { isPrivateHost } from '../../discover/local.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { removeEntry, setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { parameterOf } from '../support/portAndMode.ts';
import { rfc } from '../support/references.ts';
import { isPatternFile, remoteRelays, severityFor } from '../support/relays.ts';
import type { Fix } from '../types.ts';

/** What switches checking on again, by what switched it off. */
const OPPOSITES: Readonly<Record<string, string>> = {
  true: 'false',
  false: 'true',
  True: 'False',
  False: 'True',
  '1': '0',
  '0': '1',
  yes: 'no',
  no: 'yes',
  none: 'peer',
};

/** Certificates of a public server that nobody checks. */
export const unsafeVerificationOff = defineRule<RelaySetting>({
  meta: {
    id: 'tls/unsafe-verification-off',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security', 'host'],
    title: 'Certificate check switched off',
    why: 'TLS without a certificate check hides the mail from listeners, but not from somebody who poses as the server and takes the password. A private authority belongs into the list of trusted ones instead.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_FROM=wiki@acme.io\nSMTP_SECURITY=starttls\nSMTP_ACCEPT_INVALID_CERTS=true\n'),
    ok: dotenv('SMTP_HOST=mail.acme.internal\nSMTP_PORT=587\nSMTP_FROM=wiki@acme.io\nSMTP_SECURITY=starttls\nSMTP_ACCEPT_INVALID_CERTS=true\n'),
    references: [rfc(8314, '4.1'), rfc(7817, '3')],
    fix: 'unsafe',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { security, host } = setting;
      const isOff = security.verify?.value === false && !security.verify.templated;
      if (isOff && security.effective !== 'none' && host && !host.templated && !isPrivateHost(host.value)) yield setting;
    }
  },
  word: (setting) => {
    const verify = setting.security.verify!;
    const { entry, span } = verify;
    const saying = entry === setting.url?.entry ? `"${parameterOf(setting, verify)}" in "${keyName(entry)}"` : `"${keyName(entry)}" is "${entry.value}"`;
    return {
      at: span,
      severity: severityFor(setting, 'warning'),
      message: isOwnSwitch(setting, entry)
        ? `${saying}: certificates of "${setting.host!.value}" are not checked, so anybody on the way can pose as it`
        : `${setting.profileTitle} stops checking certificates with this setting, so anybody on the way can pose as "${setting.host!.value}"`,
    };
  },
  fixes(setting, { file }): Fix[] {
    const { entry, span } = setting.security.verify!;
    // Jakarta Mail's list of trusted hosts: without it certificates decide.
    if (entry.value.trim() === '*' && !entry.inherited) {
      return [{ title: `Check certificates: remove ${keyName(entry)}`, safety: 'unsafe', isPreferred: true, edits: [removeEntry(file, entry)] }];
    }
    const on = OPPOSITES[file.text.slice(span.start, span.end)];
    if (on === undefined || !isOwnSwitch(setting, entry)) return [];
    const isWhole = span.start === entry.valueSpan.start && span.end === entry.valueSpan.end;
    return [
      {
        title: `Check certificates: set ${keyName(entry)} to ${on}`,
        // A known provider's certificate passes; another server's may be its own.
        safety: setting.provider === undefined ? 'unsafe' : 'safe',
        edits: [isWhole ? setValue(file, entry, on) : { span, newText: on }],
      },
    ];
  },
});

/** A key that decides about TLS as a whole can't be turned round for the sake of the check. */
function isOwnSwitch({ security, url }: RelaySetting, entry: Entry): boolean {
  return entry === url?.entry || !security.by.some((by) => by.entry === entry);
}
