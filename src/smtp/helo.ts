import { addressFamily, hostNameProblem } from './hostName.ts';
import { replyText } from './reply.ts';
import { info, type Run, StageFailure } from './run.ts';
import type { SmtpReply, StageName } from './types.ts';
import { type Wire, WireError } from './wire.ts';

/** Words of a reply to EHLO that find fault with the name and not with the command. */
const ABOUT_NAME =
  /fully[- ]qualified|fqdn|host ?name|\b(helo|ehlo) (name|argument|command rejected)|syntactically|invalid (argument|domain|name|helo|ehlo)|bad (helo|ehlo)|requires domain/i;

/** Says whether a refused EHLO is about the name it gave, so that HELO with the same name would fare no better. */
export function isAboutName({ lines }: SmtpReply): boolean {
  return ABOUT_NAME.test(lines.join(' '));
}

/**
 * Names to introduce oneself with that a server may like better: the domain of the sender, which is fully qualified,
 * and our own address as a literal (RFC 5321 §4.1.4), which is always true.
 */
export function otherNames({ plan, localAddress }: Run): readonly string[] {
  const domain = plan.mailFrom.slice(plan.mailFrom.lastIndexOf('@') + 1).toLowerCase();
  const isName = domain.includes('.') && !domain.startsWith('[') && hostNameProblem(domain) === undefined && addressFamily(domain) === 0;
  const family = localAddress === undefined ? 0 : addressFamily(localAddress);
  const literal = family === 4 ? [`[${localAddress}]`] : family === 6 ? [`[IPv6:${localAddress}]`] : [];
  return [...(isName ? [domain] : []), ...literal].filter((name) => name !== plan.heloName);
}

/**
 * Tries other names in the same connection after one was refused, as far as the stage that refused it. A name that gets
 * there is proven. The dialogue stays in step. Rejects with Cancelled only.
 */
export async function proveHeloName(run: Run, stage: StageName, failed: StageFailure): Promise<StageFailure> {
  const { wire, plan } = run;
  if (!wire || !failed.isOpen) return failed;
  const refused: string[] = [];
  for (const name of otherNames(run)) {
    info(run, `trying again as "${name}"`);
    const commands = [
      `EHLO ${name}`,
      ...(stage === 'ehlo' || stage === 'ehlo-tls' ? [] : [`MAIL FROM:<${plan.mailFrom}>`]),
      ...(stage === 'rcpt-to' ? [`RCPT TO:<${plan.rcptTo}>`] : []),
    ];
    const reply = await lastReply(run, wire, commands);
    if (reply === undefined) return new StageFailure(failed.failure, { facts: failed.facts, notes: failed.notes });
    if (reply.code >= 200 && reply.code < 300) {
      const evidence = `as "${name}" the server goes on: ${replyText(reply)}`;
      const proven = { heloName: name, evidence: `"${name}" is accepted where "${plan.heloName}" is not` };
      return new StageFailure(failed.failure, {
        facts: failed.facts,
        isOpen: true,
        notes: { ...failed.notes, evidence: [...failed.notes.evidence, evidence], proven },
      });
    }
    refused.push(`as "${name}": ${replyText(reply)}`);
  }
  return new StageFailure(failed.failure, { facts: failed.facts, isOpen: true, notes: { ...failed.notes, evidence: [...failed.notes.evidence, ...refused] } });
}

/** Sends commands one after the other until one is refused; undefined when the server hangs up. */
async function lastReply(run: Run, wire: Wire, commands: readonly string[]): Promise<SmtpReply | undefined> {
  let last: SmtpReply | undefined;
  for (const command of commands) {
    wire.send(command);
    try {
      last = (await wire.read({ ms: run.plan.timeouts.commandMs, expects: (code) => code < 400 })).reply;
    } catch (error) {
      if (error instanceof WireError) return undefined;
      throw error;
    }
    if (last.code >= 400) return last;
  }
  return last;
}
