import { isLoopback } from '../hostName.ts';
import type { Notes, Run } from '../run.ts';
import type { Owner, ProbeCode, ProbeFailure, SettingPart, StageName } from '../types.ts';

/** What a person is told about a failure; the wire's own evidence is added in causes.ts. */
export interface CauseText {
  readonly summary: string;
  readonly owner: Owner;
  readonly nextStep: string;
  /** What to do after that, in order, when it did not help. */
  readonly moreSteps?: readonly string[];
  /** The part of the relay setting that has to change. */
  readonly part?: SettingPart;
  /** More that shows it, weaker than the reply and the counter-probes. */
  readonly evidence?: readonly string[];
}

export interface CauseContext {
  readonly run: Run;
  readonly stage: StageName;
  readonly failure: ProbeFailure;
  /** What second questions brought. */
  readonly notes?: Notes;
}

/** Texts for some of the codes; see nameCauses.ts, greetingCauses.ts, tlsCauses.ts, certificateCauses.ts and dialogueCauses.ts. */
export type CauseTexts = Partial<Record<ProbeCode, (context: CauseContext) => CauseText>>;

/** The server in words. */
export function where({ run }: CauseContext): string {
  return `${run.host} port ${run.plan.port}`;
}

/** What to think of when a loopback address is silent: containers have one of their own. */
export function containerStep({ run }: CauseContext): string[] {
  return isLoopback(run.host)
    ? ['Inside a container "localhost" is the container itself: use the name of the mail service there, or "host.docker.internal" for this machine.']
    : ['Ask the administrator whether the service runs and on which port.'];
}
