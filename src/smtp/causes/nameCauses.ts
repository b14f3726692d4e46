import { type CauseContext, type CauseTexts, containerStep } from './causeText.ts';

const servers = ({ run }: CauseContext) => (run.transport.dnsServers?.length ? ` (${run.transport.dnsServers.join(', ')})` : '');

/** What went wrong with the name: the host in the configuration, or the DNS that it is looked up in. */
export const NAME_CAUSES = {
  'dns/not-found': (c) => ({
    summary: `the name "${c.run.host}" does not exist`,
    owner: 'you',
    part: 'host',
    nextStep: c.notes?.meant
      ? `Write "${c.notes.meant}" if that is meant.`
      : 'Correct the host name; if it is a container or an internal name, run the test where the app runs.',
    moreSteps: [
      'Look the host up in the documentation of the provider.',
      'If the name is new, wait until DNS has it everywhere; if it is yours, check that its zone still exists.',
    ],
  }),
  'dns/local-name': (c) => ({
    summary: `the name "${c.run.host}" is not known here: it looks like one that only containers or one network know`,
    owner: 'you',
    part: 'host',
    nextStep: 'Run the test where the app runs, such as inside its container or on the network where the name is known.',
    moreSteps: [`From this machine use "localhost" with the port that the container publishes; from a container use "host.docker.internal" for this machine.`],
  }),
  'dns/no-address': (c) => ({
    summary: `the name "${c.run.host}" exists, but has no address to connect to`,
    owner: 'you',
    part: 'host',
    nextStep: "Use the name of the mail server itself, such as the provider's submission host, not that of a mail domain.",
    moreSteps: ['If the name is yours, add an A or AAAA record to it.'],
  }),
  'dns/mail-domain': (c) => ({
    summary: `"${c.run.host}" is a mail domain and no host: it has mail exchangers, but no address`,
    owner: 'you',
    part: 'host',
    nextStep: c.notes?.meant
      ? `Use "${c.notes.meant}" as host, with a sign-in.`
      : "Use the provider's submission host; a mail exchanger only takes mail for its own recipients, on port 25.",
    moreSteps: [`To deliver to that domain alone, let Postfix look its MX up: the name without brackets.`],
  }),
  'dns/null-mx': (c) => ({
    summary: `the domain "${c.run.host}" says in DNS that it takes no mail at all`,
    owner: 'you',
    part: 'host',
    nextStep: 'Use another host: a relay of your provider, not this domain.',
    moreSteps: ['If the domain is yours and should take mail, replace its null MX (RFC 7505).'],
  }),
  'dns/mx-broken': (c) => ({
    summary: `no mail exchanger of "${c.run.host}" can be connected to: ${c.failure.detail}`,
    owner: 'dns',
    part: 'host',
    nextStep: 'The owner of the zone must give every MX a name with an address of its own.',
    moreSteps: ['To use a host whatever the MX says, write its name in brackets.'],
  }),
  'dns/server-failure': (c) => ({
    summary: `the DNS servers could not answer for "${c.run.host}" (${c.failure.detail})`,
    owner: 'dns',
    nextStep: 'Ask another resolver; if it fails there too, the zone is broken and its owner must repair it.',
    moreSteps: ['The owner should check the delegation and the DNSSEC signatures: both end in SERVFAIL.'],
  }),
  'dns/refused': (c) => ({
    summary: `the resolver${servers(c)} refuses to look up "${c.run.host}" (${c.failure.detail})`,
    owner: 'network',
    nextStep: 'Use a resolver that answers this machine: that of the network or the VPN it is in now.',
    moreSteps: ['Whoever runs the resolver must allow the address of this machine.'],
  }),
  'dns/resolver-fault': (c) => ({
    summary: `the resolver${servers(c)} does not understand the question for "${c.run.host}" (${c.failure.detail})`,
    owner: 'network',
    nextStep: 'Use another resolver: this one, or a device in between, does not speak DNS as it should.',
    moreSteps: ['Look for a router, firewall or VPN that changes DNS on its way.'],
  }),
  'dns/timeout': (c) => ({
    summary: `no DNS server answered for "${c.run.host}"`,
    owner: 'network',
    nextStep: 'Check the network connection, the VPN and the DNS servers of this machine.',
    moreSteps: [`See that nothing blocks port 53, over UDP and TCP, to the DNS servers${servers(c)}.`],
  }),
  'dns/no-resolver': (c) => ({
    summary: `nothing listens where the DNS server should be${servers(c)}, so "${c.run.host}" can't be looked up`,
    owner: 'network',
    nextStep: 'Start the local resolver, or name one that runs in the network settings (resolv.conf).',
    moreSteps: ['In a container, check the DNS servers it was started with.'],
  }),
  'dns/bad-name': (c) => ({
    summary: `"${c.run.host.slice(c.run.host.lastIndexOf('@') + 1)}" can't be a host name: ${c.failure.detail}`,
    owner: 'you',
    part: 'host',
    nextStep: c.notes?.meant ? `Write the bare host name "${c.notes.meant}".` : 'Write the bare host name: no scheme, no port, no quotes, no blanks.',
    moreSteps: ['Put port and mode into the settings that they have for them.'],
  }),
  'dns/os-lookup': (c) => ({
    summary: `DNS knows "${c.run.host}", but the operating system's lookup does not (${c.failure.detail}), and that is what programs use`,
    owner: 'network',
    nextStep: 'Look into nsswitch.conf or the resolver of the system; for names below ".local", mDNS may answer instead of DNS.',
    moreSteps: ['Try again after the cache of the resolver has expired; a name that was made a moment ago may be remembered as absent.'],
  }),
  'dns/sinkhole': (c) => ({
    summary: `"${c.run.host}" resolves to ${c.failure.detail}, which is nobody's address: something blocks the name`,
    owner: 'network',
    nextStep: 'Look for a DNS filter or ad blocker, or for an entry in the hosts file, and let this name pass.',
    moreSteps: ['Compare with the answer of a resolver outside that filter.'],
  }),
  'dns/overridden': (c) => ({
    summary: `"${c.run.host}" leads to a private address here, so this is another machine than the one that is meant`,
    owner: 'network',
    nextStep: 'Remove the entry from the hosts file, or change the DNS server or VPN that answers so.',
    moreSteps: [
      'A sign-in page of a guest network does this too: open a browser and sign in there.',
      'If the redirection is on purpose, test from a network without it.',
    ],
  }),
  'dns/any-name': (c) => ({
    summary: `"${c.run.host}" leads to a machine without a mail server there, as any name beside it does: the name may be wrong`,
    owner: 'you',
    part: 'host',
    nextStep: 'Check the host name letter by letter: the zone, or the resolver, answers for names that nobody has made.',
    moreSteps: ['If the name is right, the mail service on that machine is not running.'],
  }),
  'tcp/refused': (c) => ({
    summary: `nothing listens on ${c.run.host} port ${c.run.plan.port}: the connection was refused`,
    owner: 'you',
    part: 'port',
    nextStep: 'Check port and host; if they are right, the mail service on that machine is not running.',
    moreSteps: containerStep(c),
  }),
  'tcp/timeout': (c) => ({
    summary: `no answer from ${c.run.host} port ${c.run.plan.port}: the connection attempt got lost`,
    owner: 'network',
    nextStep: 'A firewall between here and there drops the port, or the host is down. Try port 587, 465 or 2525; networks often block port 25.',
    moreSteps: [
      'Check the firewall of this machine, the security group and the network of the company or provider.',
      'Ask the owner of the host whether it is up and lets this address in.',
    ],
  }),
  'tcp/port-blocked': (c) => ({
    summary: `port ${c.run.plan.port} is blocked from this network: neither ${c.run.host} nor the control host answers there`,
    owner: 'network',
    part: 'port',
    nextStep: 'Use the submission port, 587 or 465, which networks seldom block.',
    moreSteps: [`Ask whoever runs this network, such as the Internet provider, to open port ${c.run.plan.port}.`],
  }),
  'tcp/host-silent': (c) => ({
    summary: `only ${c.run.host} is silent on port ${c.run.plan.port}: this network lets the port through`,
    owner: 'server',
    nextStep: 'Check host and port; if they are right, the firewall of the server drops this address, or the server is down.',
    moreSteps: ['Ask its administrator to let the public address of this network in.'],
  }),
  'tcp/no-ipv6': (c) => ({
    summary: `${c.run.host} has IPv6 addresses only, and this machine has no way to IPv6 (${c.failure.detail})`,
    owner: 'network',
    nextStep: 'Use a host that has an IPv4 address too, or run the test in a network with IPv6.',
    moreSteps: ['In Docker, IPv6 has to be switched on for the network.'],
  }),
  'tcp/unreachable': (c) => ({
    summary: `there is no way from this machine to ${c.run.host} port ${c.run.plan.port} (${c.failure.detail})`,
    owner: 'network',
    nextStep: 'Check routes, VPN and, for an IPv6 address, whether this network has IPv6 at all.',
    moreSteps: ['Take a bind address out of the configuration that this machine does not have (smtp_bind_address, localAddress).'],
  }),
  'tcp/reset': (c) => ({
    summary: `${c.run.host} port ${c.run.plan.port} accepts the connection and cuts it at once`,
    owner: 'server',
    nextStep: 'The server or a firewall rejects this address: ask its administrator whether it is banned or not on the allow-list.',
    moreSteps: ['Test from another network: if it works there, the address is banned here, often after failed sign-ins.'],
  }),
  'tcp/unsteady': (c) => ({
    summary: `${c.run.host} port ${c.run.plan.port} drops one connection and greets the next`,
    owner: 'server',
    nextStep: 'Use fewer connections at a time; the server, or a load balancer in front of it, does not take all of them.',
    moreSteps: ['Its administrator should look for a limit per address, and for a back end that is down.'],
  }),
  'tcp/large-packets': (c) => ({
    summary: `small packets reach ${c.run.host} port ${c.run.plan.port}, large ones get lost on the way`,
    owner: 'network',
    nextStep: 'Lower the MTU of the network interface, or of the VPN or container network, to 1400, and try again.',
    moreSteps: ['Have the firewalls on the way let the ICMP messages through that path MTU discovery needs.'],
  }),
} satisfies CauseTexts;
