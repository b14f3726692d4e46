const LABEL_LENGTH = 63;
const NAME_LENGTH = 255;

/**
 * Says what valid_hostname(3) and valid_hostaddr(3) of Postfix find wrong with a name, in words that follow a colon;
 * undefined when they accept it. Underscores and letters beyond ASCII are fine there.
 */
export function hostNameFault(host: string): string | undefined {
  if (host.includes(':')) return isIpv6(host) ? undefined : 'a colon belongs to an IPv6 address';
  if (/^[\d.]+$/.test(host)) return isIpv4(host) ? undefined : 'an IPv4 address has four numbers from 0 to 255';
  if (host.length > NAME_LENGTH) return `it has more than ${NAME_LENGTH} characters`;
  const odd = /[^\w.\u0080-\uffff-]/.exec(host)?.[0];
  if (odd) return odd === '"' ? `'"' can't be in a host name` : `"${odd}" can't be in a host name`;
  if (host.endsWith('.')) return 'it ends with a dot';
  for (const label of host.split('.')) {
    if (label === '') return 'a part between dots is empty';
    if (label.startsWith('-') || label.endsWith('-')) return `"${label}" begins or ends with a hyphen`;
    if (label.length > LABEL_LENGTH) return `a part between dots has more than ${LABEL_LENGTH} characters`;
  }
  return undefined;
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
}

/** Says whether a text is an IPv6 address as inet_pton(3) reads it, an IPv4 address at its end included. */
export function isIpv6(text: string): boolean {
  const gap = text.indexOf('::');
  if (gap !== text.lastIndexOf('::')) return false;
  const left = gap === -1 ? text : text.slice(0, gap);
  const right = gap === -1 ? '' : text.slice(gap + 2);
  const groups = [left, right].flatMap((side) => (side === '' ? [] : side.split(':')));
  const last = groups.at(-1) ?? '';
  const size = groups.length + (isIpv4(last) ? 1 : 0);
  const isEach = groups.every((group, index) => /^[0-9a-f]{1,4}$/i.test(group) || (index === groups.length - 1 && isIpv4(group)));
  return text.includes(':') && isEach && (gap === -1 ? size === 8 : size < 8);
}
