import { isImplicitTlsPort } from '../data/ports.ts';
import { otherProtocol } from './classify.ts';
import { askForTls, greetingText, type TlsAnswer } from './counterProbes.ts';
import { asStageFailure, info, NO_NOTES, type Notes, openWire, type Run, refused, StageFailure, type StageResult } from './run.ts';
import type { ProbeFailure } from './types.ts';
import type { Reading } from './wire.ts';

const DEFAULT_PATIENCE_MS = 5_000;

/** Stage `greeting`: waits for the server to speak first (RFC 5321 §3.1). Nothing is sent, not even when it takes long. */
export async function greet(run: Run): Promise<StageResult> {
  try {
    const reading = await greetingOrTls(run);
    if (reading.raw.code !== 220) throw refused('greeting', reading);
    run.greeting = reading.reply;
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
        if (answer?.speaksTls) reject(tlsExpected(answer, `no greeting in clear text after ${patienceMs} ms`));
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

/** One symptom, several causes: asks for TLS to tell them apart. */
async function explainSilence(run: Run, failed: StageFailure): Promise<StageFailure> {
  const { failure } = failed;
  switch (failure.code) {
    case 'greeting/timeout':
    case 'greeting/closed':
    case 'greeting/tls-expected':
    case 'tcp/reset': {
      const answer = run.tlsAnswer ?? (await askForTls(run));
      if (answer?.speaksTls) return tlsExpected(answer, silenceText(failure));
      return new StageFailure(failure, { notes: silenceNotes(failure, answer) });
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

function tlsExpected(answer: Extract<TlsAnswer, { speaksTls: true }>, seen: string): StageFailure {
  const { tls, greeting } = answer;
  const evidence = [
    `a TLS handshake on a new connection succeeded (${tls.protocol}${tls.chain[0] ? `, certificate of ${tls.chain[0].names[0] ?? tls.chain[0].subject}` : ''})`,
    ...(greeting ? [`under TLS the server greets: ${greetingText(greeting)}`] : []),
    seen,
  ];
  return new StageFailure(
    { code: 'greeting/tls-expected', detail: 'the port speaks TLS from the first byte' },
    { notes: { evidence, ruledOut: ['a slow or blocked server: it answers at once under TLS'] } },
  );
}
