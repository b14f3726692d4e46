import { maskedKeyword } from './capabilities.ts';
import type { CauseContext, CauseText, CauseTexts } from './causeText.ts';
import { where } from './causeText.ts';
import { otherProtocol } from './classify.ts';
import type { CertificateFacts } from './types.ts';

const leafOf = ({ run }: CauseContext): CertificateFacts | undefined => run.tls?.chain[0];
const serverName = ({ run }: CauseContext) => run.plan.serverName ?? run.host;
const day = (iso: string) => iso.slice(0, 10);

/** The certificate of the chain that a date problem is about: the leaf unless it is fine itself. */
function outdated(context: CauseContext, isOut: (certificate: CertificateFacts) => boolean): CertificateFacts | undefined {
  return context.run.tls?.chain.find(isOut) ?? leafOf(context);
}

/** What the commonest alerts of RFC 8446 §6 mean in practice, by normalised code. */
const HANDSHAKE_STEPS: Readonly<Record<string, Pick<CauseText, 'evidence' | 'nextStep'>>> = {
  HANDSHAKE_FAILURE: {
    evidence: ['the server found no cipher in common, as one does whose certificate or key can not be read'],
    nextStep: 'The administrator must check that the server can read its certificate and key, and that it allows current ciphers.',
  },
  CERTIFICATE_REQUIRED: {
    evidence: ['the server wants a certificate of the client'],
    nextStep: 'Configure the client certificate that the server expects; this test has none.',
  },
  UNRECOGNIZED_NAME: {
    evidence: ['the server has no certificate for the name that the client asks for'],
    nextStep: "Connect by the server's own name instead of an alias.",
  },
};

/** What went wrong on the way to a dialogue: names, addresses, greeting, TLS, certificate. */
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
  'starttls/not-offered': (c) => {
    const masked = c.run.capabilities && maskedKeyword(c.run.capabilities);
    return masked
      ? {
          summary: `something between here and ${where(c)} hides STARTTLS`,
          owner: 'network',
          evidence: [`the keyword "${masked}" in the reply to EHLO is what a firewall that inspects SMTP puts over what it does not let through`],
          nextStep: 'Switch the SMTP inspection of the firewall off, or use port 465 with TLS from the first byte.',
        }
      : {
          summary: `${where(c)} offers no STARTTLS, which the configuration demands`,
          owner: 'server',
          nextStep: 'Use the submission port of the server (587, or 465 with TLS from the first byte), or have TLS enabled on this one.',
        };
  },
  'starttls/temporary': (c) => ({
    summary: `${where(c)} announces STARTTLS, but can't start it: ${c.failure.detail}`,
    owner: 'server',
    nextStep: "The server's certificate or key is missing or not readable: its administrator finds the reason in the mail log.",
  }),
  'starttls/rejected': (c) => ({
    summary: `${where(c)} refuses STARTTLS: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Try port 465 with TLS from the first byte; the administrator must repair STARTTLS on this port.',
  }),
  'tls/plain-server': (c) => ({
    summary: `${where(c)} begins in clear text, but the configuration speaks TLS from the first byte`,
    owner: 'you',
    nextStep: `Use STARTTLS on port ${c.run.plan.port}, or keep TLS from the first byte and change the port to 465.`,
  }),
  'tls/handshake': (c) => ({
    summary: `client and server can't agree on TLS (${c.failure.detail})`,
    owner: 'server',
    ...(HANDSHAKE_STEPS[c.failure.detail] ?? {
      nextStep: 'The administrator must look into the log of the server, and compare its TLS setup with that of current software.',
    }),
  }),
  'tls/timeout': (c) => ({
    summary: `${where(c)} does not answer the TLS hello (${c.failure.detail})`,
    owner: 'network',
    nextStep: 'Look for a firewall or proxy that swallows TLS on this port; try another port or network.',
  }),
  'tls/protocol-version': (c) => ({
    summary: `${where(c)} has no TLS version in common with this client (${c.failure.detail})`,
    owner: 'server',
    nextStep: 'The server must support TLS 1.2 or newer; older versions are switched off in current software.',
  }),
  'tls/expired': (c) => {
    const certificate = outdated(c, ({ daysLeft }) => daysLeft < 0);
    return {
      summary: `the certificate of ${where(c)} has expired${certificate ? ` on ${day(certificate.validTo)}` : ''}`,
      owner: 'server',
      evidence: certificate ? [`${certificate.subject} was valid until ${certificate.validTo}`] : [],
      nextStep: 'The certificate must be renewed on the server; also check that the clock of this machine is right.',
    };
  },
  'tls/not-yet-valid': (c) => {
    const certificate = leafOf(c);
    return {
      summary: `the certificate of ${where(c)} is not valid yet${certificate ? `: it begins on ${day(certificate.validFrom)}` : ''}`,
      owner: 'network',
      evidence: certificate ? [`${certificate.subject} is valid from ${certificate.validFrom}`] : [],
      nextStep: 'Check the clock of this machine first; if it is right, the server uses a certificate made for later.',
    };
  },
  'tls/self-signed': (c) => ({
    summary: `the certificate of ${where(c)} is self-signed, so nothing shows that it is the right server`,
    owner: 'server',
    evidence: leafOf(c) ? [`subject and issuer are both ${leafOf(c)?.subject}`] : [],
    nextStep: 'Give the server a certificate of a known authority, or name this one as trusted CA in the configuration; do not switch checking off.',
  }),
  'tls/untrusted': (c) => {
    const isAlone = c.run.tls?.chain.length === 1;
    const last = c.run.tls?.chain.at(-1);
    return {
      summary: `the certificate of ${where(c)} does not lead to a trusted authority`,
      owner: 'server',
      evidence: [`${c.failure.detail}${last ? `: the chain ends at a certificate issued by ${last.issuer}` : ''}`],
      nextStep: isAlone
        ? 'The server must send its intermediate certificates too; if the authority is your own, name its CA file in the configuration.'
        : 'If the authority is your own, name its CA file in the configuration; if not, find out who intercepts TLS here, such as an antivirus program or a proxy.',
    };
  },
  'tls/wrong-name': (c) => ({
    summary: `the certificate of ${where(c)} is not for "${serverName(c)}"`,
    owner: 'you',
    evidence: [`it is for ${leafOf(c)?.names.join(', ') || 'no name at all'}`],
    nextStep: 'Use one of the names in the certificate as host, or have this name added to it.',
  }),
  'tls/closed': (c) => ({
    summary: `${where(c)} closes the connection during the TLS handshake`,
    owner: 'server',
    nextStep: 'Check the TLS setup of the server and whether it knows the name that the client asks for; a firewall that inspects TLS can do this too.',
  }),
} satisfies CauseTexts;
