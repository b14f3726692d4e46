import { USER_NAME_RULE } from '../causes/causeRules.ts';
import { providerOfRun, userNameProblem } from '../causes/providerAdvice.ts';
import type { Run } from '../run.ts';
import type { Cause, ProbeCode, SettingPart } from '../types.ts';

/** Refusals that a look at the credentials themselves may explain. */
const REFUSED_SECRET: ReadonlySet<ProbeCode> = new Set(['auth/credentials', 'auth/secret-kind', 'auth/malformed']);

/** A reason that is in the configuration, for a refusal that tells none. */
export interface CredentialReason {
  readonly code: ProbeCode;
  readonly part: SettingPart;
  readonly rule?: string;
  readonly reason: string;
  readonly steps: readonly string[];
  readonly confidence: Cause['confidence'];
  readonly isHeadline: boolean;
  readonly isOfProvider: boolean;
}

const ONCE_MORE = 'Then try once more, and not in a loop.';

/** "535" is one reply for a wrong user name, a wrong kind of secret and a damaged one; what was configured often shows which. */
export function credentialReason(run: Run, code: ProbeCode): CredentialReason | undefined {
  if (!REFUSED_SECRET.has(code)) return undefined;
  const userName = userNameProblem(run.plan, providerOfRun(run));
  if (userName) {
    const steps = ['Correct the user name first, then try once more.'];
    return { code: 'auth/user-name', part: 'user', rule: USER_NAME_RULE, reason: userName, steps, confidence: 'likely', isHeadline: false, isOfProvider: true };
  }
  const warnings = run.secretFindings.filter(({ level }) => level === 'warn');
  const kind = warnings.find(({ about }) => about === 'kind');
  if (kind) {
    const steps = ['Create the secret that the provider makes for SMTP and put it in place of this one.', ONCE_MORE];
    return { code: 'auth/secret-kind', part: 'password', reason: kind.text, steps, confidence: 'certain', isHeadline: true, isOfProvider: true };
  }
  const [form] = warnings;
  if (!form) return undefined;
  const steps = ['Set the password anew, exactly as the provider shows it, and look at how the file quotes it.', ONCE_MORE];
  return { code, part: 'password', reason: form.text, steps, confidence: 'likely', isHeadline: false, isOfProvider: false };
}
