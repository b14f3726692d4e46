import type { PortMode, Provider } from '../../data/provider.types.ts';
import { allProviders } from '../../data/providers.ts';
import { code, plain } from '../../text/markdown.ts';

/** Services that a person's mail can be handed to. */
const RELAYING = new Set(['mailbox', 'mailbox-relay', 'esp', 'cloud-relay', 'hosting', 'dev-sink']);

const PORT_MODE_WORDS: Readonly<Record<PortMode, string>> = {
  'implicit-tls': 'TLS from the first byte',
  'starttls-required': 'STARTTLS',
  'starttls-offered': 'STARTTLS',
  plaintext: 'no TLS',
};

export const portModeWords = (mode: PortMode) => PORT_MODE_WORDS[mode];

export interface ProviderServer {
  readonly host: string;
  readonly provider: Provider;
  /** The first one that the provider names. */
  readonly isMain: boolean;
}

/** The servers that mail can be handed to, by name. */
export function providerServers(): readonly ProviderServer[] {
  return allProviders().flatMap((provider) => {
    if (!RELAYING.has(provider.kind) || provider.preferred === undefined) return [];
    const hosts = provider.hosts.filter(({ pattern, regex, status }) => !regex && pattern.includes('.') && (status === undefined || status === 'unverified'));
    return hosts.map(({ pattern }, at) => ({ host: pattern, provider, isMain: at === 0 }));
  });
}

/** The provider's ports, the preferred one first; 25 and clear text, which are for servers, last. */
export function submissionPorts({ ports, preferred }: Provider): Provider['ports'] {
  const rank = (each: Provider['ports'][number]) => (each.port === preferred ? 0 : each.mode === 'plaintext' || each.port === 25 ? 2 : 1);
  return [...ports].sort((a, b) => rank(a) - rank(b));
}

/** What one needs to know to sign in, as CommonMark. */
export function describeProvider(provider: Provider): string {
  const { name, username, docs } = provider;
  const ports = submissionPorts(provider).map(({ port, mode }) => `${port} ${portModeWords(mode)}`);
  const user = username.type === 'literal' && username.literal ? `the word ${code(username.literal)}` : username.hint && plain(username.hint);
  const [page] = docs;
  return [`**${plain(name)}**`, `Ports: ${ports.join(', ')}`, ...(user ? [`User name: ${user}`] : []), ...(page ? [`[Its documentation](${page})`] : [])].join(
    '\n\n',
  );
}

/** What stands where the user name will. */
export function userOf({ username }: Provider): string {
  return username.literal ?? (/email/.test(username.type) ? 'user@example.com' : 'user');
}
