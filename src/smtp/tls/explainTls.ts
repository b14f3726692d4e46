import { Expired, within } from '../deadline.ts';
import { addressFamily } from '../hostName.ts';
import { betterHost } from '../reach/betterHost.ts';
import { DEFAULT_RESOLVE_MS } from '../reach/lookups.ts';
import { info, NO_NOTES, type Notes, type Run, StageFailure } from '../run.ts';
import { type TlsVersionRange, TransportError } from '../transport.ts';
import type { CertificateFacts, ProbeCode, ProbeFailure, ProvenSettings, StageName, TlsFacts } from '../types.ts';
import { askServerTime, type ClockAnswer } from './serverClock.ts';
import { mayAskMore, tryTls } from './tlsProbes.ts';

/** A record that holds nothing but an alert (RFC 8446 §5.1, §6). */
export const ALERT_BYTES = 7;
const SMALL_HELLO: TlsVersionRange = { min: 'TLSv1.2', max: 'TLSv1.2' };
const OLD_HELLO: TlsVersionRange = { min: 'TLSv1', max: 'TLSv1.1' };
/** What is left of an alert that a RST has overtaken. */
const LOST_ALERT: ReadonlySet<string> = new Set(['ECONNRESET', 'RESET_BY_PEER', 'EPIPE']);
/** What may have to do with the hello itself, or with the name in it. */
const RETRIED: ReadonlySet<ProbeCode> = new Set(['tls/closed', 'tls/reset', 'tls/timeout', 'tls/handshake']);

/**
 * Why a handshake broke off, by asking again with one thing changed: a smaller hello, no name, old versions.
 * Takes what was seen so far; returns the failure with its cause. Rejects with Cancelled only.
 */
export async function explainBreak(run: Run, failed: StageFailure, answeredBytes: number | undefined): Promise<StageFailure> {
  const { failure } = failed;
  if (isClientCertificate(failure.detail, answeredBytes)) return told(failed, 'tls/client-certificate', { confidence: 'certain' });
  if (failure.code === 'tls/protocol-version') return explainVersion(run, failed);
  if (failure.code === 'tls/unknown-name') return (await withoutName(run, failed)) ?? failed;
  if (!RETRIED.has(failure.code)) return failed;
  const small = await tryTls(run, { question: 'does a TLS 1.2 hello, which is smaller, get through?', request: { versions: SMALL_HELLO } });
  if (small?.ok) {
    const evidence = [`with a hello limited to TLS 1.2 the handshake succeeds (${small.tls.cipher})`];
    return told(failed, 'tls/hello-blocked', { evidence, confidence: 'certain' });
  }
  if (small && isClientCertificate(small.code, small.answeredBytes)) return told(failed, 'tls/client-certificate', { confidence: 'certain' });
  const ruledOut = small ? [`the size of the hello: one limited to TLS 1.2 fails as well (${small.code})`] : [];
  if (failure.detail === 'HANDSHAKE_FAILURE') {
    const isSure = answeredBytes !== undefined && answeredBytes <= ALERT_BYTES;
    return isSure ? told(failed, 'tls/no-common-cipher', { ruledOut, confidence: 'certain' }) : told(failed, failure.code, { ruledOut });
  }
  return (await withoutName(run, told(failed, failure.code, { ruledOut }))) ?? told(failed, failure.code, { ruledOut });
}

/** The server refused after its own part of the handshake: what it missed was ours (RFC 5246 §7.4.6). */
function isClientCertificate(code: string, answeredBytes: number | undefined): boolean {
  return code === 'CERTIFICATE_REQUIRED' || ((code === 'HANDSHAKE_FAILURE' || code === 'BAD_CERTIFICATE') && (answeredBytes ?? 0) > ALERT_BYTES);
}

/** How a server that leaves right after TLS shows, in the two places where its first word is due. */
const LEFT_AFTER_TLS: ReadonlySet<string> = new Set(['ehlo-tls protocol/closed', 'greeting greeting/closed', 'greeting tcp/reset']);

/**
 * A server that hangs up where its first word under TLS 1.3 is due may miss a client certificate: this version has the
 * handshake over before it is judged, and the alert is lost when a RST follows it (RFC 8446 §4.4.2.4, appendix E.1). TLS 1.2
 * tells within the handshake, so that is asked. Rejects with Cancelled only.
 */
export async function explainHangUp(run: Run, stage: StageName, failed: StageFailure): Promise<StageFailure> {
  if (run.tls?.protocol !== 'TLSv1.3' || !LEFT_AFTER_TLS.has(`${stage} ${failed.failure.code}`)) return failed;
  const small = await tryTls(run, { question: 'does TLS 1.2 tell that a client certificate is missing?', request: { versions: SMALL_HELLO } });
  if (!small) return failed;
  if (small.ok)
    return told(failed, failed.failure.code, { ruledOut: ['a client certificate that TLS asks for: under TLS 1.2 the handshake succeeds without one'] });
  const isLate = (small.answeredBytes ?? 0) > ALERT_BYTES;
  const isTold = isClientCertificate(small.code, small.answeredBytes);
  if (!isTold && !(isLate && LOST_ALERT.has(small.code))) return failed;
  const evidence = [`with TLS 1.2 the server breaks the handshake off after its own certificate (${small.code})`];
  return told(failed, 'tls/client-certificate', { evidence, confidence: isTold ? 'certain' : 'likely' });
}

async function explainVersion(run: Run, failed: StageFailure): Promise<StageFailure> {
  const old = await tryTls(run, { question: 'does the server speak TLS 1.0 or 1.1?', request: { versions: OLD_HELLO } });
  if (!old?.ok) return failed;
  return told(failed, failed.failure.code, {
    evidence: [`on a new connection the server speaks ${old.tls.protocol}, which is switched off in current software`],
    confidence: 'certain',
  });
}

/** Undefined when leaving the name out changes nothing, or when none was announced. */
async function withoutName(run: Run, failed: StageFailure): Promise<StageFailure | undefined> {
  const name = run.plan.serverName ?? run.host;
  if (addressFamily(name) !== 0) return undefined;
  const bare = await tryTls(run, { question: 'does the handshake succeed without a name in the hello?', request: { announceName: false } });
  if (!bare) return undefined;
  if (!bare.ok)
    return told(failed, failed.failure.code, { ruledOut: [`the name "${name}" in the hello: without it the handshake fails as well (${bare.code})`] });
  const names = bare.tls.chain[0]?.names ?? [];
  const found = await proveHost(run, names);
  const evidence = [`without a name in the hello the handshake succeeds, with a certificate for ${names.join(', ') || 'no name'}`, ...found.evidence];
  return told(failed, 'tls/unknown-name', { evidence, confidence: 'certain', ...(found.proven ? { proven: found.proven } : {}) });
}

/** The same failure with another code and more to say about it. */
function told(failed: StageFailure, code: ProbeCode, more: Partial<Notes>): StageFailure {
  const { failure, facts, notes, isOpen } = failed;
  const evidence = [...(more.evidence ?? []), ...notes.evidence];
  const ruledOut = [...notes.ruledOut, ...(more.ruledOut ?? []).filter((text) => !notes.ruledOut.includes(text))];
  return new StageFailure({ ...failure, code }, { facts, isOpen, notes: { ...notes, ...more, evidence, ruledOut } });
}

export interface CertificateVerdict {
  readonly failure: ProbeFailure;
  readonly notes: Notes;
}

/** What else shows why a certificate does not stand the check, and what would. Rejects with Cancelled only. */
export async function explainCertificate(run: Run, failure: ProbeFailure, tls: TlsFacts, now: number): Promise<CertificateVerdict> {
  switch (failure.code) {
    case 'tls/wrong-name': {
      const { evidence, proven } = await proveHost(run, tls.chain[0]?.names ?? []);
      return { failure, notes: { ...NO_NOTES, evidence, ...(proven ? { proven } : {}) } };
    }
    case 'tls/expired':
    case 'tls/expired-intermediate':
    case 'tls/not-yet-valid':
      return judgeDates(failure, tls, await askServerTime(run, now), now);
    case 'tls/missing-intermediate':
      return { failure, notes: { ...NO_NOTES, confidence: tls.missingIssuer?.isPublic ? 'certain' : 'likely' } };
    default:
      return { failure, notes: NO_NOTES };
  }
}

function judgeDates(failure: ProbeFailure, { chain }: TlsFacts, clock: ClockAnswer | undefined, now: number): CertificateVerdict {
  if (!clock) return { failure, notes: NO_NOTES };
  const { serverTime, text, agrees } = clock;
  if (agrees) return { failure, notes: { ...NO_NOTES, ruledOut: [`a wrong clock on this machine: ${text}`], confidence: 'certain' } };
  const isValidAt = (time: number) => (certificate: CertificateFacts) => Date.parse(certificate.validFrom) <= time && time <= Date.parse(certificate.validTo);
  const isValidThere = chain.filter((certificate) => !isValidAt(now)(certificate)).every(isValidAt(serverTime));
  if (!isValidThere) return { failure, notes: { ...NO_NOTES, evidence: [text] } };
  const evidence = [text, 'at the time that the server tells, the certificate is valid'];
  // Either clock may be the wrong one; that the certificate fits the server's speaks for that one.
  return { failure: { ...failure, code: 'tls/wrong-clock' }, notes: { ...NO_NOTES, evidence, confidence: 'likely' } };
}

/** Tries the host that a certificate is really for, if there is one to recommend: it has to answer and be certified. */
async function proveHost(run: Run, names: readonly string[]): Promise<{ readonly evidence: readonly string[]; readonly proven?: ProvenSettings }> {
  const { plan, transport, signal } = run;
  const host = betterHost(names, plan.serverName ?? run.host, plan.provider);
  if (host === undefined || !mayAskMore(run)) return { evidence: [] };
  try {
    const [address] = await within(transport.resolve(host), plan.timeouts.resolveMs ?? DEFAULT_RESOLVE_MS, signal);
    if (!address) return { evidence: [] };
    const answer = await tryTls(run, {
      question: `does "${host}" answer with a valid certificate?`,
      request: { serverName: host },
      address,
      asksCapabilities: true,
    });
    if (!answer?.ok || !answer.tls.trusted || !answer.tls.nameMatches) return { evidence: [] };
    const mechanisms = answer.capabilities?.mechanisms ?? [];
    const offers = mechanisms.length > 0 ? `, AUTH ${mechanisms.join(' ')} offered` : '';
    const evidence = `"${host}" port ${plan.port} answered with ${answer.tls.protocol}, certificate valid for that name${offers}`;
    return { evidence: [], proven: { host, ...(mechanisms.length > 0 ? { mechanisms } : {}), evidence } };
  } catch (error) {
    if (!(error instanceof TransportError) && !(error instanceof Expired)) throw error;
    info(run, `counter-probe: "${host}" has no address here (${error.message})`);
    return { evidence: [`the certificate is for "${host}", but that name has no address here`] };
  }
}
