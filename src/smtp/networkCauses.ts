import type { CauseTexts } from './causeText.ts';
import { where } from './causeText.ts';
import { otherProtocol } from './classify.ts';

/** What went wrong on the way to a dialogue: names, addresses, greeting, EHLO. */
export const NETWORK_CAUSES = {
  'dns/not-found': (c) => ({
    summary: `the name "${c.run.host}" does not exist`,
    owner: 'you',
    nextStep: 'Correct the host name; if it is a container or an internal name, run the test where the app runs.',
  }),
  'dns/no-address': (c) => ({
    summary: `the name "${c.run.host}" exists, but has no address to connect to`,
    owner: 'you',
    nextStep: "Use the name of the mail server itself, such as the provider's submission host, not that of a mail domain.",
  }),
  'dns/server-failure': (c) => ({
    summary: `the DNS servers could not answer for "${c.run.host}" (${c.failure.detail})`,
    owner: 'dns',
    nextStep: 'Ask another resolver; if it fails there too, the zone is broken and its owner must repair it.',
  }),
  'dns/timeout': (c) => ({
    summary: `no DNS server answered for "${c.run.host}"`,
    owner: 'network',
    nextStep: 'Check the network connection, the VPN and the DNS servers of this machine.',
  }),
  'dns/bad-name': (c) => ({
    summary: `"${c.run.host.slice(c.run.host.lastIndexOf('@') + 1)}" can't be a host name: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Write the bare host name: no scheme, no port, no quotes, no blanks.',
  }),
  'tcp/refused': (c) => ({
    summary: `nothing listens on ${where(c)}: the connection was refused`,
    owner: 'you',
    nextStep: 'Check port and host; if they are right, the mail service on that machine is not running.',
  }),
  'tcp/timeout': (c) => ({
    summary: `no answer from ${where(c)}: the connection attempt got lost`,
    owner: 'network',
    nextStep: 'A firewall between here and there drops the port, or the host is down. Try port 587, 465 or 2525; networks often block port 25.',
  }),
  'tcp/unreachable': (c) => ({
    summary: `there is no way from this machine to ${where(c)} (${c.failure.detail})`,
    owner: 'network',
    nextStep: 'Check routes, VPN and, for an IPv6 address, whether this network has IPv6 at all.',
  }),
  'tcp/reset': (c) => ({
    summary: `${where(c)} accepts the connection and cuts it at once`,
    owner: 'server',
    nextStep: 'The server or a firewall rejects this address: ask its administrator whether it is banned or not on the allow-list.',
  }),
  'greeting/timeout': (c) => ({
    summary: `${where(c)} accepts the connection, but never greets (${c.failure.detail})`,
    owner: 'server',
    nextStep:
      'Check that a mail server listens on this port; if it does, its administrator must find out what it waits for, such as a DNS lookup of your address.',
  }),
  'greeting/closed': (c) => ({
    summary: `${where(c)} closes the connection before it says a word`,
    owner: 'server',
    nextStep: 'The server rejects this address or has no free slot: ask its administrator, or try again later from another network.',
  }),
  'greeting/not-smtp': (c) => {
    const protocol = otherProtocol(c.failure.detail);
    return {
      summary: protocol ? `${where(c)} is no mail submission port: it speaks ${protocol}` : `${where(c)} does not speak SMTP`,
      owner: 'you',
      nextStep: 'Use the SMTP port of the server: 587 for STARTTLS or 465 for TLS from the first byte.',
    };
  },
  'greeting/rejected': (c) => ({
    summary: `${where(c)} turns this client away at the door: ${c.failure.detail}`,
    owner: 'server',
    nextStep:
      'The reply names the reason, most often a block list or a missing reverse DNS name. Use an authenticated submission port, or have the address unblocked.',
  }),
  'greeting/temporary': (c) => ({
    summary: `${where(c)} does not want to talk now: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Wait and try again with fewer connections; if it stays so, ask the administrator.',
  }),
  'greeting/tls-expected': (c) => ({
    summary: `${where(c)} speaks TLS from the first byte, but the configuration begins in clear text`,
    owner: 'you',
    nextStep: `Switch to implicit TLS (SMTPS) for port ${c.run.plan.port}, or use the STARTTLS port, usually 587.`,
  }),
  'ehlo/rejected': (c) => ({
    summary: `the server does not accept the name "${c.run.plan.heloName}" that the client gives itself: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Set the HELO name to the fully qualified name of this machine, one that DNS knows.',
  }),
} satisfies CauseTexts;
