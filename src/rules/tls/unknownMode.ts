import type { TlsMode, TlsOutcome, TlsRule } from '../../data/appProfile.types.ts';
import { isImplicitTlsPort, isStartTlsPort } from '../../data/ports.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset, type ValueReader } from '../../discover/values.ts';
import { setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, readerOf } from '../support/appKeys.ts';
import { didYouMean, oneOf } from '../support/didYouMean.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { severityFor } from '../support/relays.ts';
import type { Fix } from '../types.ts';

type WordRule = Extract<TlsRule, { values: unknown }>;

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly rule: WordRule;
}

/** Words for the same thing in other apps, by what they ask for. */
const SYNONYMS: readonly (readonly [TlsMode, ...string[]])[] = [
  ['implicit-tls', 'ssl', 'smtps', 'force_tls', 'implicit', 'ssl/tls', 'ssltls', 'tls', 'wrapper'],
  ['starttls-required', 'starttls', 'start_tls', 'explicit', 'required', 'tls', 'mandatory', 'encrypt'],
  ['starttls-opportunistic', 'opportunistic', 'optional', 'auto', 'starttls', 'tls', 'may'],
  ['none', 'off', 'no', 'disabled', 'plain', 'never', 'null', 'false'],
];

/** A word for the kind of TLS that the app does not know. */
export const unknownMode = defineRule<State>({
  meta: {
    id: 'tls/unknown-mode',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security'],
    title: 'Unknown word for the kind of TLS',
    why: 'Every app has its own words here, some of them sensitive to case. At another word some apps refuse to work, and others quietly do without TLS.',
    bad: dotenv('APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\nMAIL_SCHEME=tls\n'),
    ok: dotenv('APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\nMAIL_SCHEME=null\n'),
    references: [{ title: 'Laravel: mail configuration', url: 'https://laravel.com/docs/mail#configuration' }, rfc(8314, '3')],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    const reader = readerOf(file);
    const seen = new Set<Entry>();
    for (const setting of settings) {
      const keys = setting.isLocal || setting.profile.startsWith('generic') ? undefined : appKeysOf(setting);
      for (const rule of keys?.profile.tls.rules ?? []) {
        if (!keys || !('values' in rule) || rule.isOpen) continue;
        for (const key of rule.keys) {
          const entry = keys.found.get(key);
          if (!entry || seen.has(entry) || isKnown(rule, entry, reader)) continue;
          seen.add(entry);
          yield { setting, entry, rule };
        }
      }
    }
  },
  word({ setting, entry, rule }) {
    const words = Object.keys(rule.values).filter((word) => word !== '' && word !== 'null');
    const outcome = typeof rule.other === 'object' ? rule.other.says : undefined;
    const effect = rule.refuses ?? outcome ?? `${setting.profileTitle} does not know it`;
    return {
      at: entry.valueSpan,
      severity: severityFor(setting, rule.refuses ? 'error' : 'warning'),
      message: `unknown word ${entry.value.length <= 20 ? `"${entry.value}" ` : ''}for "${keyName(entry)}": ${effect}. expected ${oneOf(words)}`,
    };
  },
  fixes({ setting, entry, rule }, { file }): Fix[] {
    const meant = meantWord(rule, entry.value, setting.effectivePort);
    return meant === undefined
      ? []
      : [{ title: `Set ${keyName(entry)} to ${meant}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, meant)] }];
  },
});

/** Apps without a word for it take any other word for "no TLS", so such a word does what it says. */
const NO_TLS = /^(none|no|off|false|plain|disabled)$/;

function isKnown({ values, isCaseSensitive, neutral = [], refuses }: WordRule, entry: Entry, reader: ValueReader): boolean {
  const { text, isTemplated, isDefault } = reader.read(entry);
  if (isTemplated || isDefault || isUnset(entry)) return true;
  const word = text.trim();
  const lower = word.toLowerCase();
  const isPlain = refuses === undefined && NO_TLS.test(lower) && !Object.values(values).some((outcome) => modeOf(outcome) === 'none');
  return isPlain || neutral.includes(lower) || Object.hasOwn(values, isCaseSensitive ? word : lower);
}

/** The app's own word for the same thing, in another spelling, or by its meaning elsewhere; never one that the port contradicts. */
function meantWord({ values }: WordRule, written: string, port: number | undefined): string | undefined {
  const words = Object.keys(values).filter((word) => word !== '' && word !== 'null');
  const word = written.trim().toLowerCase();
  const near =
    words.find((each) => each.toLowerCase() === word) ??
    didYouMean(
      word,
      words.map((each) => each.toLowerCase()),
    );
  if (near !== undefined) return words.find((each) => each.toLowerCase() === near.toLowerCase());
  for (const [mode, ...synonyms] of SYNONYMS) {
    if (!synonyms.includes(word) || !fits(mode, port)) continue;
    const own = words.find((each) => modeOf(values[each]!) === mode) ?? words.find((each) => mode !== 'none' && modeOf(values[each]!) === 'by-port');
    if (own !== undefined) return own;
  }
  return undefined;
}

const modeOf = (outcome: TlsOutcome) => (typeof outcome === 'string' ? outcome : outcome.effective);

function fits(mode: TlsMode, port: number | undefined): boolean {
  if (port === undefined) return true;
  return mode === 'implicit-tls' ? !isStartTlsPort(port) : !isImplicitTlsPort(port);
}
