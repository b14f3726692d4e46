import type { Run } from './run.ts';
import type { Owner, ProbeCode, ProbeFailure, SettingPart, StageName } from './types.ts';

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
}

/** Texts for some of the codes; see networkCauses.ts and dialogueCauses.ts. */
export type CauseTexts = Partial<Record<ProbeCode, (context: CauseContext) => CauseText>>;

/** The server in words. */
export function where({ run }: CauseContext): string {
  return `${run.host} port ${run.plan.port}`;
}
