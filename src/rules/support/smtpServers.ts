import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { MasterService } from '../../parse/postfixMaster.ts';
import type { RuleContext } from '../types.ts';
import { isYes } from './postfixClient.ts';
import { type Scope, scopesOf } from './postfixScopes.ts';

const SERVICES: Readonly<Record<string, number>> = { smtp: 25, submission: 587, smtps: 465, submissions: 465, urd: 465 };

/** The port at which a service listens; undefined for other kinds of endpoint and unknown names. */
export function portOf({ fields }: MasterService): number | undefined {
  if (fields.type.text !== 'inet') return undefined;
  const name = fields.service.text.slice(fields.service.text.lastIndexOf(':') + 1);
  return /^\d{1,5}$/.test(name) ? Number(name) : SERVICES[name.toLowerCase()];
}

/** Says whether only programs on this machine reach a service: by its own address, or by inet_interfaces. */
export function isLoopback({ service, parameters }: Scope): boolean {
  if (service && /^(127\.[\d.]+|\[?::1\]?|localhost):/i.test(service.fields.service.text)) return true;
  const { value, isKnown } = parameters.get('inet_interfaces');
  return isKnown && value.split(/[\s,]+/).every((name) => /^(loopback-only|localhost|127\.[\d.]+|\[?::1\]?)$/i.test(name));
}

/** Services of smtpd(8) that other machines reach; main.cf alone where master.cf can't be seen. */
export function publicServers(context: RuleContext): Scope[] {
  return scopesOf(context, 'smtpd').filter((scope) => !isLoopback(scope));
}

/** Says whether smtpd(8) takes mail from the Internet at port 25, itself or behind postscreen(8). */
export function isPort25({ service }: Scope): boolean {
  return service !== undefined && (portOf(service) === 25 || service.fields.type.text === 'pass');
}

/** The level of smtpd(8) in lower case, '' for none; undefined when these files do not tell. The switches from before 2.3 count while it is empty. */
export function serverTlsLevel(main: PostfixMain): string | undefined {
  const level = main.get('smtpd_tls_security_level');
  if (!level.isKnown) return undefined;
  if (level.value.trim() !== '') return level.value.trim().toLowerCase();
  const [enforce, use] = [main.get('smtpd_enforce_tls'), main.get('smtpd_use_tls')];
  if (!enforce.isKnown || !use.isKnown) return undefined;
  if (isYes(enforce.value)) return 'encrypt';
  return isYes(use.value) ? 'may' : '';
}

/** `may` and `none` leave it to the client; every other level insists on TLS. */
export function insistsOnTls(level: string): boolean {
  return !['', 'none', 'may'].includes(level);
}

/** The switch of a parameter; undefined when it is something else or not known. */
export function switchOf(main: PostfixMain, name: string): boolean | undefined {
  const { value, isKnown } = main.get(name);
  return isKnown && /^(yes|no)$/i.test(value) ? isYes(value) : undefined;
}
