import type { PostfixMain, PostfixValue } from './postfixMain.ts';
import type { Located, RelaySecurity, SecurityMode } from './types.ts';

const LEVEL = 'smtp_tls_security_level';
const WRAPPER = 'smtp_tls_wrappermode';

/** What each level of `smtp_tls_security_level` does (postconf(5), TLS_README), and whether it checks certificates. */
const LEVELS: Readonly<Record<string, { readonly mode: SecurityMode; readonly because: string; readonly verifies?: boolean }>> = {
  none: { mode: 'none', because: 'it never uses TLS', verifies: false },
  may: { mode: 'starttls-opportunistic', because: 'it uses STARTTLS when the server offers it, else sends in clear text', verifies: false },
  encrypt: { mode: 'starttls-required', because: 'it sends no mail without STARTTLS and checks no certificate', verifies: false },
  dane: { mode: 'starttls-opportunistic', because: 'it checks the certificate where DNS has TLSA records, else uses STARTTLS when offered' },
  'dane-only': { mode: 'starttls-required', because: 'it sends no mail without TLSA records that match', verifies: true },
  fingerprint: { mode: 'starttls-required', because: 'it sends no mail unless the certificate has a listed fingerprint', verifies: true },
  verify: { mode: 'starttls-required', because: 'it sends no mail unless the certificate is trusted and matches', verifies: true },
  secure: { mode: 'starttls-required', because: 'it sends no mail unless the certificate is trusted and matches the next hop', verifies: true },
};

/** Points at the whole value of the entry that set a parameter. */
export function locate<T>(found: PostfixValue, value: T): Located<T> | undefined {
  return found.entry && { value, entry: found.entry, span: found.entry.valueSpan, templated: !found.isKnown };
}

/** A parameter that a yes or no decides; undefined when it is something else or can't be known. */
export function yesOrNo({ value, isKnown }: PostfixValue): boolean | undefined {
  if (!isKnown || !/^(yes|no)$/i.test(value)) return undefined;
  return value.toLowerCase() === 'yes';
}

/**
 * How smtp(8) protects its connections when no policy table says otherwise (global_tls_level in smtp_tls_policy.c): the
 * level, and only while that is empty the older switches. `smtp_tls_wrappermode` puts TLS before the greeting.
 */
export function securityOf(main: PostfixMain): RelaySecurity {
  const level = main.get(LEVEL);
  const wrapper = main.get(WRAPPER);
  const plain = withoutWrapper(main, level);
  if (yesOrNo(wrapper) !== true) return plain;
  const word = level.value.toLowerCase();
  const isEnough = !level.isKnown || LEVELS[word]?.mode === 'starttls-required' || plain.mode === 'starttls-required';
  const conflict = { conflict: `"${WRAPPER} = yes" needs "${LEVEL} = encrypt" or stronger, else Postfix defers the mail` };
  return {
    mode: 'implicit-tls',
    effective: 'implicit-tls',
    by: [locate(wrapper, wrapper.value), ...plain.by].filter((found) => found !== undefined),
    because: `"${WRAPPER} = yes": TLS begins with the first byte`,
    ...(isEnough ? {} : conflict),
    ...(plain.verify ? { verify: plain.verify } : {}),
  };
}

function withoutWrapper(main: PostfixMain, level: PostfixValue): RelaySecurity {
  const word = level.value.trim().toLowerCase();
  if (!level.isKnown) return unspecified([locate(level, level.raw)], `"${LEVEL}" depends on something outside this file`);
  if (word !== '') return byLevel(level, word);
  const switches = bySwitches(main);
  if (switches) return switches;
  if (!level.entry) return unspecified([], `"${LEVEL}" is not set, and its default is empty: no TLS`, 'none');
  const by = [locate(level, '')].filter((found) => found !== undefined);
  return { mode: 'none', effective: 'none', by, because: `"${LEVEL}" is empty: no TLS` };
}

function byLevel(level: PostfixValue, word: string): RelaySecurity {
  const meaning = Object.hasOwn(LEVELS, word) ? LEVELS[word] : undefined;
  if (!meaning) return unspecified([locate(level, level.value)], `"${level.value}" is not a TLS level, so smtp(8) does not start`);
  const because = `"${LEVEL} = ${word}": ${meaning.because}`;
  if (!level.entry) return unspecified([], `not set, so the default counts, ${because}`, meaning.mode);
  const by = [locate(level, level.value)].filter((found) => found !== undefined);
  const verify = meaning.verifies === undefined ? undefined : locate(level, meaning.verifies);
  return { mode: meaning.mode, effective: meaning.mode, by, because, ...(verify ? { verify } : {}) };
}

/** `smtp_enforce_tls` and `smtp_use_tls`, superseded in Postfix 2.3; undefined when neither is set. */
function bySwitches(main: PostfixMain): RelaySecurity | undefined {
  const enforce = main.get('smtp_enforce_tls');
  const use = main.get('smtp_use_tls');
  const by = [locate(enforce, enforce.value), locate(use, use.value)].filter((found) => found !== undefined);
  if (by.length === 0) return undefined;
  if (yesOrNo(enforce) === true) {
    const peer = main.get('smtp_tls_enforce_peername');
    const verify = locate(peer.entry ? peer : enforce, yesOrNo(peer) ?? true);
    const mode = 'starttls-required';
    return { mode, effective: mode, by, because: '"smtp_enforce_tls = yes": no mail without STARTTLS', ...(verify ? { verify } : {}) };
  }
  if (yesOrNo(use) === true) {
    const mode = 'starttls-opportunistic';
    return { mode, effective: mode, by, because: '"smtp_use_tls = yes": STARTTLS when the server offers it' };
  }
  const isCertain = yesOrNo(use) !== undefined && yesOrNo(enforce) !== undefined;
  if (!isCertain) return unspecified(by, 'a switch for TLS is neither "yes" nor "no"');
  return { mode: 'none', effective: 'none', by, because: '"smtp_use_tls" and "smtp_enforce_tls" are off: no TLS' };
}

function unspecified(by: readonly (Located<string> | undefined)[], because: string, effective: SecurityMode = 'unspecified'): RelaySecurity {
  return { mode: 'unspecified', effective, by: by.filter((found) => found !== undefined), because };
}
