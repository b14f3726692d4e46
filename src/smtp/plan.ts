import { isForTokens } from '../data/mechanisms.ts';
import { IMPLICIT_TLS_PORT } from '../data/ports.ts';
import { SECURITY_MODE_WORDS } from '../data/securityModes.ts';
import type { RelaySetting } from '../discover/types.ts';
import { filePassword } from './credentials/filePassword.ts';
import { lookupSaslPassword } from './credentials/saslPasswd.ts';
import type { Secret } from './credentials/secret.ts';
import { secretDoubts } from './credentials/secretSource.ts';
import { addressFamily, hostNameProblem, isLoopback } from './hostName.ts';
import { namedMechanism } from './sasl/namedMechanism.ts';
import { modeForPort, parseTarget } from './target.ts';
import type { RelayPlan, Timeouts } from './types.ts';

/** What a person or the command line adds to a setting, or says instead of it. */
export interface PlanOptions {
  readonly host?: string;
  readonly port?: number;
  readonly mode?: RelayPlan['mode'];
  readonly user?: string;
  readonly password?: Secret;
  /** Whether `password` is an OAuth 2.0 access token. */
  readonly secretKind?: 'password' | 'token';
  /** The only SASL mechanism to try. */
  readonly mechanism?: string;
  /** `true` tests without signing in, whatever the file says. */
  readonly skipAuth?: boolean;
  readonly mailFrom?: string;
  readonly rcptTo?: string;
  readonly heloName?: string;
  readonly serverName?: string;
  /** Extra trust anchors, PEM. */
  readonly ca?: readonly string[];
  readonly verifyCertificate?: boolean;
  readonly allowClearTextAuth?: boolean;
  readonly timeouts?: Partial<Timeouts>;
  /** Ask for each TLS version after the run. */
  readonly enumerateTls?: boolean;
  /** See RelayPlan: asked of a third party, so only after the user has agreed to it by name. */
  readonly controlHost?: string;
  /** See RelayPlan; `platformOf` in data/portPolicies.ts finds it. */
  readonly platform?: string;
  /** See RelayPlan. */
  readonly containerNames?: readonly string[];
  /** Postfix: the source text of the table that `smtp_sasl_password_maps` names. */
  readonly saslPasswords?: { readonly text: string; readonly senderDependent?: boolean };
}

/** Something that has to be asked before a test is possible. */
export interface MissingPart {
  readonly part: 'host' | 'port' | 'user' | 'password' | 'mailFrom' | 'rcptTo' | 'heloName';
  /** One line that says what is missing or wrong with it. */
  readonly reason: string;
}

/** What a person agrees to by starting the test. */
export interface Consent {
  readonly host: string;
  readonly port: number;
  readonly mode: RelayPlan['mode'];
  /** How credentials travel, if at all. */
  readonly credentials: 'none' | 'under-tls' | 'clear-text-possible';
  /** All of it in one sentence. */
  readonly sentence: string;
}

export type PlanResult =
  | { readonly ok: true; readonly plan: RelayPlan; readonly consent: Consent }
  | { readonly ok: false; readonly missing: readonly MissingPart[] };

export const DEFAULT_TIMEOUTS: Timeouts = { resolveMs: 15_000, connectMs: 10_000, patienceMs: 5_000, greetingMs: 30_000, tlsMs: 15_000, commandMs: 30_000 };

const DEFAULT_HELO = '[127.0.0.1]';

/**
 * Makes the plan of a test from a setting found in a file; options win over the file. Returns the plan and
 * what it needs consent for, or everything that has to be asked first. Connects to nothing.
 */
export function planFor(setting: RelaySetting, options: PlanOptions = {}): PlanResult {
  const missing: MissingPart[] = [];
  const host = options.host ?? settingHost(setting, missing);
  const mode = options.mode ?? (setting.security.effective === 'unspecified' ? undefined : setting.security.effective);
  const port =
    options.port ??
    (setting.port && !setting.port.templated ? setting.port.value : setting.effectivePort) ??
    (mode === 'implicit-tls' ? IMPLICIT_TLS_PORT : undefined);
  const from = senderOf(setting);
  const verify = setting.security.verify;
  return complete({
    host,
    port,
    mode,
    ...credentials(setting, options, host, from, missing),
    from,
    helo: setting.helo && !setting.helo.templated ? setting.helo.value : undefined,
    verifyCertificate: verify && !verify.templated ? verify.value : true,
    provider: setting.provider,
    mechanism: namedMechanism(setting),
    lookupMx: setting.profile === 'postfix' && setting.isBracketed === false,
    options,
    missing,
  });
}

/**
 * Makes the plan of a test from `smtp://[user@]host:port` or `smtps://…`; options win over the URL. Returns
 * undefined when the text is no such URL.
 */
export function planForTarget(url: string, options: PlanOptions = {}): PlanResult | undefined {
  const target = parseTarget(url);
  if (!target) return undefined;
  const user = options.skipAuth ? undefined : (options.user ?? target.user);
  const password = options.skipAuth ? undefined : (options.password ?? target.password);
  const missing: MissingPart[] = [];
  if (user !== undefined && password === undefined) missing.push({ part: 'password', reason: `the password of "${user}" is not given` });
  if (user === undefined && password !== undefined) missing.push({ part: 'user', reason: 'a password is given, but no user name' });
  return complete({ ...target, host: options.host ?? target.host, port: options.port ?? target.port, user, password, options, missing });
}

interface Draft {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly mode: RelayPlan['mode'] | undefined;
  readonly user?: string | undefined;
  readonly password?: Secret | undefined;
  readonly from?: string | undefined;
  readonly helo?: string | undefined;
  readonly verifyCertificate?: boolean;
  readonly provider?: string | undefined;
  readonly mechanism?: string | undefined;
  readonly doubts?: readonly string[];
  readonly lookupMx?: boolean;
  readonly options: PlanOptions;
  readonly missing: MissingPart[];
}

function complete(draft: Draft): PlanResult {
  const { options, user, password } = draft;
  const missing = [...draft.missing];
  const host = draft.host ?? '';
  const hostProblem = draft.host === undefined ? undefined : hostNameProblem(host);
  if (hostProblem) missing.push({ part: 'host', reason: `"${withoutUserInfo(host)}" is not a host name: ${hostProblem}` });
  const port = draft.port ?? 0;
  if (draft.port === undefined) missing.push({ part: 'port', reason: 'the port is not given, and the app has no fixed default' });
  else if (!Number.isInteger(port) || port < 1 || port > 65535) missing.push({ part: 'port', reason: `"${port}" is not a port: expected 1 to 65535` });
  const heloName = options.heloName ?? draft.helo ?? DEFAULT_HELO;
  if (!/^[\x21-\x7e]+$/.test(heloName))
    missing.push({ part: 'heloName', reason: `"${printable(heloName)}" can't be sent with EHLO: expected a host name or an address in brackets` });
  const mailFrom = envelope('mailFrom', options.mailFrom, draft.from ?? (user && isAddress(user) ? user : `postmaster@${heloName}`), missing);
  const rcptTo = envelope('rcptTo', options.rcptTo, mailFrom === '' ? `postmaster@${heloName}` : mailFrom, missing);
  if (missing.length > 0) return { ok: false, missing };

  const mode = options.mode ?? draft.mode ?? modeForPort(port);
  const plan: RelayPlan = {
    host,
    port,
    ...(draft.lookupMx && addressFamily(host) === 0 && options.host === undefined ? { lookupMx: true } : {}),
    mode,
    ...(user === undefined || password === undefined ? {} : { user, password, ...signInOptions(draft) }),
    mailFrom,
    rcptTo,
    heloName,
    ...(options.serverName ? { serverName: options.serverName } : {}),
    ...(options.ca ? { ca: options.ca } : {}),
    verifyCertificate: options.verifyCertificate ?? draft.verifyCertificate ?? true,
    allowClearTextAuth: options.allowClearTextAuth ?? isLoopback(host),
    timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
    ...(options.enumerateTls ? { enumerateTls: true } : {}),
    ...(draft.provider ? { provider: draft.provider } : {}),
    ...(options.controlHost ? { controlHost: options.controlHost } : {}),
    ...(options.platform ? { platform: options.platform } : {}),
    ...(options.containerNames ? { containerNames: options.containerNames } : {}),
  };
  return { ok: true, plan, consent: consentFor(plan) };
}

/** How the secret is used, for a plan that has one. What a file says about its password says nothing of one that was typed in. */
function signInOptions({ options, mechanism, doubts = [] }: Draft): Pick<RelayPlan, 'secretKind' | 'mechanism' | 'secretDoubts'> {
  const takesToken = mechanism !== undefined && isForTokens(mechanism);
  const named = options.mechanism ?? (options.secretKind === 'token' && !takesToken ? undefined : mechanism);
  // What a file signs in with by a mechanism for tokens is one, wherever it comes from.
  const secretKind = options.secretKind ?? (takesToken && options.mechanism === undefined ? 'token' : undefined);
  return {
    ...(secretKind ? { secretKind } : {}),
    ...(named ? { mechanism: named.toUpperCase() } : {}),
    ...(doubts.length > 0 && options.password === undefined ? { secretDoubts: doubts } : {}),
  };
}

function consentFor(plan: RelayPlan): Consent {
  const { host, port, mode } = plan;
  const isClearPossible = plan.allowClearTextAuth && (mode === 'none' || mode === 'starttls-opportunistic');
  const user = plan.user === undefined ? '' : (plan.password?.shownUser(plan.user) ?? plan.user);
  const credentials = plan.user === undefined ? 'none' : isClearPossible ? 'clear-text-possible' : 'under-tls';
  const signsIn = {
    none: 'without signing in',
    'under-tls': `signing in as "${user}" once, under TLS only`,
    'clear-text-possible': `signing in as "${user}" once, in clear text if the server offers no TLS`,
  }[credentials];
  const server = plan.lookupMx ? `the mail exchanger of ${host},` : host;
  const control = plan.controlHost === undefined ? '' : `; if that gets no answer, ask "${plan.controlHost}", which belongs to somebody else, on the same port`;
  const sentence = `Connect to ${server} port ${port} (${SECURITY_MODE_WORDS[mode]}), ${signsIn}, and ask for relaying from <${plan.mailFrom}> to <${plan.rcptTo}>; no message is sent${control}`;
  return { host, port, mode, credentials, sentence };
}

function settingHost(setting: RelaySetting, missing: MissingPart[]): string | undefined {
  const { host, hostDefault } = setting;
  if (host && !host.templated && host.value !== '') return host.value;
  if (hostDefault) return hostDefault;
  missing.push({ part: 'host', reason: host?.templated ? `the host is the variable "${host.value}"` : 'the host is not set' });
  return undefined;
}

function credentials(
  setting: RelaySetting,
  options: PlanOptions,
  host: string | undefined,
  from: string | undefined,
  missing: MissingPart[],
): { user?: string; password?: Secret; doubts?: readonly string[] } {
  if (options.skipAuth) return {};
  // An app that does not sign in must not be tested with credentials that lie around in its file.
  if (options.user === undefined && setting.authEnabled && !setting.authEnabled.templated && !setting.authEnabled.value) return {};
  const { saslPasswords } = options;
  if (saslPasswords && host !== undefined && setting.password?.source === 'map' && !(options.user && options.password)) {
    const nexthop = setting.nextHop ?? host;
    const sender = saslPasswords.senderDependent ? (options.mailFrom ?? from) : undefined;
    const found = lookupSaslPassword(saslPasswords.text, { host, nexthop, ...(sender ? { sender } : {}) });
    if (found) return { user: options.user ?? found.user, password: options.password ?? found.password };
    missing.push({ part: 'password', reason: `the password table has no key for "${nexthop}"` });
    return {};
  }
  const user = options.user ?? (setting.user && !setting.user.templated && setting.user.value !== '' ? setting.user.value : undefined);
  const stored = setting.password ? filePassword(setting, setting.password) : undefined;
  const password = options.password ?? (stored && 'secret' in stored && !stored.secret.isEmpty ? stored.secret : undefined);
  const elsewhere = stored && 'elsewhere' in stored ? stored.elsewhere : undefined;
  if (user !== undefined && password !== undefined) return { user, password, doubts: setting.password ? secretDoubts(setting, setting.password) : [] };
  const isUserNamed = setting.user?.templated === true;
  if (user === undefined && (password !== undefined || isUserNamed || elsewhere !== undefined)) missing.push({ part: 'user', reason: userReason(setting) });
  if (password === undefined && (user !== undefined || isUserNamed || elsewhere !== undefined))
    missing.push({ part: 'password', reason: elsewhere === undefined ? 'the password is not set' : `the password is ${elsewhere}` });
  return {};
}

function userReason({ user, password }: RelaySetting): string {
  if (user?.templated) return `the user name is the variable "${user.value}"`;
  return password?.source === 'map' ? 'the user name is in a lookup table' : 'the user name is not set';
}

/** The sender that the file names; for a whole domain one that every domain has (RFC 2142 §5). */
function senderOf({ from, sender }: RelaySetting): string | undefined {
  if (from && !from.templated) return mailbox(from.value);
  return sender === undefined ? undefined : mailbox(sender.startsWith('@') ? `postmaster${sender}` : sender);
}

/** The address of `Name <address>` or of a bare address; undefined when there is none. */
function mailbox(text: string): string | undefined {
  const address = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
  return isAddress(address) ? address : undefined;
}

/** Good enough for an envelope: something on both sides of an "@", and nothing that could end the command (RFC 5321 §4.1.2). */
function isAddress(text: string): boolean {
  return /^[^\s\p{Cc}<>]+@[^\s\p{Cc}<>@]+$/u.test(text);
}

function envelope(part: 'mailFrom' | 'rcptTo', given: string | undefined, fallback: string, missing: MissingPart[]): string {
  if (given === undefined) return fallback;
  if (part === 'mailFrom' && /^(<>)?$/.test(given.trim())) return '';
  const address = mailbox(given);
  if (address === undefined) missing.push({ part, reason: `"${printable(given)}" is not a mail address` });
  return address ?? '';
}

/** A URL pasted as host may carry a password; only what follows it is shown. */
function withoutUserInfo(host: string): string {
  return printable(host.slice(host.lastIndexOf('@') + 1));
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?').slice(0, 100);
}
