import { isMaskedGreeting } from './banner.ts';
import { maskedKeyword } from './capabilities.ts';
import type { CauseContext, CauseText, CauseTexts } from './causeText.ts';
import { where } from './causeText.ts';
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

/** What went wrong with TLS and certificates. */
export const NETWORK_CAUSES = {
  'starttls/not-offered': (c) => {
    const masked = c.run.capabilities && maskedKeyword(c.run.capabilities);
    const isMasked = c.run.greeting !== undefined && isMaskedGreeting(c.run.greeting);
    return masked || isMasked
      ? {
          summary: `something between here and ${where(c)} hides STARTTLS`,
          owner: 'network',
          evidence: [
            ...(masked ? [`the keyword "${masked}" in the reply to EHLO is what a firewall that inspects SMTP puts over what it does not let through`] : []),
            ...(isMasked ? ['the greeting is masked with asterisks, as such a firewall does'] : []),
          ],
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
