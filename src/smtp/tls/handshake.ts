import { turnedAwayCode } from '../causes/turnedAway.ts';
import { askInClear, greetingText, type PlainAnswer, tlsRequest } from '../reach/counterProbes.ts';
import { type PortTalk, provenBy } from '../reach/portTalk.ts';
import { replyText } from '../reply.ts';
import { asStageFailure, info, openWire, type Run, StageFailure, type StageResult, warn } from '../run.ts';
import { TransportError } from '../transport.ts';
import type { CertificateFacts, ProbeFailure } from '../types.ts';
import { explainBreak, explainCertificate } from './explainTls.ts';
import { certificateProblem } from './judgeCertificate.ts';

/** Stage `tls`: shakes hands, tells the certificate, judges it. */
export async function shakeHands(run: Run): Promise<StageResult> {
  const wire = openWire(run);
  const isImplicit = !wire.hasGreeted;
  try {
    const { tls, droppedBytes } = await wire.startTls(tlsRequest(run), run.plan.timeouts.tlsMs);
    run.tls = tls;
    run.droppedBytes = droppedBytes;
  } catch (error) {
    const failed = asStageFailure('tls', error, run.redactor);
    if (failed.failure.code === 'cancelled') throw failed;
    const answeredBytes = error instanceof TransportError ? error.answeredBytes : undefined;
    const explained = isImplicit ? await explainImplicit(run, failed) : explainAfterStartTls(failed);
    throw await explainBreak(run, explained, answeredBytes);
  }
  const { tls, droppedBytes } = run;
  info(run, `TLS started: ${tls.protocol}, ${tls.cipher}`);
  for (const [index, certificate] of tls.chain.entries()) info(run, `certificate ${index}: ${certificateText(certificate)}`);
  if (droppedBytes > 0) warn(run, `${droppedBytes} bytes came in clear text between the reply to STARTTLS and TLS; they were dropped (RFC 3207 §6).`);
  const facts = { tls, ...(droppedBytes > 0 ? { droppedBytes } : {}) };
  const problem = certificateProblem(tls);
  if (!problem) return { facts };
  const detail = tls.problem ?? 'ERR_TLS_CERT_ALTNAME_INVALID';
  if (!run.plan.verifyCertificate) {
    info(run, `the certificate does not stand the check (${detail}), but the configuration switches checking off`);
    return { facts };
  }
  warn(run, `the certificate does not stand the check: ${detail}`);
  const isOpen = wire.hasGreeted;
  const { failure, notes } = await explainCertificate(run, { code: problem, detail }, tls, Date.now());
  throw new StageFailure(failure, { facts, notes, isOpen });
}

function certificateText({ subject, issuer, names, validFrom, validTo, daysLeft }: CertificateFacts): string {
  const listed = names.length > 0 ? `, names ${names.slice(0, 10).join(' ')}${names.length > 10 ? ' …' : ''}` : '';
  return `${subject}${listed}, issued by ${issuer}, valid ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)} (${daysLeft} days left)`;
}

/** TLS first was not understood. What the server says in clear text tells which port this is. */
async function explainImplicit(run: Run, failed: StageFailure): Promise<StageFailure> {
  const { failure } = failed;
  const isUnclear = failure.code === 'tls/plain-server' || failure.code === 'tls/timeout' || failure.code === 'tls/closed' || failure.code === 'tls/reset';
  return isUnclear ? judgePlainAnswer(run, failure, await askInClear(run)) : failed;
}

function judgePlainAnswer(run: Run, failure: ProbeFailure, answer: PlainAnswer): StageFailure {
  const seen = `the TLS handshake failed: ${failure.detail}`;
  switch (answer?.kind) {
    case 'reply':
      return judgeGreeting(run, failure, answer, seen);
    case 'other': {
      const evidence = [`in clear text the first line is "${answer.line}"`, ...(answer.protocol ? [`that is how ${answer.protocol} begins`] : []), seen];
      return new StageFailure({ code: 'greeting/not-smtp', detail: answer.line ?? '' }, { notes: { evidence, ruledOut: [] } });
    }
    case 'silent':
    case 'closed': {
      const ruledOut = failure.code === 'tls/plain-server' ? [] : ['a port that begins in clear text: no greeting came on a new connection either'];
      return new StageFailure(failure, { notes: { evidence: [seen], ruledOut, confidence: 'likely' } });
    }
    default:
      return new StageFailure(failure, { notes: { evidence: [seen], ruledOut: [], confidence: 'likely' } });
  }
}

function judgeGreeting(run: Run, failure: ProbeFailure, answer: PortTalk, seen: string): StageFailure {
  const { greeting: reply, startTls } = answer;
  if (!reply) return new StageFailure(failure, { notes: { evidence: [seen], ruledOut: [], confidence: 'likely' } });
  const greeting = `in clear text the server greets: ${greetingText(reply)}`;
  if (reply.code === 220) {
    const offers = startTls === undefined ? [] : [startTls ? 'after EHLO it offers STARTTLS' : 'after EHLO it offers no STARTTLS'];
    const proven = provenBy(run.plan, run.plan.port, answer);
    return new StageFailure(
      { code: 'tls/plain-server', detail: failure.detail },
      { notes: { evidence: [greeting, ...offers, seen], ruledOut: [], ...(startTls === undefined ? {} : { startTls }), ...(proven ? { proven } : {}) } },
    );
  }
  const notes = { evidence: [greeting, seen], ruledOut: ['a wrong TLS mode as the only cause: the server turns this client away before any dialogue'] };
  return new StageFailure({ code: turnedAwayCode(reply), detail: replyText(reply), reply }, { notes });
}

/** The server agreed to STARTTLS; what broke after that is never a question of the mode. */
function explainAfterStartTls({ failure }: StageFailure): StageFailure {
  const { code, detail } = failure;
  const seen: Partial<Record<ProbeFailure['code'], string>> = {
    'tls/plain-server': 'the server agreed to STARTTLS with 220 and then went on in clear text',
    'tls/closed': 'the server agreed to STARTTLS with 220 and then closed the connection',
    'tls/reset': 'the server agreed to STARTTLS with 220 and then the connection was reset',
    'tls/timeout': 'the server agreed to STARTTLS with 220 and then did not answer the TLS hello',
  };
  const text = seen[code];
  // A middlebox or a broken TLS worker: not the plain port that the same code means on the first byte.
  const own = code === 'tls/plain-server' ? 'starttls/clear-text' : code;
  return new StageFailure({ code: own, detail }, { notes: { evidence: text ? [`${text} (${detail})`] : [], ruledOut: [] } });
}
