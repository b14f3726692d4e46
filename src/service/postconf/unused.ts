import { postfixParameter } from '../../data/postfixParameters.ts';
import { compareVersions } from '../../data/versions.ts';
import type { Dictionary } from './dictionary.ts';
import { isSince, type ServiceRow, type Session } from './session.ts';

/** Warns of settings in main.cf that nothing reads, and since 3.9 of deprecated ones (postconf_unused.c). */
export function warnOfUnusedMain(session: Session): void {
  warnOfUnused(session, session.main, 'main.cf');
}

/** The same for the `-o` settings of each service. */
export function warnOfUnusedMaster(session: Session): void {
  for (const service of session.services) if (service.overrides) warnOfUnused(session, service.overrides, 'master.cf', service);
}

function warnOfUnused(session: Session, settings: Dictionary, file: string, service?: ServiceRow): void {
  const { output, parameters, folder } = session;
  const found: [name: string, message: string][] = [];
  for (const [name, value] of settings.entries()) {
    const advice = adviceFor(name, session);
    const isUsed = parameters.has(name) || service?.validNames.has(name);
    if (isUsed && advice !== undefined) found.push([name, `support for parameter "${name}" will be removed; instead, ${advice}`]);
    else if (!isUsed && advice !== undefined) found.push([name, `support for parameter ${name} has been removed; instead, ${advice}`]);
    else if (!isUsed) found.push([name, `unused parameter: ${name}=${value}`]);
  }
  if (isSince(session, '3.11')) found.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  if (found.length > 0) output.flush();
  for (const [, message] of found) output.warn(`${folder}/${file}: ${message}`);
}

/** What postconf(1) suggests instead of a deprecated parameter; undefined for others, and before 3.9. */
function adviceFor(name: string, session: Session): string | undefined {
  const parameter = postfixParameter(name);
  if (!isSince(session, '3.9') || !parameter?.deprecated || compareVersions(parameter.deprecated, session.call.version) > 0) return undefined;
  // Postfix's own table lacks the verb here.
  if (name === 'lmtp_enforce_tls') return 'lmtp_tls_security_level';
  const [replacement] = parameter.replacements;
  if (replacement !== undefined) return `specify "${replacement}"`;
  if (parameter.action === 'leave-default') return 'do not specify (leave at default)';
  return parameter.action === 'remove' ? 'do not specify' : undefined;
}
