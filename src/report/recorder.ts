import type { RelayPlan, StageEvent } from '../smtp/types.ts';
import type { RecordedLine, RecordedRelay, RecordedStage, RunRecord, TestPlace } from './runRecord.ts';

/** Longer transcripts and texts than any honest server causes; a record has to stay small enough to be kept. */
const MAX_LINES = 1000;
const MAX_TEXT = 1000;

export interface RecorderOptions {
  /** Unique among the kept runs. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly relay: RecordedRelay;
  readonly place: TestPlace;
}

export interface Recorder {
  /** Takes the next event of the run and the milliseconds since the run began. Returns the record with the verdict, and nothing before. */
  add(event: StageEvent, nowMs: number): RunRecord | undefined;
}

/** Makes a record of a run from its events. A run that is left before its verdict has none. */
export function createRecorder({ id, startedAt, relay, place }: RecorderOptions): Recorder {
  const stages: RecordedStage[] = [];
  const lines: RecordedLine[] = [];
  let leftOut = 0;
  let beganMs = 0;
  return {
    add(event, nowMs) {
      const atMs = Math.max(0, Math.round(nowMs));
      switch (event.type) {
        case 'line':
          if (lines.length < MAX_LINES) lines.push({ ...event.line, text: shortened(event.line.text), stage: event.stage, atMs });
          else leftOut += 1;
          return undefined;
        case 'stage':
          if (event.state === 'started') beganMs = atMs;
          // A busy process hears of the beginning late, but never of the end before it.
          else stages.push(recordedStage(event, 'ms' in event ? Math.max(0, Math.min(beganMs, atMs - event.ms)) : beganMs));
          return undefined;
        case 'verdict': {
          const { type: _, ...verdict } = event;
          return { version: 1, id, startedAt, relay, place, stages, lines: [...lines, ...remark(leftOut, lines.at(-1))], verdict };
        }
      }
    },
  };
}

function recordedStage(event: Exclude<Extract<StageEvent, { type: 'stage' }>, { state: 'started' }>, atMs: number): RecordedStage {
  const { stage, state } = event;
  if (event.state === 'skipped') return { stage, state, reason: event.reason };
  const { ms, facts } = event;
  return {
    stage,
    state,
    atMs,
    ms,
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
    ...(event.state === 'failed' ? { failure: event.failure } : {}),
    ...(event.state === 'absent' ? { reason: event.reason } : {}),
  };
}

function remark(leftOut: number, last: RecordedLine | undefined): RecordedLine[] {
  if (leftOut === 0 || !last) return [];
  const text = `${leftOut} more ${leftOut === 1 ? 'line is' : 'lines are'} not kept`;
  return [{ direction: 'info', encrypted: last.encrypted, unexpected: false, text, stage: last.stage, atMs: last.atMs }];
}

function shortened(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** Where the relay of a run comes from: a setting of a file, or an address that somebody typed. */
export type RelayOrigin =
  | {
      /** Workspace-relative path. */
      readonly file: string;
      /** 1-based. */
      readonly line?: number;
      /** `RelaySetting.id`. */
      readonly settingId: string;
    }
  | { readonly host: string; readonly port: number };

/**
 * What runs of the same relay share. Of a setting neither line nor server are part of it, so that it stays the
 * same while the file is edited and a change of host or port shows up as a difference between two runs.
 */
export function relayKey(origin: RelayOrigin): string {
  if ('settingId' in origin) return `setting ${origin.file.replaceAll('\\', '/')} ${origin.settingId}`;
  return `address ${origin.host.toLowerCase().replace(/\.$/, '')} ${origin.port}`;
}

/** The relay of a plan as a record keeps it: the password stays behind, and so does a user name that is as secret. */
export function recordedRelay(plan: RelayPlan, origin: RelayOrigin): RecordedRelay {
  const { host, port, mode, user, password, mailFrom, rcptTo, heloName, verifyCertificate, provider } = plan;
  return {
    key: relayKey(origin),
    ...('settingId' in origin ? { file: origin.file } : {}),
    ...('settingId' in origin && origin.line !== undefined ? { line: origin.line } : {}),
    host,
    port,
    security: mode,
    ...(user === undefined ? {} : { user: password?.shownUser(user) ?? user }),
    mailFrom,
    rcptTo,
    heloName,
    verifyCertificate,
    ...(provider === undefined ? {} : { provider }),
  };
}
