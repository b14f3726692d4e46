import type { ProfileVersion, TlsMode, TlsRules } from '../appProfile.types.ts';

/** Ports on which libraries that look at the port speak TLS at once. */
export const AT_465 = [465] as const;

/**
 * Nodemailer's `secure`: true is TLS at once, false upgrades if the server offers it, absent goes by the port
 * (nodemailer lib/smtp-connection).
 */
export function nodemailerSecure(...keys: readonly string[]): TlsRules {
  return {
    rules: [{ keys, on: 'implicit-tls', off: 'starttls-opportunistic' }],
    silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
  };
}

/** Django's pair, which excludes each other (django core/mail/backends/smtp.py raises ValueError). */
export function djangoPair(tls: string, ssl: string): TlsRules {
  return {
    rules: [
      { keys: [ssl], on: 'implicit-tls', off: 'none' },
      { keys: [tls], on: 'starttls-required', off: 'none' },
    ],
    silent: { mode: 'none' },
    conflicts: [{ keys: [[tls], [ssl]], says: `${tls} and ${ssl} are both on, and Django refuses to start with that` }],
  };
}

/** Rails' and the mail gem's switches: `tls` or `ssl`, and a STARTTLS one that is on unless switched off. */
export function railsSwitches(tls: readonly string[], required: readonly string[], auto: readonly string[]): TlsRules {
  return {
    rules: [
      { keys: tls, on: 'implicit-tls' },
      ...(required.length > 0 ? [{ keys: required, on: 'starttls-required' } as const] : []),
      { keys: auto, on: 'starttls-opportunistic', off: 'none' },
    ],
    silent: { mode: 'starttls-opportunistic' },
    conflicts: [
      { keys: [tls, [...required, ...auto]], says: 'TLS and STARTTLS are both on, which the mail gem refuses from version 2.9', isVersionBound: true },
    ],
  };
}

/** What the mail gem does with TLS and STARTTLS both on: up to 2.8 TLS wins in silence, from 2.9 on it sends nothing. */
export function mailGemVersions({ conflicts = [], ...tls }: TlsRules): readonly ProfileVersion[] {
  const refused = conflicts.map(({ keys, says }) => ({ keys, says }));
  return [
    { library: 'gem:mail', before: '2.9', changes: { tls } },
    { library: 'gem:mail', from: '2.9', changes: { tls: { ...tls, conflicts: refused } } },
  ];
}

/** Apps that come with the mail gem: in the images of the versions before `refusing`, TLS wins in silence where STARTTLS is on as well. */
export function silentImages(images: readonly string[], { conflicts: _conflicts, ...tls }: TlsRules, refusing: string): readonly ProfileVersion[] {
  return images.map((image): ProfileVersion => ({ library: `image:${image}`, before: refusing, changes: { tls } }));
}

/** One switch for implicit TLS and one for STARTTLS, and what happens with neither. */
export function twoSwitches(ssl: readonly string[], starttls: readonly string[], starttlsMode: TlsMode, neither: TlsMode): TlsRules {
  return {
    rules: [
      { keys: ssl, on: 'implicit-tls', off: neither },
      { keys: starttls, on: starttlsMode, off: neither },
    ],
    silent: { mode: neither },
  };
}

/** An app without a TLS key: 465 is TLS at once, elsewhere it upgrades if it can. */
export const BY_PORT: TlsRules = { rules: [], silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 } };

/** The usual ports of submission by mode (RFC 6409, RFC 8314). */
export const SUBMISSION_DEFAULTS = { 'implicit-tls': 465, 'starttls-required': 587, 'starttls-opportunistic': 587, none: 25 } as const;
/** Where plain SMTP is the default. */
export const SMTP_DEFAULTS = { 'implicit-tls': 465, 'starttls-required': 25, 'starttls-opportunistic': 25, none: 25 } as const;
