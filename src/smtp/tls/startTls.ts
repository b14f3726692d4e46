import { providerById, providerOf } from '../../data/providers.ts';
import { isMaskedGreeting } from '../banner.ts';
import { maskedKeyword, parseCapabilities } from '../capabilities.ts';
import { tlsRequest } from '../reach/counterProbes.ts';
import { ask, NO_NOTES, type Notes, openWire, type Run, StageFailure, type StageResult } from '../run.ts';
import { WireError } from '../wire.ts';
import { askAgain } from './tlsProbes.ts';

/** A farm of which half the servers differ is seen every other time; the other two questions are for other ports. */
const MORE_LOOKS = 1;

/** Stage `starttls`: asks the server to speak TLS from here on (RFC 3207 §4). */
export async function startTls(run: Run): Promise<StageResult> {
  if (run.capabilities?.startTls) {
    const answer = ask(run, 'starttls', 'STARTTLS', (code) => code === 220);
    // Reading the roots takes longer than a handshake: it is done while the answer is under way.
    openWire(run).prepareTls(tlsRequest(run));
    try {
      const { reply } = await answer;
      return { facts: { reply } };
    } catch (error) {
      throw error instanceof StageFailure && error.failure.code === 'starttls/rejected' ? await explainRefusal(run, error) : error;
    }
  }
  if (run.plan.mode === 'starttls-opportunistic') return { facts: {}, absent: 'the server does not announce STARTTLS' };
  throw await explainAbsence(run);
}

/** A command that was written over, as the server quotes it: Cisco's SMTP inspection puts X for each letter. */
const MANGLED = /\bX{4,}\b/;

/** Whether the refusal is that of a server that never saw the command, or of one that does not announce it any more. */
async function explainRefusal(run: Run, failed: StageFailure): Promise<StageFailure> {
  const { failure, facts, isOpen, notes } = failed;
  const mangled = MANGLED.exec(failure.detail)?.[0];
  if (mangled) {
    const evidence = [`the server was sent "STARTTLS" and answers to "${mangled}": something on the way writes over the command`];
    return new StageFailure({ ...failure, code: 'starttls/stripped' }, { facts, isOpen, notes: { ...notes, evidence } });
  }
  if (!isOpen) return failed;
  const again = await offersAgain(run);
  if (again === undefined) return new StageFailure(failure, { facts, isOpen: false, notes });
  const evidence = [again ? 'asked again with EHLO, the server still announces STARTTLS' : 'asked again with EHLO, the server announces STARTTLS no more'];
  return new StageFailure(failure, { facts, isOpen, notes: { ...notes, evidence } });
}

/** Reads the offer once more on the same connection; undefined when that is over. Rejects with Cancelled only. */
async function offersAgain(run: Run): Promise<boolean | undefined> {
  try {
    const { reply } = await ask(run, 'ehlo', `EHLO ${run.plan.heloName}`, () => true);
    if (reply.code === 421) return undefined;
    return reply.code === 250 && parseCapabilities(reply).startTls;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/** STARTTLS is missing by choice, hidden on the way, or missing on some of several servers. */
async function explainAbsence(run: Run): Promise<StageFailure> {
  const detail = 'EHLO does not announce STARTTLS';
  const fail = (code: 'starttls/not-offered' | 'starttls/stripped' | 'starttls/sometimes', notes: Notes) =>
    new StageFailure({ code, detail }, { notes, isOpen: true });
  const marks = maskMarks(run);
  if (marks.length > 0) return fail('starttls/stripped', { ...NO_NOTES, evidence: marks });
  const seen = [`${run.greeting?.lines[0] ?? ''}: no STARTTLS`];
  for (let look = 0; look < MORE_LOOKS; look += 1) {
    const again = await askAgain(run);
    if (!again) break;
    const { startTls: isOffered } = again.capabilities;
    seen.push(`${again.greeting.lines[0] ?? ''}: ${isOffered ? 'STARTTLS' : 'no STARTTLS'}`);
    if (isOffered)
      return fail('starttls/sometimes', { ...NO_NOTES, evidence: seen.map((line, index) => `connection ${index + 1}: ${line}`), confidence: 'certain' });
  }
  const ruledOut = seen.length > 1 ? [`a farm of servers of which some offer it: ${seen.length} connections got the same offer`] : [];
  const expected = expectedBy(run);
  if (expected)
    return fail('starttls/stripped', { evidence: [`${expected} is known to offer STARTTLS on port ${run.plan.port}`], ruledOut, confidence: 'likely' });
  return fail('starttls/not-offered', { ...NO_NOTES, ruledOut });
}

/** What a firewall that inspects SMTP has written over (Cisco ASA, "inspect esmtp"). */
function maskMarks({ capabilities, greeting }: Run): string[] {
  const keyword = capabilities && maskedKeyword(capabilities);
  return [
    ...(keyword ? [`the keyword "${keyword}" in the reply to EHLO is what a firewall that inspects SMTP puts over what it does not let through`] : []),
    ...(greeting && isMaskedGreeting(greeting) ? ['the greeting is masked with asterisks, as such a firewall does'] : []),
  ];
}

/** The provider that is known to offer STARTTLS on this port. */
function expectedBy({ plan, host }: Run): string | undefined {
  const provider = (plan.provider === undefined ? undefined : providerById(plan.provider)) ?? providerOf(host);
  const port = provider?.ports.find((row) => row.port === plan.port);
  return port && (port.mode === 'starttls-required' || port.mode === 'starttls-offered') ? provider?.name : undefined;
}
