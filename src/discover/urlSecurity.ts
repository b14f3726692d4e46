import type { AppProfile, SchemeRule, TlsMode } from '../data/appProfile.types.ts';
import { isImplicitTlsPort } from '../data/ports.ts';
import type { MailUrl } from './fromUrl.ts';
import { MODE_WORDS } from './security.ts';
import type { Located, RelaySecurity } from './types.ts';
import { asBoolean } from './values.ts';

/** How most libraries read a scheme. `smtp` does not say whether TLS is wanted; nodemailer and others upgrade if they can. */
export const COMMON_SCHEMES: Readonly<Record<string, SchemeRule>> = {
  smtp: { mode: 'unspecified', effective: 'starttls-opportunistic', port: 587 },
  smtps: { mode: 'implicit-tls', port: 465 },
  submission: { mode: 'starttls-required', port: 587 },
  submissions: { mode: 'implicit-tls', port: 465 },
  'smtp+tls': { mode: 'starttls-required', port: 587 },
  'smtp+starttls': { mode: 'starttls-required', port: 587 },
  'smtp+ssl': { mode: 'implicit-tls', port: 465 },
  'smtp+notls': { mode: 'none', port: 25 },
  'smtp+insecure': { mode: 'none', port: 25 },
};

/** Query parameters of several libraries that can't be mistaken for something else. */
const COMMON_QUERY: Readonly<Record<string, Readonly<Record<string, TlsMode>>>> = {
  requireTLS: { true: 'starttls-required' },
  ignoreTLS: { true: 'none' },
  require_tls: { true: 'starttls-required', 1: 'starttls-required' },
};
/** Parameters by which certificate checking is switched off, and the position that does. */
const VERIFY_PARAMETERS: Readonly<Record<string, boolean>> = {
  verify_peer: false,
  'tls.rejectUnauthorized': false,
  skip_ssl_verify: true,
  skip_verify: true,
};

/** The rule for a URL's scheme in an app; a provider bridge such as Symfony's `ses+smtp` is read by its last part. */
export function schemeRule(url: MailUrl, profile: AppProfile): SchemeRule {
  const { schemes } = profile;
  const tail = url.scheme.slice(url.scheme.indexOf('+') + 1);
  const rule = schemes?.[url.scheme] ??
    COMMON_SCHEMES[url.scheme] ??
    schemes?.[tail] ??
    COMMON_SCHEMES[tail] ?? { mode: 'unspecified', effective: 'starttls-opportunistic' };
  return rule.local && !url.port && url.host?.value === 'localhost' ? { ...rule, ...rule.local } : rule;
}

/** Decides the protection from a URL: a query parameter, else the scheme. The URL itself, with its password, is never quoted. */
export function decideUrlSecurity(url: MailUrl, profile: AppProfile): RelaySecurity {
  const isKnown = profile.sources.length > 0;
  const verify = verifyOf(url);
  const base = { ...(verify && { verify }) };
  for (const [name, value] of url.query) {
    const mode = (profile.query?.[name] ?? COMMON_QUERY[name])?.[value.value.toLowerCase()];
    if (mode)
      return {
        ...base,
        mode,
        effective: mode,
        by: [value],
        because: `${name}=${value.value} makes ${isKnown ? profile.title : 'most apps'} use ${MODE_WORDS[mode]}`,
      };
  }
  const rule = schemeRule(url, profile);
  const effective = effectiveOf(rule, url);
  const by: Located<string> = { value: url.scheme, entry: url.entry, span: url.schemeSpan, templated: false };
  const isSaid = rule.mode !== 'unspecified';
  return {
    ...base,
    mode: rule.mode,
    effective,
    by: isSaid ? [by] : [],
    because: `with "${url.scheme}://" ${isKnown ? `${profile.title} uses` : 'most apps use'} ${MODE_WORDS[effective]}`,
  };
}

function effectiveOf(rule: SchemeRule, url: MailUrl): TlsMode {
  const plain = rule.mode === 'unspecified' ? 'starttls-opportunistic' : rule.mode;
  if (rule.effective === 'by-keys') return plain;
  if (rule.effective !== 'by-port') return rule.effective ?? plain;
  const port = url.port?.value ?? rule.port;
  return port !== undefined && isImplicitTlsPort(port) ? 'implicit-tls' : plain;
}

function verifyOf(url: MailUrl): Located<boolean> | undefined {
  for (const [name, value] of url.query) {
    const off = VERIFY_PARAMETERS[name];
    const position = off === undefined ? undefined : asBoolean(value.value);
    if (position !== undefined) return { ...value, value: position !== off };
  }
  return undefined;
}
