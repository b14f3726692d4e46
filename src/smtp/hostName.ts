/**
 * What may stand where a host name is dialled. Pure text questions; looking names up is the transport's work.
 */

/** Says whether the text is an IPv4 or IPv6 address, without brackets. A zone (`fe80::1%eth0`) is allowed. */
export function addressFamily(host: string): 4 | 6 | 0 {
  if (/^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(host)) return 4;
  return /^[0-9a-f:.]*:[0-9a-f:.]*(%[\w.-]+)?$/i.test(host) && host.split('::').length <= 2 ? 6 : 0;
}

/** Says whether the host is this machine: loopback addresses and `localhost` with its subdomains (RFC 6761 §6.3). */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/\.$/, '');
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || (addressFamily(bare) === 4 && bare.startsWith('127.'));
}

/**
 * Says why a text can't be a host name, or undefined when it can. Catches what people paste: URLs, ports,
 * quotes, brackets, blanks; and names too long for DNS (RFC 1035 §2.3.4).
 */
export function hostNameProblem(host: string): string | undefined {
  if (host === '') return 'it is empty';
  if (addressFamily(host) !== 0) return undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host)) return 'it has a URL scheme in front';
  if (/:\d+$/.test(host)) return 'it has a port behind';
  const stray = /[\s\p{Cc}"'`<>()[\]{}@:;,/\\|$%^*=?#&!~+]/u.exec(host);
  if (stray) return /\s/.test(stray[0]) ? 'it has a blank inside' : `it has "${stray[0]}" inside`;
  const labels = host.replace(/\.$/, '').split('.');
  if (labels.some((label) => label === '')) return 'it has an empty label: two dots in a row, or one in front';
  if (labels.some((label) => label.length > 63) || host.length > 253) return 'it is longer than DNS allows';
  return undefined;
}

/** What a pasted text was meant to say: the host without scheme, user, port, path, quotes and blanks, and the port it carried. */
export function cleanedHost(text: string): { readonly host: string; readonly port?: number; readonly isImplicitTls?: boolean } | undefined {
  const scheme = /^\s*["'`]?\s*([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const rest = text
    .replace(/^[\s"'`<]*[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[\s"'`<>;,\u200b\ufeff]/g, '')
    .replace(/^.*@/, '')
    .replace(/[/?#].*$/, '');
  const match = /^\[?([^[\]:]+|[0-9a-f:]+)\]?(?::(\d{1,5}))?$/i.exec(rest);
  const host = match?.[1]?.replace(/^\.+|\.+$/g, '').replace(/\.{2,}/g, '.');
  if (!host || host === text || hostNameProblem(host) !== undefined) return undefined;
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  const isPort = port !== undefined && port >= 1 && port <= 65_535;
  return { host, ...(isPort ? { port } : {}), ...(scheme === 'smtps' ? { isImplicitTls: true } : {}) };
}
