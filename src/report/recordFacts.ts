import type { Capabilities, SmtpReply, StageName, TlsFacts } from '../smtp/types.ts';
import type { RecordedStage, RunRecord } from './runRecord.ts';

/** What a record knows, by question instead of by stage. Absent when the run did not get so far. */
export interface RecordFacts {
  stage(name: StageName): RecordedStage | undefined;
  /** What the server offered before TLS. */
  readonly clearCapabilities?: Capabilities;
  /** What it offers under TLS. */
  readonly tlsCapabilities?: Capabilities;
  /** What it offers where the sign-in happens: under TLS if there is any. */
  readonly capabilities?: Capabilities;
  readonly tls?: TlsFacts;
  readonly mechanism?: string;
  readonly greeting?: SmtpReply;
  /** The address that answered. */
  readonly address?: string;
  /** The sum of the stages, in milliseconds. */
  readonly totalMs: number;
}

/** Collects what a run learnt. */
export function recordFacts({ stages, relay }: RunRecord): RecordFacts {
  const stage = (name: StageName) => stages.find((one) => one.stage === name);
  const first = stage('ehlo')?.facts?.capabilities;
  const second = stage('ehlo-tls')?.facts?.capabilities;
  const isImplicit = relay.security === 'implicit-tls';
  const clear = isImplicit ? undefined : first;
  const encrypted = isImplicit ? first : second;
  const capabilities = encrypted ?? clear;
  const tls = stage('tls')?.facts?.tls;
  const mechanism = stage('auth')?.facts?.mechanism;
  const greeting = stage('greeting')?.facts?.reply;
  const address = stage('connect')?.facts?.attempts?.find(({ ok }) => ok)?.address;
  return {
    stage,
    ...(clear ? { clearCapabilities: clear } : {}),
    ...(encrypted ? { tlsCapabilities: encrypted } : {}),
    ...(capabilities ? { capabilities } : {}),
    ...(tls ? { tls } : {}),
    ...(mechanism === undefined ? {} : { mechanism }),
    ...(greeting ? { greeting } : {}),
    ...(address === undefined ? {} : { address }),
    totalMs: stages.reduce((sum, { ms = 0 }) => sum + ms, 0),
  };
}
