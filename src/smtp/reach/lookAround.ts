import { providerOf } from '../../data/providers.ts';
import { otherDomain } from '../banner.ts';
import { proveHeloName } from '../helo.ts';
import { type Notes, type Run, StageFailure } from '../run.ts';
import { explainHangUp } from '../tls/explainTls.ts';
import type { ProbeCode, StageName } from '../types.ts';
import { askControl, judgeTimeout, wantsControl } from './blockedPort.ts';
import { explainStall } from './largeWrite.ts';
import { explainLookup, explainPlace } from './names.ts';
import { askSiblings, isPortMatter, siblingText } from './siblings.ts';

/** What may come from having been led to the wrong machine. */
const PLACE_CODES: ReadonlySet<ProbeCode> = new Set([
  'tcp/timeout',
  'tcp/refused',
  'tcp/reset',
  'tcp/unreachable',
  'greeting/timeout',
  'greeting/closed',
  'greeting/not-smtp',
  'tls/wrong-name',
]);
/** What a proxy in the place of a known provider fails with: it has neither the certificate nor the sign-in. */
const PROXY_CODES: ReadonlySet<ProbeCode> = new Set(['tls/wrong-name', 'tls/self-signed', 'starttls/not-offered', 'starttls/stripped', 'auth/not-offered']);

/**
 * After a failure, asks the second questions that tell its causes apart: what is behind the name, what the other
 * ports say, whether the network or the host is silent. Returns the failure as it is now understood. Rejects with
 * Cancelled only.
 */
export async function lookAround(run: Run, stage: StageName, first: StageFailure): Promise<StageFailure> {
  const failed = await explainHangUp(run, stage, first);
  const { code } = failed.failure;
  if (code.startsWith('dns/')) return explainLookup(run, failed);
  // A hello that was said again in a smaller form has settled the question of size already.
  if (code === 'protocol/timeout' || (code === 'tls/timeout' && failed.notes.ruledOut.length === 0)) return explainStall(run, failed);
  if (code === 'ehlo/rejected') return proveHeloName(run, stage, failed);
  const isPort = isPortMatter(code, run.plan) && failed.notes.proven === undefined;
  const isPlace = PLACE_CODES.has(code);
  if (!isPort && !isPlace) return explainServer(run, failed);
  const [placed, ported] = await Promise.all([isPlace ? explainPlace(run, failed) : failed, isPort ? askPorts(run, failed) : failed]);
  return explainServer(run, merged(failed, placed, ported));
}

/** The other ports and the control host, side by side. */
async function askPorts(run: Run, failed: StageFailure): Promise<StageFailure> {
  const { failure, notes } = failed;
  const isControlled = wantsControl(run, failure.code);
  const siblings = askSiblings(run, isControlled ? 1 : 0);
  const [{ answers, proven }, control] = await Promise.all([siblings, isControlled ? askControl(run) : undefined]);
  const judged = failure.code === 'tcp/timeout' ? judgeTimeout(run, control, answers) : undefined;
  const more: Notes = {
    evidence: [...(judged?.notes.evidence ?? []), ...answers.map(siblingText)],
    ruledOut: judged?.notes.ruledOut ?? [],
    ...(judged?.notes.confidence ? { confidence: judged.notes.confidence } : {}),
    ...(proven ? { proven } : {}),
    deadPorts: answers.filter(({ kind }) => kind === 'refused' || kind === 'timeout').map(({ port }) => port),
  };
  const facts = { ...failed.facts, ...(answers.length > 0 ? { ports: answers } : {}) };
  return new StageFailure({ ...failure, code: judged?.code ?? failure.code }, { facts, isOpen: failed.isOpen, notes: joined(notes, more) });
}

/** A cause in the name explains more than one in the port; but a mail server next door shows that the name is right. */
function merged(failed: StageFailure, placed: StageFailure, ported: StageFailure): StageFailure {
  if (ported === failed) return placed;
  const isRightHost = ported.facts.ports?.some(({ kind }) => kind === 'smtp' || kind === 'tls') ?? false;
  const isNamed = placed.failure.code !== failed.failure.code && !(placed.failure.code === 'dns/any-name' && isRightHost);
  const { failure, notes } = isNamed ? placed : ported;
  const { confidence: _, ...own } = placed.notes;
  return new StageFailure(failure, {
    facts: { ...ported.facts, ...placed.facts, ...(ported.facts.ports ? { ports: ported.facts.ports } : {}) },
    isOpen: failed.isOpen,
    notes: {
      ...own,
      ...notes,
      evidence: [...new Set([...notes.evidence, ...own.evidence, ...ported.notes.evidence])],
      ruledOut: [...new Set([...notes.ruledOut, ...own.ruledOut])],
      ...(own.meant ? { meant: own.meant } : {}),
      ...(ported.notes.proven && !isNamed ? { proven: ported.notes.proven } : {}),
    },
  });
}

function joined(notes: Notes, more: Notes): Notes {
  return { ...notes, ...more, evidence: [...notes.evidence, ...more.evidence], ruledOut: [...notes.ruledOut, ...more.ruledOut] };
}

/** A greeting in another domain's name: at a known provider it means that something else has answered. */
function explainServer(run: Run, failed: StageFailure): StageFailure {
  const { failure, notes, facts, isOpen } = failed;
  const name = otherDomain(run);
  if (!name || !PROXY_CODES.has(failure.code)) return failed;
  const isKnown = providerOf(run.host) !== undefined;
  const certificate = run.tls?.chain[0]?.names ?? [];
  const evidence = [`the greeting names "${name}", not "${run.host}"`, ...notes.evidence];
  if (!isKnown) return new StageFailure(failure, { facts, isOpen, notes: { ...notes, evidence } });
  const isCertified = certificate.some((each) => each.replace(/^\*\./, '') === name || name.endsWith(each.replace(/^\*/, '')));
  const all = [
    ...evidence,
    ...(isCertified ? [`the certificate is for ${certificate.join(', ')}, too`] : []),
    `which shows as ${failure.code}: ${failure.detail}`,
  ];
  return new StageFailure(
    { code: 'greeting/other-server', detail: name },
    { facts, isOpen, notes: { ...notes, evidence: all, confidence: isCertified ? 'certain' : 'likely' } },
  );
}
