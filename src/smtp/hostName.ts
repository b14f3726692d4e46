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

/** Says whether an address is of a private network or this link only (RFC 1918, RFC 4193, RFC 3927, RFC 4291 §2.5.6). */
export function isPrivateAddress(address: string): boolean {
  if (addressFamily(address) === 4) return /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
  return addressFamily(address) === 6 && /^(::1$|f[cd]|fe[89ab])/i.test(address);
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
