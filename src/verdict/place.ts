import { MECHANISM_KEY, mechanismNamed } from '../data/mechanisms.ts';
import { findRow, readTables } from '../discover/postfixTable.ts';
import type { RelaySetting } from '../discover/types.ts';
import type { Entry } from '../parse/types.ts';
import type { Analysis } from '../service/types.ts';
import type { SettingPart } from '../smtp/types.ts';
import { senderKeys } from '../text/senderKeys.ts';
import type { Span } from '../text/span.ts';

/** Where a verdict stands: in the analyzed file, or in another one that its view names. */
export interface VerdictPlace {
  readonly path?: string;
  readonly span: Span;
}

/** Keys that name a file of certificate authorities: `tls_trust_file`, `NODE_EXTRA_CA_CERTS`, `cafile`, `ca`, `SSL_CERT_FILE`. */
const CA_KEY = /(^|[._-])(ca|ca[._-]?(file|path|certs?|bundle|certificate)|extra_ca_certs|tls_trust_file|ssl_cert_file|trust[._-]?store)$/i;

/** Parameters of main.cf by the part that they decide, the first that is set. */
const PARAMETERS: Partial<Readonly<Record<SettingPart, readonly string[]>>> = {
  ca: ['smtp_tls_CAfile', 'smtp_tls_CApath'],
  mechanism: ['smtp_sasl_mechanism_filter', 'smtp_sasl_security_options', 'smtp_sasl_auth_enable'],
};

/** The piece of a setting that a verdict is about. Falls back to the setting's own line where the file does not say that part. */
export function placeOf(analysis: Analysis, setting: RelaySetting, part: SettingPart | undefined): VerdictPlace {
  const relay = { span: setting.host?.span ?? setting.anchor.keySpan };
  if (part === undefined) return relay;
  const row = rowOf(analysis, setting, part);
  // A policy for the next hop is stronger than what main.cf says for all.
  if (row && (part === 'security' || part === 'verify')) return row;
  const own = spanOf(setting, part);
  return own ? { span: own } : (row ?? relay);
}

function spanOf(setting: RelaySetting, part: SettingPart): Span | undefined {
  const { host, port, user, password, from, helo, security, main } = setting;
  switch (part) {
    case 'host':
      return host?.span;
    case 'port':
      return port?.span;
    case 'security': {
      // In a lookup table the protection is decided in main.cf, whose offsets mean nothing here.
      const [by] = main ? [] : security.by;
      return by ? valueOrKey(by.entry, by.span) : port?.span;
    }
    case 'verify':
      return main ? undefined : security.verify?.span;
    case 'user':
      return user?.span;
    case 'password':
      // A path or the name of a table is not the password: what is wrong with it stands elsewhere.
      return password && !['map', 'file', 'command'].includes(password.source) ? password.span : undefined;
    case 'from':
      return from?.span;
    case 'helo':
      return main ? undefined : helo?.span;
    case 'ca':
    case 'mechanism': {
      const entry = main ? undefined : namingEntry(setting, part);
      return entry && valueOrKey(entry, entry.valueSpan);
    }
  }
}

/** The entry that names the CA file or the mechanism. */
function namingEntry({ file, entries, anchor, authEnabled }: RelaySetting, part: 'ca' | 'mechanism'): Entry | undefined {
  if (file.kind === 'postfix-main') {
    // Of two lines that set a parameter the last one is in force (postconf(5)).
    const set = (PARAMETERS[part] ?? []).map((name) => file.entries.filter(({ key }) => key === name).at(-1));
    return set.find((entry) => entry !== undefined);
  }
  const block = JSON.stringify(anchor.path.slice(0, -1));
  // No app needs it to find its relay, so it is among the setting's neighbours only.
  if (part === 'ca') return file.entries.find(({ key, path }) => CA_KEY.test(key) && JSON.stringify(path.slice(0, -1)) === block);
  const candidates = [...(authEnabled ? [authEnabled.entry] : []), ...entries.filter(({ key }) => MECHANISM_KEY.test(key))];
  return candidates.find(({ value }) => mechanismNamed(value) !== undefined);
}

/** A switch without a value has its key to be marked. */
function valueOrKey({ keySpan, valueSpan }: Entry, span: Span): Span {
  return valueSpan.start === valueSpan.end ? keySpan : span;
}

/** The row of a table that decides a part for this next hop: the line that has to change. */
function rowOf({ folder }: Analysis, { nextHop, host, sender }: RelaySetting, part: SettingPart): VerdictPlace | undefined {
  const { parameters } = folder ?? {};
  if (!folder || !parameters || nextHop === undefined) return undefined;
  const find = (name: string, keys: readonly string[]): VerdictPlace | undefined => {
    const tables = readTables(folder, parameters, name);
    const row = tables && keys.map((key) => findRow(tables, key)).find((one) => one !== undefined);
    return row && { path: row.path, span: row.keySpan };
  };
  switch (part) {
    case 'user':
    case 'password': {
      // The order of smtp(8): the sender where it is asked for, the host, the next hop as written.
      const bySender = sender !== undefined && /^yes$/i.test(parameters.get('smtp_sender_dependent_authentication').value);
      return find('smtp_sasl_password_maps', [...(bySender ? senderKeys(sender) : []), ...(host ? [host.value] : []), nextHop]);
    }
    case 'security':
    case 'verify':
      return find('smtp_tls_policy_maps', [nextHop]);
    default:
      return undefined;
  }
}
