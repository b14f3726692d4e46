/** Programs that catch mail on a developer's machine, by the service names people give them. */
const CATCHER =
  /(^|[._-])(mailpit|mailhog|maildev|mail-?catch(er)?|greenmail|inbucket|smtp4dev|mailcrab|papercut|mailslurper|fakesmtp|fake-smtp(-server)?|smtp-?sink)([._-]|$)/;

/** Names by which a program, a container included, reaches its own machine. */
const THIS_MACHINE = new Set([
  'localhost',
  'localhost.localdomain',
  'localhost4',
  'localhost6',
  'ip6-localhost',
  'host.docker.internal',
  '::1',
  '0:0:0:0:0:0:0:1',
  '0.0.0.0',
  '::',
]);

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

function normalise(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/^\[(ipv6:)?(.*)\]$/, '$2')
    .replace(/\.$/, '');
}

const isCatcherName = (name: string) => {
  const first = name.split('.')[0] ?? '';
  // `mailcatch.app` and `mailosaur.net` are services on the Internet; a local catcher has one label, or a cluster's suffix.
  const isInside = !name.includes('.') || /\.(local|localhost|internal|test|lan|svc|svc\.cluster\.local|docker)$/.test(name);
  return isInside && CATCHER.test(first);
};

/** Says whether the host is a development mail catcher, by the name that people give its service. */
export function isCatcherHost(host: string): boolean {
  return isCatcherName(normalise(host));
}

/** Says whether the host is this machine or a development mail catcher: nothing there needs TLS or a sign-in. */
export function isLocalHost(host: string): boolean {
  const name = normalise(host);
  if (THIS_MACHINE.has(name) || name.endsWith('.localhost')) return true;
  if (IPV4.test(name)) return name.startsWith('127.');
  if (/^::ffff:127\./.test(name)) return true;
  return isCatcherName(name);
}

/** Says whether the host is an address or name that exists in private networks only (RFC 1918, RFC 4193, RFC 6598, RFC 6762), this machine included. */
export function isPrivateHost(host: string): boolean {
  const name = normalise(host);
  if (isLocalHost(name)) return true;
  if (IPV4.test(name)) {
    const [a = 0, b = 0] = name.split('.').map(Number);
    return a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b <= 127);
  }
  if (name.includes(':')) return /^(f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/.test(name);
  return isInternalName(name) || /\.(local|internal|lan|intranet|corp|home|home\.arpa|localdomain|svc|test)$/.test(name);
}

/** Says whether the host is a single label, as containers and clusters name their services: `smtp`, `postfix-relay`. */
export function isInternalName(host: string): boolean {
  return /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/.test(normalise(host)) && !/^\d+$/.test(normalise(host));
}
