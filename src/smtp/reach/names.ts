import { submissionHostOf } from '../../data/mailExchangers.ts';
import { notSmtpHost } from '../../data/notSmtpHosts.ts';
import { isImplicitTlsPort } from '../../data/ports.ts';
import { nearestProviderHost, providerOf } from '../../data/providers.ts';
import { Cancelled, within } from '../deadline.ts';
import { addressFamily, cleanedHost, isLoopback } from '../hostName.ts';
import { info, NO_NOTES, type Notes, type Run, StageFailure } from '../run.ts';
import type { ProbeFailure } from '../types.ts';
import { connectionsLeft, talkOn } from './counterProbes.ts';
import { DEFAULT_RESOLVE_MS, isPrivateAddress, lookupDifference } from './lookups.ts';
import { provenBy } from './portTalk.ts';

/** How long a second question to DNS may take. */
const QUESTION_MS = 2_500;
/** Top-level names that no DNS outside leads to (RFC 6761, RFC 6762, RFC 8375, RFC 9476), and those of clusters. */
const LOCAL_SUFFIX = /\.(local|localdomain|internal|intranet|lan|home|home\.arpa|corp|private|docker|svc|cluster\.local|alt)$/i;
/** A name that nobody has; who answers for it answers for any. */
export const NOBODYS_LABEL = 'relay-doctor-no-such-name';

/** Asks what is behind a name that could not be looked up. Returns the failure with what that brought. */
export async function explainLookup(run: Run, failed: StageFailure): Promise<StageFailure> {
  const { failure } = failed;
  switch (failure.code) {
    case 'dns/bad-name':
      return explainBadName(run, failed);
    case 'dns/not-found':
      return explainMissing(run, failure);
    case 'dns/no-address':
      return explainNoAddress(run, failed);
    case 'dns/sinkhole': {
      const seen = await lookupDifference(run, true);
      return seen ? new StageFailure(failure, { notes: { ...NO_NOTES, evidence: [seen] } }) : failed;
    }
    case 'dns/timeout':
      return (await isAnswered(run, '.'))
        ? new StageFailure(
            { code: 'dns/server-failure', detail: failure.detail },
            { notes: { evidence: ['the resolver answers for other names'], ruledOut: ['no network, or no resolver: it answers for the root zone'] } },
          )
        : failed;
    default:
      return failed;
  }
}

async function explainMissing(run: Run, failure: ProbeFailure): Promise<StageFailure> {
  const { host, plan } = run;
  const name = host.toLowerCase().replace(/\.$/, '');
  if (plan.containerNames?.includes(name)) {
    const evidence = [`"${name}" is a service of the project's containers`];
    return new StageFailure({ code: 'dns/local-name', detail: failure.detail }, { notes: { evidence, ruledOut: [], confidence: 'certain' } });
  }
  if (!name.includes('.') || LOCAL_SUFFIX.test(name)) {
    const evidence = [name.includes('.') ? `"${name}" ends as private names do` : `"${name}" has no dot, as names between containers or in one network have`];
    return new StageFailure({ code: 'dns/local-name', detail: failure.detail }, { notes: { evidence, ruledOut: [], confidence: 'likely' } });
  }
  const meant = nearestProviderHost(name);
  const parent = name.slice(name.indexOf('.') + 1);
  const parentCode = parent.includes('.') ? await codeOf(run, parent) : undefined;
  const evidence = [
    ...(meant ? [`"${meant}" is only a typing error away`] : []),
    ...(parentCode === 'ENOTFOUND' ? [`the domain "${parent}" does not exist, either`] : []),
    ...(parentCode === 'exists' ? [`the domain "${parent}" exists, only this host in it does not`] : []),
  ];
  return new StageFailure(failure, { notes: { evidence, ruledOut: [], ...(meant ? { meant } : {}) } });
}

/** A name that exists without an address is most often that of a mail domain. */
async function explainNoAddress(run: Run, failed: StageFailure): Promise<StageFailure> {
  const exchanges = await exchangesOf(run, run.host);
  if (!exchanges) return failed;
  if (exchanges.includes('')) return new StageFailure({ code: 'dns/null-mx', detail: 'MX 0 "." (RFC 7505)' });
  const meant = submissionHostOf(exchanges);
  return new StageFailure(
    { code: 'dns/mail-domain', detail: failed.failure.detail },
    { notes: { ...NO_NOTES, evidence: mxEvidence(run.host, exchanges, meant), ...(meant ? { meant } : {}) } },
  );
}

function mxEvidence(host: string, exchanges: readonly string[], meant: string | undefined): string[] {
  return [`mail for "${host}" goes to ${exchanges.join(', ')} (MX)`, ...(meant ? [`customers of that service hand mail in at "${meant}"`] : [])];
}

/** Takes the scheme, port or quotes off and asks there, so that the value to write has been seen to work. */
async function explainBadName(run: Run, failed: StageFailure): Promise<StageFailure> {
  const { plan, transport, signal } = run;
  const clean = cleanedHost(plan.host);
  if (!clean) return failed;
  const { system, dns, cancel } = transport.lookUp(clean.host);
  const answer = await within(system ?? dns, plan.timeouts.resolveMs ?? DEFAULT_RESOLVE_MS, signal).catch(unlessCancelled);
  cancel();
  const [address] = answer && 'addresses' in answer ? answer.addresses : [];
  if (!address) return new StageFailure(failed.failure, { notes: { ...NO_NOTES, evidence: [`without that it reads "${clean.host}"`], meant: clean.host } });
  const resolved = `"${clean.host}" resolves to ${address.address}`;
  const port = clean.port ?? plan.port;
  const implicit = clean.isImplicitTls || (clean.port === undefined && plan.mode === 'implicit-tls') || isImplicitTlsPort(port);
  run.host = clean.host;
  const told =
    connectionsLeft(run) > 0 ? await talkOn(run, { port, implicit, address, question: `what does "${clean.host}" say on port ${port}?` }) : undefined;
  const seen = told && !('code' in told) ? provenBy(plan, port, told) : undefined;
  run.host = plan.host;
  const notes: Notes = { ...NO_NOTES, evidence: [resolved], meant: clean.host, ...(seen ? { proven: { ...seen, host: clean.host } } : {}) };
  return new StageFailure(failed.failure, { notes });
}

/**
 * Asks whether the name led to the right place at all, after a connection or what came over it failed. Returns the
 * cause in the name, or more evidence for the failure at hand.
 */
export async function explainPlace(run: Run, failed: StageFailure): Promise<StageFailure> {
  const { host, plan } = run;
  const { failure, notes, facts, isOpen } = failed;
  if (addressFamily(plan.host) !== 0 || isLoopback(plan.host) || plan.lookupMx) return failed;
  const targets = run.address ? [run.address] : run.addresses;
  const isPrivate = targets.length > 0 && targets.every(({ address }) => isPrivateAddress(address));
  const isPublicHost = providerOf(host) !== undefined && host.includes('.');
  if (isPrivate && (isPublicHost || (run.lookupsDiffer && !run.lookupsDiffer.startsWith('only ')))) {
    const evidence = [
      `"${host}" leads to ${targets.map(({ address }) => address).join(', ')} here, which is a private address`,
      ...(run.lookupsDiffer ? [run.lookupsDiffer] : []),
      ...notes.evidence,
    ];
    return new StageFailure(
      { ...failure, code: 'dns/overridden' },
      { facts, isOpen, notes: { ...notes, evidence, confidence: run.lookupsDiffer ? 'certain' : 'likely' } },
    );
  }
  // A provider's own names are what they are, and a certificate for another name says enough about the place.
  const isAsked = !isPublicHost && failure.code !== 'tls/wrong-name';
  const [exchanges, isAnyName] = await Promise.all([isAsked ? exchangesOf(run, host) : undefined, isAsked && answersForAnyName(run)]);
  const known = notSmtpHost(host);
  const meant = known?.smtp ?? (exchanges && !exchanges.includes(host.toLowerCase()) ? submissionHostOf(exchanges) : undefined);
  const evidence = [
    ...notes.evidence,
    ...(known ? [`"${known.host}" serves ${known.serves}; the SMTP host of that provider is "${known.smtp}"`] : []),
    ...(exchanges && !known ? mxEvidence(host, exchanges, meant) : []),
    ...(isAnyName ? [`any other name beside "${host}" leads to the same address`] : []),
    ...(run.lookupsDiffer ? [run.lookupsDiffer] : []),
  ];
  const code = isAnyName && (failure.code === 'greeting/not-smtp' || failure.code === 'tcp/refused') ? 'dns/any-name' : failure.code;
  const confidence = code === 'dns/any-name' ? 'likely' : notes.confidence;
  return new StageFailure(
    { ...failure, code },
    { facts, isOpen, notes: { ...notes, evidence, ...(meant ? { meant } : {}), ...(confidence ? { confidence } : {}) } },
  );
}

/** Wildcards, and resolvers that lead every typing error to an advertisement. */
async function answersForAnyName(run: Run): Promise<boolean> {
  const { host, transport, signal, addresses } = run;
  const dot = host.indexOf('.');
  if (dot === -1 || !host.slice(dot + 1).includes('.')) return false;
  const lookup = transport.lookUp(`${NOBODYS_LABEL}${host.slice(dot)}`);
  const answer = await within(lookup.system ?? lookup.dns, QUESTION_MS, signal).catch(unlessCancelled);
  lookup.cancel();
  return answer !== undefined && 'addresses' in answer && answer.addresses.some(({ address }) => addresses.some((own) => own.address === address));
}

async function exchangesOf(run: Run, name: string): Promise<readonly string[] | undefined> {
  const answer = await within(run.transport.query(name, 'MX'), QUESTION_MS, run.signal).catch(unlessCancelled);
  return answer && 'records' in answer ? answer.records.map((exchange) => exchange.replace(/\.$/, '').toLowerCase()) : undefined;
}

async function codeOf(run: Run, name: string): Promise<string | undefined> {
  const answer = await within(run.transport.query(name, 'NS'), QUESTION_MS, run.signal).catch(unlessCancelled);
  if (!answer) return undefined;
  return 'records' in answer || answer.code === 'ENODATA' ? 'exists' : answer.code;
}

async function isAnswered(run: Run, name: string): Promise<boolean> {
  info(run, `asking DNS for ${name === '.' ? 'the root zone' : name}, to see whether the resolver answers at all`);
  return (await codeOf(run, name)) === 'exists';
}

/** A bonus question that fails leaves things as they were. */
function unlessCancelled(error: unknown): undefined {
  if (error instanceof Cancelled) throw error;
  return undefined;
}
