import { KNOWN_MECHANISMS } from './auth.ts';
import { maskedKeyword } from './capabilities.ts';
import { otherProtocol } from './classify.ts';
import { endpoint } from './reach.ts';
import type { Run } from './run.ts';
import type { CertificateFacts, Owner, ProbeCode, ProbeFailure, StageName } from './types.ts';

/** What a person is told about a failure; the wire's own evidence is added in causes.ts. */
export interface CauseText {
  readonly summary: string;
  readonly owner: Owner;
  readonly nextStep: string;
  /** More that shows it, weaker than the reply and the counter-probes. */
  readonly evidence?: readonly string[];
}

export interface CauseContext {
  readonly run: Run;
  readonly stage: StageName;
  readonly failure: ProbeFailure;
}

type Tell = (context: CauseContext) => CauseText;

const where = ({ run }: CauseContext) => `${run.host} port ${run.plan.port}`;
const leafOf = ({ run }: CauseContext): CertificateFacts | undefined => run.tls?.chain[0];
const serverName = ({ run }: CauseContext) => run.plan.serverName ?? run.host;
const offers = ({ run }: CauseContext) => run.capabilities?.mechanisms.join(', ') || 'none';
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

/** One text per code, so that a new code without words does not compile. */
export const CAUSE_TEXTS: Readonly<Record<ProbeCode, Tell>> = {
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
  'auth/not-offered': (c) => ({
    summary: `credentials are configured, but ${where(c)} offers no sign-in`,
    owner: 'you',
    nextStep: 'Use the submission port (587 or 465), or remove the credentials if this server takes mail by address.',
  }),
  'auth/no-common-mechanism': (c) => ({
    summary: `no sign-in method in common: the server offers ${offers(c)}`,
    owner: 'provider',
    evidence: [`this client knows ${KNOWN_MECHANISMS.join(', ')}`],
    nextStep:
      'A server that only offers XOAUTH2 or OAUTHBEARER wants OAuth 2.0 instead of a password; otherwise its administrator must enable PLAIN or LOGIN under TLS.',
  }),
  'auth/needs-tls': (c) => ({
    summary: `${where(c)} allows sign-in under TLS only`,
    owner: 'you',
    nextStep: 'Switch STARTTLS on for this port, or use port 465 with TLS from the first byte.',
  }),
  'auth/clear-text-refused': (c) => ({
    summary: `the password was not sent: the connection to ${where(c)} is not encrypted`,
    owner: 'you',
    evidence: [c.run.capabilities?.startTls ? 'the server offers STARTTLS, but the configuration does not use it' : 'the server offers no STARTTLS'],
    nextStep: 'Use STARTTLS or port 465; only allow sign-in in clear text in a network you trust.',
  }),
  'auth/credentials': (c) => ({
    summary: `${where(c)} does not accept user name and password: ${c.failure.detail}`,
    owner: 'provider',
    nextStep:
      'Check both; many providers want an app password or an SMTP key instead of the account password, and the full address as user name. Do not retry in a loop.',
  }),
  'auth/temporary': (c) => ({
    summary: `${where(c)} can't check the sign-in now: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Wait before the next attempt; if it stays so, the administrator must look at the sign-in service behind the mail server.',
  }),
  'auth/required': (c) => ({
    summary: `${where(c)} wants a sign-in first: ${c.failure.detail}`,
    owner: 'you',
    nextStep:
      c.run.plan.user === undefined
        ? 'Set user name and password, and switch authentication on where the app has a switch for it.'
        : 'Check that the account may send over this server.',
  }),
  'auth/rejected': (c) => ({
    summary: `${where(c)} refuses the sign-in: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'The reply names the reason; often password sign-in must be allowed for the account, or replaced by OAuth 2.0.',
  }),
  'mail/rejected': (c) => ({
    summary: `${where(c)} does not accept <${c.run.plan.mailFrom}> as sender: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Use a sender address that belongs to the account, or a domain that is verified with the provider.',
  }),
  'mail/needs-tls': (c) => ({
    summary: `${where(c)} takes mail under TLS only: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Switch STARTTLS on for this port, or use port 465 with TLS from the first byte.',
  }),
  'rcpt/relay-denied': (c) => ({
    summary: `${where(c)} does not relay mail to <${c.run.plan.rcptTo}> for this client: ${c.failure.detail}`,
    owner: c.run.mechanism === undefined ? 'you' : 'server',
    nextStep:
      c.run.mechanism === undefined
        ? 'Sign in (usually on port 587 or 465), or have the address of this machine added to the networks the server relays for.'
        : 'The sign-in worked, so the server must allow this account to relay; ask its administrator.',
  }),
  'rcpt/rejected': (c) => ({
    summary: `${where(c)} does not accept <${c.run.plan.rcptTo}> as recipient: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Test with a recipient that exists; if this one should, ask the administrator of the recipient’s domain.',
  }),
  'limit/rate': (c) => ({
    summary: `${where(c)} says that a limit is reached: ${c.failure.detail}`,
    owner: 'provider',
    nextStep: 'Wait, send more slowly, or raise the limit of the account; the configuration is not at fault.',
  }),
  'limit/temporary': (c) => ({
    summary: `${where(c)} puts the mail off for now: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Try again later: mail servers do so by themselves. Greylisting does this to every new sender.',
  }),
  'protocol/closed': (c) => ({
    summary: `${where(c)} closed the connection in the middle of the dialogue`,
    owner: 'server',
    nextStep: 'Look into the log of the server for the reason; a proxy in between can do this too.',
  }),
  'protocol/timeout': (c) => ({
    summary: `${where(c)} stopped answering (${c.failure.detail})`,
    owner: 'server',
    nextStep: 'Try again; if it stays so, the administrator must look at what the server waits for at this point.',
  }),
  'protocol/unexpected': (c) => ({
    summary: `${where(c)} answered something that does not fit: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Check that this is a mail server and that no proxy changes the dialogue.',
  }),
  'message/rejected': (c) => ({
    summary: `${where(c)} accepts sender and recipient, but not the message: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'The reply names the reason: often the From domain is not verified with the provider, or its SPF, DKIM and DMARC do not fit.',
  }),
  cancelled: (c) => ({
    summary: `the test of ${where(c)} was cancelled`,
    owner: 'you',
    nextStep: 'Start the test again when you like.',
  }),
  internal: (c) => ({
    summary: `the test itself failed: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'This is a fault of Relay Doctor: please report it with the transcript.',
  }),
};

/** What each address said, when there was more than one or none answered. */
export function attemptEvidence({ attempts, plan }: Run): string[] {
  if (attempts.every(({ ok }) => ok)) return [];
  return attempts.map(({ ok, code, ms, ...target }) => `${endpoint(target, plan.port)}: ${ok ? 'connected' : code} after ${ms} ms`);
}
