import type { Cause, ProbeFailure, RelayPlan, StageFacts, StageName, TranscriptLine } from '../smtp/types.ts';

/**
 * A finished run as plain JSON, complete enough to be shown, compared and shared, and without any secret.
 * What the history keeps, what the report panel is given, and what "Compare with last run" reads.
 */
export interface RunRecord {
  /** Raised when the shape changes; readers drop what they don't know. */
  readonly version: 1;
  /** Unique among the kept runs. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly relay: RecordedRelay;
  /** Where the test ran. */
  readonly place: TestPlace;
  readonly stages: readonly RecordedStage[];
  readonly lines: readonly RecordedLine[];
  readonly verdict: RecordedVerdict;
}

/** The relay of a run, as it was tested. */
export interface RecordedRelay {
  /** The same for the same setting of the same file, or for the same typed address: runs of one key are compared. */
  readonly key: string;
  /** Workspace-relative path, absent for a typed address. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly host: string;
  readonly port: number;
  readonly security: RelayPlan['mode'];
  readonly user?: string;
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly heloName: string;
  readonly verifyCertificate: boolean;
  /** Id of the known provider. */
  readonly provider?: string;
}

/** Where a test ran. A remote or a container has another network, resolver and clock than the desk in front of it. */
export interface TestPlace {
  readonly kind: 'local' | 'ssh' | 'wsl' | 'container' | 'codespace' | 'web' | 'ci';
  /** For people: `this computer`, `the SSH host "mail"`, `the dev container`. */
  readonly label: string;
}

export interface RecordedStage {
  readonly stage: StageName;
  readonly state: 'passed' | 'absent' | 'failed' | 'skipped';
  /** When it began, in milliseconds since the run began; absent when skipped. */
  readonly atMs?: number;
  /** How long it took, in milliseconds; absent when skipped. */
  readonly ms?: number;
  readonly facts?: StageFacts;
  readonly failure?: ProbeFailure;
  /** Why it was skipped or is absent. */
  readonly reason?: string;
}

export interface RecordedLine extends TranscriptLine {
  readonly stage: StageName;
  /** Milliseconds since the run began. */
  readonly atMs: number;
}

export interface RecordedVerdict {
  readonly ok: boolean;
  readonly summary: string;
  readonly cause?: Cause;
  readonly notTested: readonly { readonly stage: StageName; readonly reason: string }[];
}
