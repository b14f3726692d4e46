import { IMPLICIT_TLS_PORT } from '../../data/ports.ts';
import type { CauseContext, CauseTexts } from './causeText.ts';
import { where } from './causeText.ts';

const serverName = ({ run }: CauseContext) => run.plan.serverName ?? run.host;
const IMPLICIT_STEP = `Try port ${IMPLICIT_TLS_PORT} with TLS from the first byte.`;

/** What a refusal of STARTTLS means by its code (RFC 3207 §4, RFC 5321 §4.2.1). */
const STARTTLS_REFUSALS: Readonly<Record<number, string>> = {
  500: 'the verb is not known: a proxy in between may have announced it, or eaten it',
  501: 'the server found an argument behind the verb, which a proxy in between may have added',
  502: 'the verb is announced, but not implemented',
  503: 'the server holds it for out of order: it saw no EHLO before, or TLS is active already, as behind a proxy that speaks TLS itself',
  554: 'TLS is switched off for this client',
};

/** What can go wrong before there is a certificate to judge. */
export const TLS_CAUSES = {
  'starttls/not-offered': (c) => ({
    summary: `${where(c)} offers no STARTTLS, which the configuration demands`,
    owner: 'server',
    nextStep: 'Use the submission port of the server (587, or 465 with TLS from the first byte), or have TLS enabled on this one.',
    moreSteps: ['Until then, send no password over this port: it would travel in clear text.'],
    part: 'port',
  }),
  'starttls/stripped': (c) => ({
    summary: `something between here and ${where(c)} hides STARTTLS`,
    owner: 'network',
    nextStep: `Use port ${IMPLICIT_TLS_PORT} with TLS from the first byte, into which the firewall can not look.`,
    moreSteps: ['Have the SMTP inspection of the firewall switched off (on a Cisco ASA: allow-tls, or no "inspect esmtp"), or that of the antivirus program.'],
    part: 'port',
  }),
  'starttls/sometimes': (c) => ({
    summary: `${where(c)} offers STARTTLS on some connections only`,
    owner: 'server',
    nextStep: 'There are several servers behind this name, and they are not set up alike: their administrator must repair the odd ones.',
    moreSteps: ['Until then, connect to one of those that offer STARTTLS by its own name, and keep TLS required.'],
  }),
  'starttls/temporary': (c) => ({
    summary: `${where(c)} announces STARTTLS, but can't start it: ${c.failure.detail}`,
    owner: 'server',
    nextStep: "The server's certificate or key is missing or not readable: its administrator finds the reason in the mail log.",
    moreSteps: ['Postfix: check smtpd_tls_chain_files, or smtpd_tls_cert_file and smtpd_tls_key_file; Exim: tls_certificate and tls_privatekey.'],
  }),
  'starttls/rejected': (c) => {
    const meaning = STARTTLS_REFUSALS[c.failure.reply?.code ?? 0];
    return {
      summary: `${where(c)} refuses STARTTLS: ${c.failure.detail}`,
      owner: 'server',
      evidence: meaning ? [meaning] : [],
      nextStep: `${IMPLICIT_STEP} The administrator must repair STARTTLS on this port.`,
      part: 'port',
    };
  },
  'starttls/clear-text': (c) => ({
    summary: `${where(c)} agrees to STARTTLS and then goes on in clear text`,
    owner: 'server',
    nextStep: 'A proxy in front of the server passes STARTTLS on without knowing it, or the server is broken: its administrator must repair that.',
    moreSteps: [IMPLICIT_STEP],
  }),
  'tls/plain-server': (c) => ({
    summary: `${where(c)} begins in clear text, but the configuration speaks TLS from the first byte`,
    owner: 'you',
    nextStep:
      c.notes?.startTls === false
        ? `Port ${c.run.plan.port} offers no TLS at all: use another port of the server, 465 with TLS from the first byte or 587 with STARTTLS.`
        : `Use STARTTLS on port ${c.run.plan.port}${c.run.plan.port === IMPLICIT_TLS_PORT ? '' : ', or keep TLS from the first byte and change the port to 465'}.`,
    part: 'security',
  }),
  'tls/handshake': (c) => ({
    summary: `client and server can't agree on TLS (${c.failure.detail})`,
    owner: 'server',
    nextStep: 'The administrator must look into the log of the server, and compare its TLS setup with that of current software.',
  }),
  'tls/no-common-cipher': (c) => {
    const isBoringSsl = c.run.transport.tlsStack === 'boringssl';
    return {
      summary: `${where(c)} finds no cipher in common with this client, or can't use its own certificate (${c.failure.detail})`,
      owner: 'server',
      evidence: [
        'the server refused the very first TLS message with an alert, before it sent a certificate',
        ...(isBoringSsl ? ['desktop VS Code speaks TLS with BoringSSL, which has no DHE ciphers; an app on Node.js has them'] : []),
      ],
      nextStep: 'The administrator must check that the server can read its certificate and key, and that it allows current ciphers.',
      moreSteps: isBoringSsl ? ['To see what an app on Node.js gets, run the same test with the command line of Relay Doctor.'] : [],
    };
  },
  'tls/client-certificate': (c) => ({
    summary: `${where(c)} wants a certificate of the client, and the test has none`,
    owner: 'you',
    evidence: [`the server broke off after it had asked for it (${c.failure.detail})`],
    nextStep: 'Configure the client certificate and key that the server expects.',
    moreSteps: ['Postfix: smtp_tls_chain_files; nodemailer: tls.cert and tls.key. This test does not send one, so what comes after TLS stays untested.'],
  }),
  'tls/unknown-name': (c) => ({
    summary: `${where(c)} has no certificate for the name "${serverName(c)}" and refuses TLS for it`,
    owner: 'you',
    nextStep: "Connect by the server's own name instead of an alias.",
    moreSteps: ['If the name is right, the administrator must add it to the names that the server has a certificate for.'],
    part: 'host',
  }),
  'tls/hello-blocked': (c) => ({
    summary: `the TLS 1.3 hello to ${where(c)} is lost or refused, one of TLS 1.2 is not`,
    owner: 'network',
    evidence: [`with the usual TLS hello: ${c.failure.detail}`],
    nextStep: 'A firewall that inspects TLS, or an old server, can not cope with the larger hello of TLS 1.3: have it updated or its inspection switched off.',
    moreSteps: ['Until then, limit the app to TLS 1.2 (nodemailer: tls.maxVersion "TLSv1.2"; Postfix: smtp_tls_protocols = TLSv1.2).'],
  }),
  'tls/weak-key': (c) => ({
    summary: `${where(c)} exchanges keys with parameters that are too small (${c.failure.detail})`,
    owner: 'server',
    nextStep: 'The administrator must use Diffie-Hellman parameters of at least 2048 bits, or elliptic curves only.',
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
    moreSteps: ['If the server can not be updated, put a relay in between that still speaks its version, and nothing else on that network.'],
  }),
  'tls/closed': (c) => ({
    summary: `${where(c)} closes the connection during the TLS handshake`,
    owner: 'server',
    nextStep: 'Check the TLS setup of the server and whether it knows the name that the client asks for; a firewall that inspects TLS can do this too.',
  }),
  'tls/reset': (c) => ({
    summary: `the connection to ${where(c)} is reset during the TLS handshake`,
    owner: 'network',
    nextStep: 'A firewall that inspects TLS resets what it does not like: try from another network, and ask its administrator.',
    moreSteps: ['If it happens from everywhere, the TLS part of the server crashes: its log tells why.'],
  }),
} satisfies CauseTexts;
