import type { Provider } from '../../data/provider.types.ts';
import { allProviders } from '../../data/providers.ts';

/** Services that take mail for the whole world from whoever signs in. */
const RELAYING = new Set(['mailbox', 'mailbox-relay', 'esp', 'cloud-relay', 'hosting']);

/** A submission service as a relay of Postfix. */
export interface KnownRelay {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly isImplicit: boolean;
  readonly user: string;
}

/** The submission services that mail can be relayed through, each with its preferred port. */
export function knownRelays(): readonly KnownRelay[] {
  return allProviders().flatMap(relayOf);
}

function relayOf({ id, name, kind, hosts, ports, preferred, username }: Provider): KnownRelay[] {
  const host = hosts.find(({ regex, status }) => !regex && (status === undefined || status === 'unverified'));
  const port = ports.find((known) => known.port === preferred);
  if (!RELAYING.has(kind) || !host?.pattern.includes('.') || !port || port.mode === 'plaintext') return [];
  const user = username.literal ?? (username.type === 'localpart' ? 'user' : 'user@example.com');
  return [{ id, name, host: host.pattern, port: port.port, isImplicit: port.mode === 'implicit-tls', user }];
}
