import { postfixDaemon } from '../../data/postfixDaemons.ts';
import { type PostfixType, postfixParameter, serviceSuffixOf } from '../../data/postfixParameters.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import { splitTransport } from '../../discover/postfixNextHops.ts';
import { programOf, serviceParameters, servicesRunning, transportService } from '../../discover/postfixService.ts';
import type { MasterService } from '../../parse/postfixMaster.ts';
import type { Entry } from '../../parse/types.ts';
import type { RuleContext } from '../types.ts';
import { type JudgedValue, judgeableValues } from './judgeable.ts';
import { optionFault } from './masterOptions.ts';
import { masterOf } from './masterRule.ts';
import { oddCharacters, quoteAround } from './postfixText.ts';

/** The settings that one process runs with: a service's, or those of main.cf alone where master.cf can't be seen. */
export interface Scope {
  readonly parameters: PostfixMain;
  readonly service?: MasterService;
}

/** Every service that runs a program, with its settings; main.cf alone where no service is known. */
export function scopesOf({ folder }: RuleContext, program: 'smtp' | 'smtpd'): Scope[] {
  if (!folder) return [];
  const services = servicesRunning(folder, program);
  if (services.length > 0) return services.map((service) => ({ service, parameters: serviceParameters(folder, service) }));
  return folder.parameters && !folder.master ? [{ parameters: folder.parameters }] : [];
}

/** The settings that count beside an entry of the file at hand: those of its service in a master.cf. */
export function parametersBeside(context: RuleContext, entry: Entry): PostfixMain | undefined {
  const { folder, postfix } = context;
  const service = masterOf(context)?.services.find(({ overrides }) => overrides.includes(entry));
  return folder && service ? serviceParameters(folder, service) : postfix;
}

/** Says whether an entry stands in the file at hand: what a service runs with may come from the other one. */
export function isHere({ file }: RuleContext, entry: Entry | undefined): entry is Entry {
  return entry !== undefined && file.entries.includes(entry);
}

/** Keeps the first state for each place: several services may run with the same mistake. */
export function* oncePerEntry<State extends { readonly entry: Entry }>(states: Iterable<State>): Generator<State> {
  const seen = new Set<Entry>();
  for (const state of states) {
    if (seen.has(state.entry)) continue;
    seen.add(state.entry);
    yield state;
  }
}

/** A value in force with the settings around it. */
export interface ScopedValue extends JudgedValue {
  readonly parameters: PostfixMain;
  /** The service whose `-o` it is; absent in main.cf. */
  readonly service?: MasterService;
}

/**
 * The settings of a main.cf, or the overrides of a master.cf, whose value we can hold to its form: in force, fully
 * known, and without a mistake of writing that has a finding of its own.
 */
export function* scopedValues(context: RuleContext, isWanted: (name: string, type: PostfixType) => boolean): Generator<ScopedValue> {
  const { postfix } = context;
  if (postfix) for (const judged of judgeableValues(context, isWanted)) yield { ...judged, parameters: postfix };
  for (const { entry, service, parameters } of overridesHere(context)) {
    const type = (postfixParameter(entry.key) ?? serviceSuffixOf(entry.key))?.type;
    if (!type || !isWanted(entry.key, type)) continue;
    const { entry: inForce, value, isKnown } = parameters.get(entry.key);
    if (inForce !== entry || !isKnown || quoteAround(entry) !== undefined || oddCharacters(entry.value).length > 0) continue;
    yield { entry, value, parameters, service };
  }
}

/** The `-o` of a master.cf that its programs get as they look and read by themselves, each with what its service runs with. */
export function* overridesHere(context: RuleContext): Generator<Required<Omit<ScopedValue, 'value'>>> {
  const { file, folder } = context;
  const master = masterOf(context);
  if (!master || !folder) return;
  for (const service of master.services) {
    const fault = optionFault(service, file.text);
    const parameters = serviceParameters(folder, service);
    for (const entry of service.overrides) {
      const isFaulty = fault !== undefined && !fault.isHarmless && entry.span.end > fault.at.start;
      if (!isFaulty && !isForeign(service, entry.key)) yield { entry, service, parameters };
    }
  }
}

/** The programs that read the parameters with a program's prefix. */
const READERS: Readonly<Record<string, readonly string[]>> = {
  smtp: ['smtp', 'tlsproxy', 'proxymap'],
  lmtp: ['lmtp', 'proxymap'],
  smtpd: ['smtpd', 'postscreen', 'tlsproxy', 'proxymap'],
  postscreen: ['postscreen', 'tlsproxy', 'proxymap'],
};

/** Says whether a parameter is surely another program's, so that its value does not matter to this one. */
function isForeign(service: MasterService, name: string): boolean {
  const program = programOf(service);
  const readers = READERS[name.slice(0, Math.max(0, name.indexOf('_')))];
  return readers !== undefined && postfixDaemon(program) !== undefined && !readers.includes(program);
}

/** What decides how smtp(8) protects its connections. */
export const CLIENT_TLS = ['smtp_tls_wrappermode', 'smtp_tls_security_level', 'smtp_use_tls', 'smtp_enforce_tls'];

/** What decides how smtp(8) signs in. */
export const CLIENT_SASL = ['smtp_sasl_auth_enable', 'smtp_sasl_password_maps', 'smtp_sasl_security_options', 'smtp_sasl_tls_security_options'];

/**
 * Says whether master.cf gives the service that mail for the relayhost takes one of these settings: then main.cf alone
 * does not tell what counts there.
 */
export function isOverridden({ folder, postfix }: RuleContext, names: readonly string[]): boolean {
  if (!folder || !postfix) return false;
  const { transport } = splitTransport(postfix.get('default_transport').value);
  return transportService(folder, transport || 'smtp')?.overrides.some(({ key }) => names.includes(key)) ?? false;
}
