import { APP_PROFILES } from '../data/appProfiles.ts';
import { embeddedMains } from '../parse/embedded.ts';
import type { ConfigFile } from '../parse/types.ts';
import { createPostfixMain } from './postfixMain.ts';
import { securityOf } from './postfixSecurity.ts';
import type { RelaySetting } from './types.ts';

const TAKES_MAIN_CF: ReadonlySet<string> = new Set(APP_PROFILES.filter(({ takesMainCf }) => takesMainCf).map(({ id }) => id));

/**
 * The settings of containers around Postfix as they are once the main.cf that the same YAML file gives them has had its say: it may
 * switch TLS from the first byte on (postconf(5), smtp_tls_wrappermode) or set a level. Other settings stay what they are.
 */
export function withEmbeddedMain(file: ConfigFile, settings: readonly RelaySetting[]): RelaySetting[] {
  if (!settings.some(({ profile }) => TAKES_MAIN_CF.has(profile))) return [...settings];
  const mains = embeddedMains(file).map(({ owner, file: main }) => ({ owner, security: securityOf(createPostfixMain(main)) }));
  return settings.map((setting) => {
    const { path } = setting.anchor;
    const own = TAKES_MAIN_CF.has(setting.profile) && mains.find(({ owner, security }) => security.by.length > 0 && owner.every((key, at) => path[at] === key));
    if (!own) return setting;
    // The container itself sets the level that wrapper mode asks for.
    const { conflict: _conflict, ...security } = own.security;
    return { ...setting, security };
  });
}
