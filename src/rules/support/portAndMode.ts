import { APP_PROFILES } from '../../data/appProfiles.ts';
import { FRAMEWORK_PROFILES } from '../../data/profiles/frameworks.ts';
import type { PortMode } from '../../data/providers.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { asBoolean } from '../../discover/values.ts';
import type { RelatedPlace, Severity } from '../types.ts';
import { keyName } from './keyName.ts';
import { passwordTableNote } from './postfixRetarget.ts';
import { providerOfRelay, severityFor } from './relays.ts';

/** The port as the file writes it; undefined where it is not written, or by a variable that another value may win over. */
export function writtenPort({ port }: RelaySetting): Located<number> | undefined {
  return port && !port.templated ? port : undefined;
}

/** Says whether what decides the protection is certain: no variable takes part and no two keys contradict each other. */
export function isModeCertain({ security }: RelaySetting): boolean {
  return security.conflict === undefined && security.effective !== 'unspecified' && !security.by.some(({ templated }) => templated);
}

/** Libraries, whose settings a program may complete in code or in another file, and containers that take a main.cf as well. */
const COMPLETED_ELSEWHERE: ReadonlySet<string> = new Set([
  ...FRAMEWORK_PROFILES.map(({ id }) => id),
  ...APP_PROFILES.filter(({ takesMainCf }) => takesMainCf).map(({ id }) => id),
]);

/** What a bare switch called after TLS or SSL does in an app that we don't know: which of the two kinds it means is a guess. */
function guessedSeverity({ profile, security, url }: RelaySetting): Severity | undefined {
  const [by] = security.by;
  const position = by && asBoolean(by.value);
  if (!profile.startsWith('generic') || url || position === undefined || /secure|starttls/i.test(by!.entry.key)) return undefined;
  // Many apps go by the port as soon as STARTTLS is switched off.
  return position ? 'warning' : 'information';
}

/**
 * The severity that a verdict on port and protection can have. It is certain where a key, a URL or the whole
 * environment of a container decides; an app's `.env` may be a part of its environment only, and a library's settings
 * may be completed in code.
 */
export function severityByOrigin(setting: RelaySetting, wanted: Severity): Severity {
  const guessed = guessedSeverity(setting);
  if (guessed) return severityFor(setting, guessed);
  const { security, url, anchor, profile } = setting;
  const isEnvironment = anchor.form === 'list-item' || anchor.form === 'name-value' || /^env(ironment)?$/.test(anchor.path.at(-2) ?? '');
  const isWritten = security.by.length > 0 || url !== undefined || profile === 'postfix';
  if (isWritten || (isEnvironment && !COMPLETED_ELSEWHERE.has(profile))) return severityFor(setting, wanted);
  return severityFor(setting, COMPLETED_ELSEWHERE.has(profile) ? 'information' : 'warning');
}

/** How the known provider's port behaves; undefined for an unknown provider or port. */
export function providerPortMode(setting: RelaySetting, port: number): PortMode | undefined {
  return providerOfRelay(setting)?.ports.find((known) => known.port === port)?.mode;
}

/** Says whether the provider is known not to answer on a port. */
export function isKnownClosed(setting: RelaySetting, port: number): boolean {
  return providerOfRelay(setting)?.notListening?.includes(port) ?? false;
}

/** `"SMTP_SECURE" is "false"`, or a piece of a URL: what the file says about protection, for the first half of a sentence. */
export function sayingOf(setting: RelaySetting): string | undefined {
  const { security, url } = setting;
  const [by] = security.by;
  if (!by) return undefined;
  if (by.entry.form === 'key-only') return `"${keyName(by.entry)}" is there, which`;
  if (by.entry !== url?.entry) return `"${keyName(by.entry)}" is "${by.value}", which`;
  return by.span.start === url.schemeSpan.start ? `"${url.scheme}://"` : `"${parameterOf(setting, by)}"`;
}

/** `verify_peer=0`: a parameter of a URL with its name. The rest of the URL holds the password and is never shown. */
export function parameterOf({ file }: RelaySetting, { span }: Located<unknown>): string {
  const name = /[\w.]+=$/.exec(file.text.slice(Math.max(0, span.start - 60), span.start))?.[0] ?? '';
  return name + file.text.slice(span.start, span.end);
}

/** ` in Django`, nothing where no app was recognised. */
export function inApp({ profile, profileTitle }: RelaySetting): string {
  return profile.startsWith('generic') ? '' : ` in ${profileTitle}`;
}

/** Places that belong to a verdict on port and protection: the key that decides the protection, and the password table of a main.cf. */
export function portAndModePlaces({ security: { by } }: RelaySetting, port: Located<number>, postfix: PostfixMain | undefined): RelatedPlace[] {
  const [decider] = by;
  const isElsewhere = decider !== undefined && decider.span.start !== port.span.start;
  return [
    ...(isElsewhere ? [{ span: decider.entry.keySpan, message: 'this decides how the connection is protected' }] : []),
    ...(postfix ? passwordTableNote(postfix) : []),
  ];
}
