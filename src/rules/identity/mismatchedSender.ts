import type { Provider } from '../../data/providers.ts';
import { isPlaceholder } from '../../discover/placeholder.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { addressIn, domainOf, isAddress } from '../support/addresses.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { isPatternFile, providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import type { Severity } from '../types.ts';

interface Manner {
  readonly severity: Severity;
  readonly outcome: string;
  /** Another name at the same domain is refused as well; elsewhere it may be an alias. */
  readonly isExact?: true;
}

const REFUSES = 'refuses a sender that is not its own';
/** What mailbox providers do with a sender that the account does not own. */
const MANNERS: Readonly<Record<string, Manner>> = {
  gmail: { severity: 'information', outcome: 'puts the account in its place, unless it is set up there under "send mail as"' },
  m365: { severity: 'information', outcome: 'answers "SendAsDenied" unless the mailbox may send as it' },
  'outlook-com': { severity: 'warning', outcome: REFUSES },
  yahoo: { severity: 'warning', outcome: REFUSES },
  'zoho-mail': { severity: 'information', outcome: 'answers "553 relaying disallowed" unless it is an alias of the account' },
  yandex: { severity: 'information', outcome: 'answers "not owned by auth user" unless it is an alias of the account' },
  'mail-ru': { severity: 'warning', outcome: REFUSES, isExact: true },
  qq: { severity: 'warning', outcome: REFUSES, isExact: true },
  netease: { severity: 'warning', outcome: REFUSES, isExact: true },
};
/** Domains at which nobody but their owner can make an alias. */
const PUBLIC_DOMAIN =
  /^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|gmx|web|aol|proton|protonmail|qq|163|126|mail|yandex)\.(com|net|org|de|ru|me|fr|co\.uk)$/;

/** `your-email@yourdomain.com`, `user@example.com`: nobody's address. */
const isStandIn = (address: string) => isPlaceholder(address) || /@(.*\.)?example(\.(com|org|net))?$/.test(address);

interface State {
  readonly setting: RelaySetting;
  readonly from: Located<string>;
  readonly provider: Provider;
  readonly manner: Manner;
  readonly address: string;
}

/** A sender that the account is not known to own. */
export const mismatchedSender = defineRule<State>({
  meta: {
    id: 'identity/mismatched-sender',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['from', 'user', 'host'],
    title: "Sender that is not the account's",
    why: 'Mailbox providers let an account send under its own addresses only. Some refuse every message with 553 or "SendAsDenied", Gmail quietly writes the account into the From line.',
    bad: dotenv('SMTP_HOST=smtp.qq.com\nSMTP_PORT=465\nSMTP_USER=12345@qq.com\nSMTP_PASSWORD=${MAIL_SECRET}\nSMTP_FROM=noreply@acme.io\n'),
    ok: dotenv('SMTP_HOST=smtp.qq.com\nSMTP_PORT=465\nSMTP_USER=12345@qq.com\nSMTP_PASSWORD=${MAIL_SECRET}\nSMTP_FROM="Acme <12345@qq.com>"\n'),
    references: [
      { title: 'Gmail: send emails from a different address', url: 'https://support.google.com/mail/answer/22370' },
      {
        title: 'Microsoft 365: client submission',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365',
      },
    ],
    fix: 'none',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { from, user } = setting;
      const provider = providerOfRelay(setting);
      const manner = provider && MANNERS[provider.id];
      if (!manner || !from || from.templated || !user || user.templated || !isAddress(user.value)) continue;
      const address = addressIn(from.value).toLowerCase();
      const account = user.value.toLowerCase();
      const isOwn = address === account || (!manner.isExact && domainOf(address) === domainOf(account));
      if (isAddress(address) && !isOwn && !isStandIn(address) && !isStandIn(account)) yield { setting, from, provider, manner, address };
    }
  },
  word: ({ setting, from, provider, manner, address }) => ({
    at: from.span,
    severity: severityFor(setting, PUBLIC_DOMAIN.test(domainOf(address)) ? 'warning' : manner.severity),
    message: `"${address}" in "${keyName(from.entry)}" is not the account "${setting.user!.value}": ${provider.name} ${manner.outcome}`,
  }),
});
