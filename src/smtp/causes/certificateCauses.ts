import { addressFamily, isLoopback } from '../hostName.ts';
import { isPrivateAddress } from '../reach/lookups.ts';
import { interceptorOf, isExpired, isSelfSigned, weaknessOf } from '../tls/judgeCertificate.ts';
import type { CertificateFacts, TrustVerdict } from '../types.ts';
import type { CauseContext, CauseTexts } from './causeText.ts';
import { where } from './causeText.ts';

const leafOf = ({ run }: CauseContext): CertificateFacts | undefined => run.tls?.chain[0];
const serverName = ({ run }: CauseContext) => run.plan.serverName ?? run.host;
const day = (iso: string) => iso.slice(0, 10);
/** The common name of a distinguished name, or all of it. */
const shortName = (name: string) => /(?:^|, )CN=([^,]+)/.exec(name)?.[1] ?? name;

const STORES: Readonly<Record<TrustVerdict['store'], string>> = {
  node: 'Node.js',
  system: 'the operating system',
  file: 'the CA file that the configuration names',
};

/** What each set of trust anchors says, in one line; what follows for the app in another. */
export function trustEvidence(trust: readonly TrustVerdict[] = []): string[] {
  if (trust.length === 0) return [];
  const words = trust.map(({ store, trusted, problem }) =>
    trusted === undefined ? `${STORES[store]}: not known (${problem})` : `${STORES[store]}: ${trusted ? 'trusted' : `not trusted (${problem})`}`,
  );
  const says = (store: TrustVerdict['store']) => trust.find((verdict) => verdict.store === store)?.trusted;
  return [
    `trust: ${words.join('; ')}`,
    ...(says('system') && says('node') === false ? ['trusted by the operating system, not by Node.js: mail programs here work, an app on Node.js fails'] : []),
    ...(says('node') && says('system') === false ? ['trusted by Node.js, not by the operating system: an app on Node.js works, others here may fail'] : []),
    ...(says('file') === false && says('node')
      ? ['the CA file that the configuration names does not lead to this certificate: software that reads only that file fails']
      : []),
  ];
}

const trustOf = ({ run }: CauseContext) => trustEvidence(run.tls?.trust);

const NAME_CA_STEP =
  'Name that authority’s CA file in the configuration, in the app’s own setting for it, or start a Node.js app with NODE_EXTRA_CA_CERTS; do not switch checking off.';

/** What can be wrong with a certificate. */
export const CERTIFICATE_CAUSES = {
  'tls/expired': (c) => {
    const certificate = c.run.tls?.chain.find(isExpired) ?? leafOf(c);
    return {
      summary: `the certificate of ${where(c)} has expired${certificate ? ` on ${day(certificate.validTo)}` : ''}`,
      owner: 'server',
      evidence: certificate ? [`${certificate.subject} was valid until ${certificate.validTo}`] : [],
      nextStep: 'The certificate must be renewed on the server; also check that the clock of this machine is right.',
      moreSteps: ['If it was renewed already, the mail server must be reloaded: it keeps the old one in memory.'],
    };
  },
  'tls/expired-intermediate': (c) => {
    const certificate = c.run.tls?.chain.find(isExpired);
    return {
      summary: `the intermediate certificate "${shortName(certificate?.subject ?? '')}" that ${where(c)} sends has expired on ${day(certificate?.validTo ?? '')}`,
      owner: 'server',
      evidence: [
        ...(certificate ? [`${certificate.subject} was valid until ${certificate.validTo}`] : []),
        ...(leafOf(c) ? [`the certificate of the server itself is valid until ${leafOf(c)?.validTo}`] : []),
      ],
      nextStep: 'The administrator must replace the intermediate in the chain file by the current one of the same authority.',
      moreSteps: ['A renewed certificate alone does not help: the chain file is what is out of date.'],
    };
  },
  'tls/not-yet-valid': (c) => {
    const certificate = c.run.tls?.chain.find(({ validFrom }) => Date.parse(validFrom) > Date.now()) ?? leafOf(c);
    return {
      summary: `the certificate of ${where(c)} is not valid yet${certificate ? `: it begins on ${day(certificate.validFrom)}` : ''}`,
      owner: 'network',
      evidence: certificate ? [`${certificate.subject} is valid from ${certificate.validFrom}`] : [],
      nextStep: 'Check the clock of this machine first; if it is right, the server uses a certificate made for later.',
      moreSteps: ['A virtual machine or WSL can be behind after sleep: restart it, or have its clock set by NTP.'],
    };
  },
  'tls/wrong-clock': (c) => ({
    summary: `the clock of this machine is wrong, so the certificate of ${where(c)} seems ${c.failure.detail === 'CERT_NOT_YET_VALID' ? 'not valid yet' : 'expired'}`,
    owner: 'network',
    evidence: leafOf(c) ? [`${leafOf(c)?.subject} is valid from ${leafOf(c)?.validFrom} to ${leafOf(c)?.validTo}`] : [],
    nextStep: 'Set the clock of this machine, best by NTP.',
    moreSteps: ['A virtual machine or WSL can be behind after sleep: restart it.'],
  }),
  'tls/self-signed': (c) => {
    const isNear = isLoopback(c.run.host) || isPrivateAddress(c.run.address?.address ?? c.run.host);
    return {
      summary: `the certificate of ${where(c)} is self-signed, so nothing shows that it is the right server`,
      owner: isNear ? 'you' : 'server',
      evidence: [
        ...(leafOf(c) ? [`subject and issuer are both ${leafOf(c)?.subject}`] : []),
        ...(isNear ? ['the server is on this machine or a private network, where development servers and mail bridges make their own certificate'] : []),
        ...trustOf(c),
      ],
      nextStep: isNear
        ? 'Save the certificate of that server to a file and name it as trusted CA in the configuration; do not switch checking off.'
        : 'Give the server a certificate of a known authority, or name this one as trusted CA in the configuration; do not switch checking off.',
      part: 'ca',
    };
  },
  'tls/untrusted': (c) => {
    const last = c.run.tls?.chain.at(-1);
    const isRootSent = last !== undefined && isSelfSigned(last);
    return {
      summary: `the certificate of ${where(c)} comes from the private authority "${shortName(last?.issuer ?? '')}", which nothing here trusts`,
      owner: 'you',
      evidence: [`${c.failure.detail}${last ? `: the chain ends at a certificate issued by ${last.issuer}` : ''}`, ...trustOf(c)],
      nextStep: isRootSent
        ? `If the authority is your own: ${NAME_CA_STEP}`
        : `If "${shortName(last?.issuer ?? '')}" is your own authority, name its CA file in the configuration; if it is an intermediate, the server must send that certificate too.`,
      moreSteps: ['If it is not yours, find out who intercepts TLS here, such as an antivirus program or a proxy: compare the issuer from another network.'],
      part: 'ca',
    };
  },
  'tls/missing-intermediate': (c) => {
    const missing = c.run.tls?.missingIssuer?.name ?? leafOf(c)?.issuer ?? '';
    const urls = c.run.tls?.chain.at(-1)?.issuerUrls ?? [];
    return {
      summary: `${where(c)} does not send the intermediate certificate "${shortName(missing)}", so its own can't be checked`,
      owner: 'server',
      evidence: [
        `${c.failure.detail}: the server sent ${c.run.tls?.chain.length} certificate(s), the last one issued by ${missing}`,
        ...urls.map((url) => `the authority offers the missing certificate at ${url}`),
        ...trustOf(c),
      ],
      nextStep: 'The administrator must configure the full chain (such as fullchain.pem instead of cert.pem) and reload the mail server.',
      moreSteps: [
        'Until then, name a file with that intermediate and its root as CA in the configuration. Browsers hide this fault, as they fetch or remember intermediates.',
      ],
    };
  },
  'tls/intercepted': (c) => {
    const found = c.run.tls && interceptorOf(c.run.tls);
    const name = found?.product ?? 'some program';
    return {
      summary: `${name} opens the TLS connection to ${where(c)}: the certificate is signed by it, not by the server's authority`,
      owner: 'network',
      evidence: [`issued by ${c.run.tls?.chain.at(-1)?.issuer ?? leafOf(c)?.issuer}`, ...trustOf(c)],
      nextStep:
        found?.kind === 'desktop'
          ? `Switch the scanning of mail over SSL/TLS off in ${name}, or exclude this server.`
          : found?.kind === 'debugger'
            ? `Stop ${name}, or take this connection out of it.`
            : `Have the administrators of ${name} exclude this server from inspection.`,
      moreSteps: [`If it has to stay, export the root certificate of ${name} and name it as CA file in the configuration.`],
    };
  },
  'tls/system-only': (c) => ({
    summary: `the operating system trusts the certificate of ${where(c)}, Node.js does not`,
    owner: 'you',
    evidence: [`${c.failure.detail}: the chain ends at a certificate issued by ${c.run.tls?.chain.at(-1)?.issuer}`, ...trustOf(c)],
    nextStep: NAME_CA_STEP,
    moreSteps: ['Node.js 22.15 and newer can use the roots of the system: start the app with --use-system-ca.'],
    part: 'ca',
  }),
  'tls/weak-certificate': (c) => {
    const weak = (c.run.tls?.chain ?? []).flatMap((certificate) => {
      const weakness = weaknessOf(certificate);
      return weakness ? [`${certificate.subject} has ${weakness}`] : [];
    });
    return {
      summary: `the certificate of ${where(c)} is too weak for current software${weak[0] ? `: ${weak[0]}` : ''}`,
      owner: 'server',
      evidence: [...weak, ...(c.run.tls?.chain ?? []).map(strength)],
      nextStep: 'The certificate must be issued anew with an RSA key of at least 2048 bits or an EC key, signed with SHA-256 or better.',
    };
  },
  'tls/wrong-name': (c) => {
    const names = leafOf(c)?.names ?? [];
    const isAddress = addressFamily(serverName(c)) !== 0;
    const wildcard = names.find((name) => name.startsWith('*.') && serverName(c).endsWith(name.slice(1)));
    return {
      summary: `the certificate of ${where(c)} is not for "${serverName(c)}"`,
      owner: 'you',
      evidence: [
        `it is for ${names.join(', ') || 'no name at all'}`,
        ...(isAddress ? ['the configuration connects by address, and certificates seldom hold addresses'] : []),
        ...(wildcard ? [`"${wildcard}" stands for one label only, so it does not cover "${serverName(c)}"`] : []),
      ],
      nextStep: 'Use one of the names in the certificate as host, or have this name added to it.',
      moreSteps: ['If the name is right and the certificate that of another site, the server must be told to use the right one for this name.'],
      part: 'host',
    };
  },
} satisfies CauseTexts;

/** Key and signature of a certificate in a few words. */
function strength({ subject, keyType, keyBits, signature }: CertificateFacts): string {
  return `${subject}: ${keyType ?? 'unknown'} key${keyBits ? ` of ${keyBits} bits` : ''}, signed with ${signature ?? 'an unknown algorithm'}`;
}
