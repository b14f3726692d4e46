import { SECURITY_MODE_WORDS } from '../data/securityModes.ts';
import type { RelaySetting } from '../discover/types.ts';
import { modeForPort } from '../smtp/target.ts';

/** A relay as people write it: `smtp.example.com:587`; brackets around an IPv6 address. */
export function hostAndPort(host: string, port: number | undefined): string {
  const bare = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? bare : `${bare}:${port}`;
}

/** The relay of a setting in a few words, for a list, a title or the status bar. */
export function relayLabel({ host, hostDefault, port, effectivePort }: RelaySetting): string {
  const name = host && !host.templated && host.value !== '' ? host.value : (hostDefault ?? host?.value ?? '');
  return hostAndPort(name === '' ? 'host not set' : name, port && !port.templated ? port.value : effectivePort);
}

/** How the relay is reached and whose setting it is: `STARTTLS required · Laravel`. */
export function relayDetail(setting: RelaySetting): string {
  const { profileTitle, scope, enabled } = setting;
  const parts = [modeWords(setting), scope === '' ? profileTitle : `${profileTitle} (${scope})`];
  return [...parts, ...(enabled ? [] : ['switched off'])].join(' · ');
}

/** The same for a narrow list: what tells relays of one file apart comes first. */
export function relayShortDetail(setting: RelaySetting): string {
  const { profileTitle, scope, enabled } = setting;
  return [...(scope === '' ? [] : [scope]), modeWords(setting), profileTitle, ...(enabled ? [] : ['switched off'])].join(' · ');
}

/** Where neither file nor app decides the mode, the port does, as in the test itself. */
function modeWords({ security, port, effectivePort }: RelaySetting): string {
  const dialled = port && !port.templated ? port.value : effectivePort;
  if (security.effective !== 'unspecified') return SECURITY_MODE_WORDS[security.effective];
  return dialled === undefined ? 'TLS mode not set' : SECURITY_MODE_WORDS[modeForPort(dialled)];
}
