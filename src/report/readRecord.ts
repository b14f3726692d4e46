import { SECURITY_MODE_WORDS } from '../data/securityModes.ts';
import type {
  AddressAttempt,
  Capabilities,
  Cause,
  CertificateFacts,
  MissingIssuer,
  PortAnswer,
  ProbeCode,
  ProbeFailure,
  ProvenSettings,
  RelayPlan,
  SmtpReply,
  StageFacts,
  TlsFacts,
  TlsVersionAnswer,
  TrustVerdict,
} from '../smtp/types.ts';
import { type Decoder, flag, listOf, mapOf, number, objectOf, oneOf, text, textLike } from './decode.ts';
import type { RecordedLine, RecordedRelay, RecordedStage, RecordedVerdict, RunRecord, TestPlace } from './runRecord.ts';
import { isStageName } from './transcript.ts';

const texts = listOf(text);
const stage: Decoder<RecordedStage['stage']> = (value) => (isStageName(value) ? value : undefined);
/** The vocabulary grows: a code of a newer version is a code as well. */
const code = textLike<ProbeCode>(/^[a-z]+(\/[a-z0-9-]+)?$/);
const mode: Decoder<RelayPlan['mode']> = (value) =>
  typeof value === 'string' && value !== 'unspecified' && Object.hasOwn(SECURITY_MODE_WORDS, value) ? (value as RelayPlan['mode']) : undefined;

const reply = objectOf<SmtpReply>({ code: number, lines: texts }, { enhanced: text });

const capabilities = objectOf<Capabilities>({ extensions: mapOf(texts), mechanisms: texts, startTls: flag }, { size: number });

const onlyTrue: Decoder<true> = (value) => (value === true ? true : undefined);

const certificate = objectOf<CertificateFacts>(
  { subject: text, issuer: text, names: texts, validFrom: text, validTo: text, daysLeft: number, fingerprint256: text },
  { keyType: text, keyBits: number, signature: text, issuerUrls: texts, commonNameOnly: onlyTrue },
);

const trust = objectOf<TrustVerdict>({ store: oneOf('node', 'system', 'file') }, { trusted: flag, problem: text });

const tls = objectOf<TlsFacts>(
  { protocol: text, cipher: text, chain: listOf(certificate), trusted: flag, nameMatches: flag },
  { trust: listOf(trust), missingIssuer: objectOf<MissingIssuer>({ name: text, isPublic: flag }, {}), problem: text },
);

const attempt = objectOf<AddressAttempt>({ address: text, family: oneOf(4, 6), ms: number, ok: flag }, { code: text });

const port = objectOf<PortAnswer>(
  { port: number, kind: oneOf('smtp', 'tls', 'refused', 'timeout', 'other'), detail: text },
  { startTls: flag, mechanisms: texts, certificateValid: flag },
);

const version = objectOf<TlsVersionAnswer>({ version: oneOf('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3') }, { offered: flag, cipher: text, detail: text });

const facts = objectOf<StageFacts>(
  {},
  {
    addresses: texts,
    exchange: text,
    attempts: listOf(attempt),
    reply,
    capabilities,
    tls,
    mechanism: text,
    droppedBytes: number,
    ports: listOf(port),
    tlsVersions: listOf(version),
    lookupsDiffer: text,
  },
);

const failure = objectOf<ProbeFailure>({ code, detail: text }, { reply });

const proven = objectOf<ProvenSettings>({ evidence: text }, { host: text, port: number, mode, user: text, heloName: text, mechanisms: texts });

const cause = objectOf<Cause>(
  {
    code,
    stage,
    summary: text,
    owner: oneOf('you', 'network', 'server', 'dns', 'provider'),
    confidence: oneOf('certain', 'likely'),
    evidence: texts,
    ruledOut: texts,
    nextStep: text,
    nextSteps: texts,
  },
  {
    rule: text,
    part: oneOf('host', 'port', 'security', 'verify', 'ca', 'user', 'password', 'mechanism', 'from', 'helo'),
    proven,
    provider: text,
  },
);

const relay = objectOf<RecordedRelay>(
  { key: text, host: text, port: number, security: mode, mailFrom: text, rcptTo: text, heloName: text, verifyCertificate: flag },
  { file: text, line: number, user: text, provider: text },
);

const place = objectOf<TestPlace>({ kind: oneOf('local', 'ssh', 'wsl', 'container', 'codespace', 'web', 'ci'), label: text }, {});

const recordedStage = objectOf<RecordedStage>(
  { stage, state: oneOf('passed', 'absent', 'failed', 'skipped') },
  { atMs: number, ms: number, facts, failure, reason: text },
);

const recordedLine = objectOf<RecordedLine>(
  { stage, atMs: number, direction: oneOf('sent', 'received', 'info', 'error'), encrypted: flag, unexpected: flag, text },
  {},
);

const verdict = objectOf<RecordedVerdict>({ ok: flag, summary: text, notTested: listOf(objectOf({ stage, reason: text }, {})) }, { cause });

const record = objectOf<RunRecord>(
  {
    version: oneOf(1),
    id: text,
    startedAt: textLike(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    relay,
    place,
    stages: listOf(recordedStage),
    lines: listOf(recordedLine),
    verdict,
  },
  {},
);

/** Reads a stored run. What is not known is dropped; undefined when what is left is no record of a run. Never throws. */
export function readRecord(value: unknown): RunRecord | undefined {
  return record(value);
}
