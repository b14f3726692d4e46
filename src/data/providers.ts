import { distance } from 'fastest-levenshtein';
import { registeredDomain } from './domain.ts';
import { PROVIDER_SOURCES, readProviders, readWellKnownServices } from './generated/providers.ts';
import type { Provider, WellKnownService } from './provider.types.ts';

export type {
  PasswordShape,
  PortMode,
  Provider,
  ProviderHost,
  ProviderKind,
  ProviderPort,
  ProviderReply,
  ProviderUser,
  WellKnownService,
} from './provider.types.ts';

/** Computes once, and only when asked: a file without host names needs none of these lists. */
function lazy<T>(compute: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => {
    value ??= { of: compute() };
    return value.of;
  };
}

/** Every mail service we know, curated rows first. */
export const allProviders = lazy(readProviders);

/** Every service that nodemailer knows by name. */
export const wellKnownServices = lazy(readWellKnownServices);

/** This machine is no provider, though development tools list it as their host. */
const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

export interface ProviderIndex {
  readonly byName: ReadonlyMap<string, Provider>;
  readonly byPattern: readonly { readonly pattern: RegExp; readonly provider: Provider }[];
}

const hosts = lazy(() => indexProviders(allProviders()));

export function indexProviders(providers: readonly Provider[]): ProviderIndex {
  const byName = new Map<string, Provider>();
  const byPattern: { readonly pattern: RegExp; readonly provider: Provider }[] = [];
  for (const provider of providers) {
    for (const host of provider.hosts) {
      if (host.regex) byPattern.push({ pattern: new RegExp(host.pattern), provider });
      else if (!THIS_MACHINE.has(host.pattern) && !byName.has(host.pattern)) byName.set(host.pattern, provider);
    }
  }
  return { byName, byPattern };
}

/** Names worth correcting a typing error to: those of the public Internet, and one per region of a pattern. */
const spellable = lazy((): readonly string[] =>
  [...new Set([...hosts().byName.keys(), ...wellKnownServices().map((service) => service.host)])].filter((name) => /\.[a-z]{2,}$/.test(name)),
);

const normalise = (host: string) => host.trim().toLowerCase().replace(/\.$/, '');

/** The service that a host name belongs to; undefined when none of ours. Case and a closing dot don't matter. */
export function providerOf(host: string, { byName, byPattern }: ProviderIndex = hosts()): Provider | undefined {
  const name = normalise(host);
  return byName.get(name) ?? byPattern.find(({ pattern }) => pattern.test(name))?.provider;
}

/** A provider by its id. */
export function providerById(id: string): Provider | undefined {
  return allProviders().find((provider) => provider.id === id);
}

/** The label that a person registers and misspells: `gmail` of `smtp.gmail.com`, `uol` of `smtp.uol.com.br`. */
function registeredLabel(name: string): string {
  return name.includes('.') ? (registeredDomain(name).split('.')[0] ?? '') : '';
}

/** A name to correct to, with all that other names are compared by. */
interface Candidate {
  readonly name: string;
  readonly label: string;
  readonly stem: string;
  readonly topLevel: string;
  /** A sending service has one home: `smtp.sendgrid.com` for `.net` is a slip. A mailbox provider may well own both. */
  readonly hasOneHome: boolean;
}

const candidates = lazy((): readonly Candidate[] =>
  spellable().map((name) => {
    const kind = hosts().byName.get(name)?.kind;
    const hasOneHome = kind === 'esp' || kind === 'cloud-relay';
    return { name, label: registeredLabel(name), stem: withoutTopLevel(name), topLevel: topLevel(name), hasOneHome };
  }),
);

/** Labels that belong to somebody, though a letter away from one of ours. */
const OTHER_COMPANIES: ReadonlySet<string> = new Set(['email']);
const knownLabels = lazy((): ReadonlySet<string> => new Set([...candidates().map(({ label }) => label), ...OTHER_COMPANIES]));

/** One exchange of neighbours is the commonest typing error, though two steps by Levenshtein's count. */
function isExchange(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

const withoutTopLevel = (name: string) => name.slice(0, name.lastIndexOf('.'));

/** More typing errors than in any name that is corrected. */
const MAX_STEPS = 2;

/**
 * How many typing errors a candidate may be away. In labels such as `aol` or `qq` another letter is another company, and
 * one that is right belongs to its company under every top-level domain: there the slip has to be in front of it.
 */
function allowedSteps(own: Pick<Candidate, 'label' | 'topLevel'>, candidate: Candidate): number {
  const { label } = candidate;
  if (knownLabels().has(own.label)) return own.label === label && (own.topLevel === candidate.topLevel || isSlipOfTopLevel(own, candidate)) ? 1 : 0;
  if (label.length < 5) return 0;
  return label.length >= 8 ? MAX_STEPS : 1;
}

const topLevel = (name: string) => name.slice(name.lastIndexOf('.') + 1);

/** What becomes of "com", "net" and "org" in a hurry. */
const TOP_LEVEL_SLIPS: Readonly<Record<string, readonly string[]>> = {
  com: ['co', 'cm', 'om', 'con', 'cmo', 'ocm', 'vom', 'xom', 'comm', 'coom'],
  net: ['ne', 'nte', 'ent', 'nett'],
  org: ['og', 'ogr', 'rog', 'orgg'],
};

function isSlipOfTopLevel(own: Pick<Candidate, 'topLevel'>, candidate: Candidate): boolean {
  return TOP_LEVEL_SLIPS[candidate.topLevel]?.includes(own.topLevel) ?? false;
}

/**
 * The provider's host name that was probably meant: one or two typing errors away. Undefined when the name
 * is known itself, or no known name is near.
 */
export function nearestProviderHost(host: string): string | undefined {
  const name = normalise(host);
  if (!name.includes('.') || name.length > 100 || providerOf(name)) return undefined;
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  const own = { label: registeredLabel(name), topLevel: topLevel(name) };
  const stem = withoutTopLevel(name);
  for (const candidate of candidates()) {
    const isOtherTopLevel = candidate.hasOneHome && candidate.stem === stem;
    const difference = Math.abs(candidate.name.length - name.length);
    if (difference > MAX_STEPS && !isOtherTopLevel) continue;
    const isSlip = isOtherTopLevel || isExchange(name, candidate.name);
    const allowed = isSlip ? 1 : allowedSteps(own, candidate);
    if (!isSlip && (allowed === 0 || difference > allowed)) continue;
    const steps = isSlip ? 1 : distance(name, candidate.name);
    if (steps > allowed || steps >= fewest) continue;
    best = candidate.name;
    fewest = steps;
  }
  return best;
}

/** What nodemailer puts in place of `service: name`; undefined for a name that it does not know. */
export function wellKnownService(name: string): WellKnownService | undefined {
  const key = name.replace(/[^a-zA-Z0-9.-]/g, '').toLowerCase();
  return wellKnownServices().find((service) => service.names.includes(key));
}

/** Where the facts of a provider come from, in words. */
export function providerSources(provider: Provider): readonly string[] {
  return provider.sources.map((id) => PROVIDER_SOURCES[id]).filter((text) => text !== undefined);
}
