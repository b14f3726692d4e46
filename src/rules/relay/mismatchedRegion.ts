import type { Located, RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { readerOf } from '../support/appKeys.ts';
import { entriesBeside } from '../support/beside.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';
import type { Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly host: Located<string>;
  readonly entry: Entry;
  /** The region as the other key says it, and as the host does. */
  readonly wanted: string;
  readonly actual: string;
  /** The host in the other region. */
  readonly meant: string;
  readonly severity: Severity;
}

const SES = /^(email-smtp(?:-fips)?\.)([a-z]{2}(?:-[a-z]+)+-\d)(\.amazonaws\.com)$/i;
/** Says the region of the mail service itself, and of everything at this provider. */
const SES_REGION = /^(AWS_)?SES_(AWS_)?REGION(_NAME)?$/;
const AWS_REGION = /^AWS_(DEFAULT_)?REGION$/;
const MAILGUN_REGION = /^MAILGUN_(ENDPOINT|API_URL|API_BASE_URL|BASE_URL|REGION|HOST)$/;

/** A provider's host of one region beside a setting that names another one. */
export const mismatchedRegion = defineRule<State>({
  meta: {
    id: 'relay/mismatched-region',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host'],
    title: "Provider's host of another region",
    why: 'Providers keep accounts, domains and SMTP passwords apart by region. In another region the password is unknown, and sign-in fails with "authentication failed" though it is right.',
    bad: dotenv('SES_REGION=eu-central-1\nSMTP_HOST=email-smtp.us-east-1.amazonaws.com\nSMTP_PORT=587\n'),
    ok: dotenv('SES_REGION=us-east-1\nSMTP_HOST=email-smtp.us-east-1.amazonaws.com\nSMTP_PORT=587\n'),
    references: [
      { title: 'Amazon SES: regions', url: 'https://docs.aws.amazon.com/ses/latest/dg/regions.html' },
      { title: 'Mailgun: regions', url: 'https://documentation.mailgun.com/docs/mailgun/api-reference/api-overview#base-url' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const { host } = setting;
      if (!host || host.templated) continue;
      for (const entry of entriesBeside(setting)) {
        const state = compare(setting, host, entry);
        if (state) {
          yield state;
          break;
        }
      }
    }
  },
  word: ({ setting, host, entry, wanted, actual, severity }) => ({
    at: host.span,
    severity: severityFor(setting, severity),
    message: `"${host.value}" is in the region "${actual}", "${keyName(entry)}" says "${wanted}". an SMTP password is good in its own region only`,
    related: [{ span: entry.valueSpan, message: 'the other region' }],
  }),
  fixes: ({ host, meant }) =>
    host.entry.inherited
      ? []
      : [{ title: `Set ${keyName(host.entry)} to ${meant}`, safety: 'unsafe', isPreferred: true, edits: [{ span: host.span, newText: meant }] }],
});

function compare(setting: RelaySetting, host: Located<string>, entry: Entry): State | undefined {
  const ses = SES.exec(host.value);
  const isMailgun = /^smtp(\.eu)?\.mailgun\.org$/i.test(host.value);
  if (!(ses && (SES_REGION.test(entry.key) || AWS_REGION.test(entry.key))) && !(isMailgun && MAILGUN_REGION.test(entry.key))) return undefined;
  const { text, isTemplated, isDefault } = readerOf(setting.file).read(entry);
  const value = text.trim().toLowerCase();
  if (isTemplated || isDefault) return undefined;
  if (ses) {
    const [, before = '', actual = '', after = ''] = ses;
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(value) || value === actual.toLowerCase()) return undefined;
    // Other services of AWS may well be in another region than mail.
    const severity = SES_REGION.test(entry.key) ? 'warning' : 'information';
    return { setting, host, entry, wanted: value, actual, meant: before + value + after, severity };
  }
  const wanted = /(^|[./])(api\.eu\.mailgun\.net|eu$)/.test(value) ? 'eu' : /(^|[./])(api\.mailgun\.net|us$)/.test(value) ? 'us' : undefined;
  const actual = /\.eu\./i.test(host.value) ? 'eu' : 'us';
  if (wanted === undefined || wanted === actual) return undefined;
  return { setting, host, entry, wanted, actual, meant: wanted === 'eu' ? 'smtp.eu.mailgun.org' : 'smtp.mailgun.org', severity: 'warning' };
}
