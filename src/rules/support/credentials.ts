import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';

/** An entry that holds a user name, a password, or both in a URL. */
export interface Credential {
  readonly setting: RelaySetting;
  readonly part: 'user' | 'password' | 'url';
  readonly entry: Entry;
}

/**
 * The entries of a file that hold credentials as text, each once: those of mail catchers and what comes from a variable,
 * a file or a command are left out.
 */
export function* writtenCredentials(settings: readonly RelaySetting[]): Generator<Credential> {
  const seen = new Set<Entry>();
  for (const setting of settings) {
    const { user, password, url } = setting;
    if (setting.isLocal) continue;
    const found: readonly (Credential | undefined)[] = [
      url && { setting, part: 'url', entry: url.entry },
      user && !user.templated ? { setting, part: 'user', entry: user.entry } : undefined,
      password && (password.source === 'literal' || password.source === 'placeholder') ? { setting, part: 'password', entry: password.entry } : undefined,
    ];
    for (const credential of found) {
      if (!credential || seen.has(credential.entry)) continue;
      seen.add(credential.entry);
      yield credential;
    }
  }
}
