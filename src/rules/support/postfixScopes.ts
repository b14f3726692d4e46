import type { PostfixMain } from '../../discover/postfixMain.ts';
import { splitTransport } from '../../discover/postfixNextHops.ts';
import { serviceParameters, servicesRunning, transportService } from '../../discover/postfixService.ts';
import type { MasterService, PostfixMasterFile } from '../../parse/postfixMaster.ts';
import type { Entry } from '../../parse/types.ts';
import type { RuleContext } from '../types.ts';
import { type JudgedValue, judgeableValues } from './judgeable.ts';
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
}

/**
 * The settings of a main.cf, or the overrides of a master.cf, whose value we can hold to its form: in force, fully
 * known, and without a mistake of writing that has a finding of its own.
 */
export function* scopedValues(context: RuleContext, isWanted: (name: string) => boolean): Generator<ScopedValue> {
  const { file, folder, postfix } = context;
  if (postfix) for (const judged of judgeableValues(context, isWanted)) yield { ...judged, parameters: postfix };
  if (file.kind !== 'postfix-master' || !folder) return;
  for (const service of (file as unknown as PostfixMasterFile).services) {
    const parameters = serviceParameters(folder, service);
    for (const entry of service.overrides) {
      const { entry: inForce, value, isKnown } = isWanted(entry.key) ? parameters.get(entry.key) : {};
      if (inForce !== entry || !isKnown || quoteAround(entry) !== undefined || oddCharacters(entry.value).length > 0) continue;
      yield { entry, value: value!, parameters };
    }
  }
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
