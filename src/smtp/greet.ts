import { isImplicitTlsPort } from '../data/ports.ts';
import { isMaskedGreeting, otherDomain } from './banner.ts';
import { turnedAwayCode } from './causes/turnedAway.ts';
import { otherProtocol } from './protocols.ts';
import { askForTls, askInClear, askWhatItIs, greetingText, type TlsAnswer } from './reach/counterProbes.ts';
import { provenBy } from './reach/portTalk.ts';
import { replyText } from './reply.ts';
import { asStageFailure, info, NO_NOTES, type Notes, openWire, type Run, refused, StageFailure, type StageResult } from './run.ts';
import type { ProbeFailure } from './types.ts';
import type { Reading } from './wire.ts';

const DEFAULT_PATIENCE_MS = 5_000;

/** Stage `greeting`: waits for the server to speak first (RFC 5321 §3.1). Nothing is sent, not even when it takes long. */
export async function greet(run: Run): Promise<StageResult> {
  const start = run.transport.now();
  try {
    const reading = await greetingOrTls(run);
    const protocol = reading.raw.code < 400 ? otherProtocol(`${reading.raw.code} ${reading.raw.lines.join(' ')}`) : undefined;
    if (protocol) {
      const evidence = [`the first line is ${greetingText(reading.reply)}`, `that is how ${protocol} begins`];
      throw new StageFailure(
        { code: 'greeting/not-smtp', detail: replyText(reading.reply) },
        { facts: { reply: reading.reply }, notes: { evidence, ruledOut: [] } },
      );
    }
    if (reading.raw.code !== 220) throw refused('greeting', reading);
    run.greeting = reading.reply;
    remark(run, run.transport.now() - start);
    return { facts: { reply: reading.reply } };
  } catch (error) {
    const failed = asStageFailure('greeting', error, run.redactor);
    const isExplained = failed.failure.reply !== undefined || failed.notes !== NO_NOTES;
    throw run.wire?.isEncrypted || isExplained ? failed : await explainSilence(run, failed);
  }
}

/**
 * Reads the greeting. When it is late, says so; and on a port where TLS comes first by convention, asks at
 * once whether it does here, instead of letting a person wait for the whole timeout. Elsewhere that question
 * waits until the greeting has failed: a server that tests who speaks too early would take it amiss.
 */
async function greetingOrTls(run: Run): Promise<Reading> {
  const { timeouts, port } = run.plan;
  const wire = openWire(run);
  const greeting = wire.read({ ms: timeouts.greetingMs, expects: (code) => code === 220 });
  const patienceMs = timeouts.patienceMs ?? DEFAULT_PATIENCE_MS;
  if (patienceMs >= timeouts.greetingMs) return greeting;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lateTls = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      info(run, `No greeting after ${patienceMs} ms, still waiting: servers may delay it on purpose.`);
      if (wire.isEncrypted || !isImplicitTlsPort(port)) return;
      askForTls(run).then((answer) => {
        run.tlsAnswer = answer;
        if (answer?.speaksTls) reject(tlsExpected(run, answer, `no greeting in clear text after ${patienceMs} ms`));
      }, reject);
    }, patienceMs);
  });
  try {
    return await Promise.race([greeting, lateTls]);
  } catch (error) {
    // The other of the two may still fail when the sockets close; it has lost the race and is no news.
    greeting.catch(ignoreLoser);
    throw error;
  } finally {
    clearTimeout(timer);
    lateTls.catch(ignoreLoser);
  }
}

function ignoreLoser(): void {}

/** What is odd about a greeting that let us in. No fault by itself, but it explains what may fail later. */
function remark(run: Run, ms: number): void {
  const { greeting, plan } = run;
  if (!greeting) return;
  run.greetingMs = ms;
  if (ms >= (plan.timeouts.patienceMs ?? DEFAULT_PATIENCE_MS))
    info(run, `The greeting took ${Math.round(ms)} ms; an app that waits less for it fails here, so give it at least 30 seconds.`);
  if (isMaskedGreeting(greeting)) info(run, 'The greeting is masked with asterisks, as firewalls do that inspect SMTP.');
  const other = otherDomain(run);
  if (other) info(run, `The greeting names "${other}", which is another domain than that of "${run.host}".`);
}

/** One symptom, several causes: asks for TLS to tell them apart. */
async function explainSilence(run: Run, failed: StageFailure): Promise<StageFailure> {
  const { failure } = failed;
  switch (failure.code) {
    case 'greeting/timeout': {
      // Whatever it is, it waits for us to speak: asks in both ways at once.
      const [answer, what] = await Promise.all([run.tlsAnswer ?? askForTls(run), askWhatItIs(run)]);
      if (answer?.speaksTls) return tlsExpected(run, answer, silenceText(failure));
      if (what?.protocol) return spokenTo(what.line, what.protocol, silenceText(failure));
      const notes = silenceNotes(failure, answer);
      return new StageFailure(failure, { notes: what ? { ...notes, evidence: [...notes.evidence, `spoken to, it answers "${what.line}"`] } : notes });
    }
    case 'greeting/closed':
    case 'greeting/tls-expected':
    case 'tcp/reset': {
      const answer = run.tlsAnswer ?? (await askForTls(run));
      if (answer?.speaksTls) return tlsExpected(run, answer, silenceText(failure));
      return failure.code === 'greeting/tls-expected' ? new StageFailure(failure, { notes: silenceNotes(failure, answer) }) : askAgain(run, failure, answer);
    }
    case 'greeting/not-smtp': {
      const protocol = otherProtocol(failure.detail);
      const evidence = [`the first line is "${failure.detail}"`, ...(protocol ? [`that is how ${protocol} begins`] : [])];
      return new StageFailure(failure, { notes: { evidence, ruledOut: [] } });
    }
    default:
      return failed;
  }
}

/** A connection that was cut may be one of many: a second one tells a ban from an overload or an odd back end. */
async function askAgain(run: Run, failure: ProbeFailure, answer: TlsAnswer): Promise<StageFailure> {
  const again = await askInClear(run);
  const notes = silenceNotes(failure, answer);
  const { greeting, protocol, line } = again ?? {};
  if (greeting?.code === 220) {
    const evidence = [...notes.evidence, `a second connection was greeted: ${greetingText(greeting)}`];
    return new StageFailure({ code: 'tcp/unsteady', detail: failure.detail }, { notes: { ...notes, evidence, confidence: 'certain' } });
  }
  if (greeting) {
    const evidence = [...notes.evidence, `a second connection was answered: ${greetingText(greeting)}`];
    return new StageFailure({ code: turnedAwayCode(greeting), detail: replyText(greeting), reply: greeting }, { notes: { ...notes, evidence } });
  }
  if (line !== undefined && protocol) return spokenTo(line, protocol, silenceText(failure));
  const ruledOut = again ? [...notes.ruledOut, 'a single bad moment: a second connection ended the same way'] : notes.ruledOut;
  return new StageFailure(failure, { notes: { ...notes, ruledOut } });
}

function spokenTo(line: string, protocol: string, seen: string): StageFailure {
  const evidence = [`spoken to, it answers "${line}"`, `that is how ${protocol} answers`, seen];
  return new StageFailure({ code: 'greeting/not-smtp', detail: line }, { notes: { evidence, ruledOut: ['a slow mail server: it speaks another protocol'] } });
}

function silenceText({ code, detail }: ProbeFailure): string {
  if (code === 'greeting/timeout') return `the connection stood, but no greeting came (${detail})`;
  if (code === 'greeting/closed') return 'the server closed the connection without a word';
  return code === 'tcp/reset' ? `the connection was reset before any greeting (${detail})` : 'the server answered in TLS records';
}

function silenceNotes(failure: ProbeFailure, answer: TlsAnswer): Notes {
  const evidence = [silenceText(failure)];
  if (!answer || answer.speaksTls) return { ...NO_NOTES, evidence, confidence: 'likely' };
  return { evidence, ruledOut: [`TLS from the first byte: a TLS hello on a new connection got no TLS back (${answer.code})`], confidence: 'likely' };
}

function tlsExpected(run: Run, answer: Extract<TlsAnswer, { speaksTls: true }>, seen: string): StageFailure {
  const { tls, greeting } = answer;
  const evidence = [
    `a TLS handshake on a new connection succeeded (${tls.protocol}${tls.chain[0] ? `, certificate of ${tls.chain[0].names[0] ?? tls.chain[0].subject}` : ''})`,
    ...(greeting ? [`under TLS the server greets: ${greetingText(greeting)}`] : []),
    seen,
  ];
  const proven = provenBy(run.plan, run.plan.port, answer.talk);
  const ruledOut = ['a slow or blocked server: it answers at once under TLS'];
  return new StageFailure(
    { code: 'greeting/tls-expected', detail: 'the port speaks TLS from the first byte' },
    { notes: { evidence, ruledOut, ...(proven ? { proven } : {}) } },
  );
}
