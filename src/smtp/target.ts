import { IMPLICIT_TLS_PORT, isImplicitTlsPort, SUBMISSION_PORT } from '../data/ports.ts';
import type { SecurityMode } from '../discover/types.ts';
import { Secret } from './credentials/secret.ts';

/** An SMTP server as a URL names it. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly mode: Exclude<SecurityMode, 'unspecified'>;
  readonly user?: string;
  readonly password?: Secret;
}

/** The mode for a port when nothing else decides it: 465 and its kind speak TLS at once (RFC 8314 §7.3), the others upgrade if they can. */
export function modeForPort(port: number): Target['mode'] {
  return isImplicitTlsPort(port) ? 'implicit-tls' : 'starttls-opportunistic';
}

/**
 * Reads `smtp://[user[:password]@]host[:port]` or `smtps://…`. Without a port 587 and 465 are meant. Returns
 * undefined when the text is neither.
 */
export function parseTarget(text: string): Target | undefined {
  const match = /^(smtps?):\/\/(?:([^@/]*)@)?(\[[^\]]+\]|[^:/?#@[\]]*)(?::(\d{1,5}))?\/?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, scheme = '', userInfo, rawHost = '', rawPort] = match;
  const isImplicit = scheme.toLowerCase() === 'smtps';
  const port = rawPort === undefined ? (isImplicit ? IMPLICIT_TLS_PORT : SUBMISSION_PORT) : Number(rawPort);
  const host = percentDecode(rawHost.replace(/^\[|\]$/g, ''));
  if (host === '' || port < 1 || port > 65535) return undefined;
  const colon = userInfo?.indexOf(':') ?? -1;
  const user = userInfo === undefined ? undefined : percentDecode(colon === -1 ? userInfo : userInfo.slice(0, colon));
  return {
    host,
    port,
    mode: isImplicit ? 'implicit-tls' : modeForPort(port),
    ...(user ? { user } : {}),
    ...(userInfo !== undefined && colon !== -1 ? { password: new Secret(percentDecode(userInfo.slice(colon + 1))) } : {}),
  };
}

/** Decodes `%41` as URLs mean it (RFC 3986 §2.1); a stray percent sign leaves the text as it is. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone "%" in a password is common and harmless: what is written is what is meant.
    return text;
  }
}
