import { isImplicitTlsPort } from '../../data/ports.ts';
import { isPrivateHost } from '../../discover/local.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isModeCertain } from './portAndMode.ts';

/** Says whether user name and password surely go to a server on the Internet without TLS. */
export function leaksCredentials(setting: RelaySetting): boolean {
  const { host, user, password, effectivePort } = setting;
  if (!isOff(setting) || !isModeCertain(setting) || !host || host.templated || isPrivateHost(host.value)) return false;
  const signsIn = (user ?? password) !== undefined && setting.authEnabled?.value !== false;
  // On a port for TLS at once the contradiction has a finding of its own.
  return signsIn && !(effectivePort !== undefined && isImplicitTlsPort(effectivePort));
}

/** `EnableSsl` is .NET's own switch, whose client does without TLS when it is off; what other apps do then is not certain. */
function isOff({ security }: RelaySetting): boolean {
  return security.effective === 'none' || (security.mode === 'none' && /^enable_?ssl$/i.test(security.by[0]?.entry.key ?? ''));
}
