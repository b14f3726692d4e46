import type { Capabilities, SmtpReply } from './types.ts';

/**
 * Reads what a server offers from its reply to EHLO (RFC 5321 §4.1.1.1): one keyword with arguments per line
 * after the first. Keywords come in any case; `AUTH=` is the form of drafts before RFC 2554 that some servers
 * still send beside the right one.
 */
export function parseCapabilities(reply: SmtpReply): Capabilities {
  const extensions: Record<string, readonly string[]> = {};
  const mechanisms = new Set<string>();
  let size: number | undefined;
  for (const line of reply.lines.slice(1)) {
    const [keyword = '', ...args] = line
      .trim()
      .replace(/^AUTH=/i, 'AUTH ')
      .split(/\s+/);
    const name = keyword.toUpperCase();
    if (name === '') continue;
    extensions[name] = [...(extensions[name] ?? []), ...args];
    if (name === 'AUTH') for (const mechanism of args) mechanisms.add(mechanism.toUpperCase());
    if (name === 'SIZE' && /^\d+$/.test(args[0] ?? '')) size = Number(args[0]);
  }
  return { extensions, mechanisms: [...mechanisms], startTls: 'STARTTLS' in extensions, ...(size === undefined ? {} : { size }) };
}

/** The keywords of a server without extensions, such as one that only knows HELO. */
export const NO_CAPABILITIES: Capabilities = { extensions: {}, mechanisms: [], startTls: false };

/** A keyword that a firewall wrote over: Cisco's SMTP inspection replaces what it does not know by `XXXXXXXA`. */
export function maskedKeyword(capabilities: Capabilities): string | undefined {
  return Object.keys(capabilities.extensions).find((keyword) => /^X{4,}[A-Z]?$/.test(keyword));
}
