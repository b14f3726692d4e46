import type { SecurityMode } from '../discover/types.ts';
import type { Secret } from './credentials/secret.ts';
import type { ProbeCode } from './probeCode.ts';

export type { ProbeCode } from './probeCode.ts';

/** What the test will do: complete before anything connects, so that a person can be shown it first. */
export interface RelayPlan {
  /** Host name or address to resolve and dial. */
  readonly host: string;
  /** TCP port, 1 to 65535. */
  readonly port: number;
  /** Look up the host's MX first and dial that, as Postfix does for a relayhost without brackets (postconf(5) relayhost). */
  readonly lookupMx?: boolean;
  /** `unspecified` is decided by the port: 465 and 2465 implicit TLS, anything else opportunistic STARTTLS. */
  readonly mode: Exclude<SecurityMode, 'unspecified'>;
  readonly user?: string;
  readonly password?: Secret;
  /** What `password` holds; a password when absent. A token is an OAuth 2.0 access token that the user supplies. */
  readonly secretKind?: 'password' | 'token';
  /** The SASL mechanism that the configuration names, upper case; no other is tried then. */
  readonly mechanism?: string;
  /** What the source text around the secret makes doubtful, in words without the secret; see secretSource.ts. */
  readonly secretDoubts?: readonly string[];
  /** Envelope sender for MAIL FROM, without angle brackets. */
  readonly mailFrom: string;
  /** Recipient for RCPT TO; the envelope stage asks for relaying to it. No message is sent. */
  readonly rcptTo: string;
  /** What EHLO announces (RFC 5321 §4.1.1.1): a fully qualified name or an address literal. */
  readonly heloName: string;
  /** Name for SNI and for the certificate check; the host when absent. */
  readonly serverName?: string;
  /** Extra trust anchors, PEM. */
  readonly ca?: readonly string[];
  /** `false` when the config switches certificate checking off: a bad certificate is then reported but does not stop the test. */
  readonly verifyCertificate: boolean;
  /** Whether credentials may travel without TLS. Only true when the user said so, or to this machine. */
  readonly allowClearTextAuth: boolean;
  readonly timeouts: Timeouts;
  /** After the run, ask for each TLS version on a connection of its own. */
  readonly enumerateTls?: boolean;
  /** Id of the known provider, for its reply signatures. */
  readonly provider?: string;
  /**
   * A third party's host that listens on every port, asked on the same port when a connection times out: does this
   * network block the port, or only that host? Never asked when absent; who sets it has asked the user.
   */
  readonly controlHost?: string;
  /** Id of the hosting platform whose port policy may explain a timeout (data/portPolicies.ts); what the machine shows when absent. */
  readonly platform?: string;
  /** Names that only resolve between the containers of the project, such as the services of its compose file. */
  readonly containerNames?: readonly string[];
}

/** All in milliseconds. */
export interface Timeouts {
  /** One address, TCP handshake. */
  readonly connectMs: number;
  /** From the connection to the 220 line; servers may delay it on purpose. */
  readonly greetingMs: number;
  /** A TLS handshake. */
  readonly tlsMs: number;
  /** Any one command. */
  readonly commandMs: number;
  /** All name lookups together; 15 s when absent. */
  readonly resolveMs?: number;
  /** When to say that we are still waiting for a greeting; 5 s when absent. */
  readonly patienceMs?: number;
}

/** In the order of a run. `message` only occurs in a test message, never in a probe; `tls-versions` only when it was asked for. */
export type StageName =
  | 'resolve'
  | 'connect'
  | 'greeting'
  | 'ehlo'
  | 'starttls'
  | 'tls'
  | 'ehlo-tls'
  | 'auth'
  | 'mail-from'
  | 'rcpt-to'
  | 'message'
  | 'quit'
  | 'tls-versions';

/** One line of the dialogue, secrets already replaced. `sent` and `received` are the wire, `info` and `error` our own words. */
export interface TranscriptLine {
  readonly direction: 'sent' | 'received' | 'info' | 'error';
  /** Under TLS. */
  readonly encrypted: boolean;
  /** Not what the dialogue called for: a 4xx or 5xx where 2xx was due. */
  readonly unexpected: boolean;
  readonly text: string;
}

/** A complete, possibly multi-line reply (RFC 5321 §4.2). */
export interface SmtpReply {
  readonly code: number;
  /** Enhanced status code (RFC 3463), for example `5.7.8`. */
  readonly enhanced?: string;
  /** The text of each line, code and separator removed, enhanced code kept as sent. */
  readonly lines: readonly string[];
}

export interface Capabilities {
  /** Keyword in upper case → its arguments as sent. */
  readonly extensions: Readonly<Record<string, readonly string[]>>;
  /** SASL mechanisms, upper case, the old `AUTH=` form included. */
  readonly mechanisms: readonly string[];
  readonly startTls: boolean;
  /** SIZE limit in bytes, absent when not announced. */
  readonly size?: number;
}

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  /** ISO 8601, UTC. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Whole days until `validTo`, negative when past. */
  readonly daysLeft: number;
  readonly fingerprint256: string;
  /** The name of the public key's algorithm: `RSA`, `EC`, `Ed25519` …; absent when it is not a known one. */
  readonly keyType?: string;
  /** Size of the key in bits, for RSA and for curves. */
  readonly keyBits?: number;
  /** How it is signed, for example `RSA with SHA-256`; the bare OID when that is not a known one. */
  readonly signature?: string;
  /** Where the authority offers its own certificate (RFC 5280 §4.2.2.1, caIssuers). */
  readonly issuerUrls?: readonly string[];
  /** A leaf without a subject alternative name: Node reads the common name instead, most other software does not. */
  readonly commonNameOnly?: true;
}

/** The TLS versions that are asked for, oldest first. */
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** What a server made of one TLS version and no other. */
export interface TlsVersionAnswer {
  readonly version: TlsVersion;
  /** Undefined when no answer came that tells. */
  readonly offered?: boolean;
  /** The cipher that was agreed on. */
  readonly cipher?: string;
  /** Normalised code of the refusal, or why nothing can be said. */
  readonly detail?: string;
}

export interface TlsFacts {
  /** For example `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  /** Leaf first, as sent; a root from the trust store may close it. */
  readonly chain: readonly CertificateFacts[];
  readonly trusted: boolean;
  /** What each set of trust anchors says, where they were compared. */
  readonly trust?: readonly TrustVerdict[];
  /** Who has signed the end of a chain that leads to no anchor, when that certificate was not sent. */
  readonly missingIssuer?: MissingIssuer;
  /** Why not: a Node code such as `CERT_HAS_EXPIRED`, normalised by smtp/errors.ts. */
  readonly problem?: string;
  readonly nameMatches: boolean;
}

export interface AddressAttempt {
  readonly address: string;
  readonly family: 4 | 6;
  readonly ms: number;
  readonly ok: boolean;
  /** Normalised error code when it failed. */
  readonly code?: string;
}

/** What a stage learnt; only the fields of that stage are present. */
export interface StageFacts {
  readonly addresses?: readonly string[];
  /** The mail exchanger that is dialled instead of the host, when one was looked up. */
  readonly exchange?: string;
  readonly attempts?: readonly AddressAttempt[];
  /** How the operating system's lookup and DNS differ about the name, in words. */
  readonly lookupsDiffer?: string;
  readonly reply?: SmtpReply;
  readonly capabilities?: Capabilities;
  readonly tls?: TlsFacts;
  readonly mechanism?: string;
  /** Bytes that came after the reply to STARTTLS and before TLS; dropped (RFC 3207 §6). */
  readonly droppedBytes?: number;
  /** What other ports of the host said, where they were asked. */
  readonly ports?: readonly PortAnswer[];
  /** Which TLS versions the server accepts, where that was asked. */
  readonly tlsVersions?: readonly TlsVersionAnswer[];
}

/** A failure in a closed vocabulary: what people and rules see instead of a raw socket error. */
export interface ProbeFailure {
  readonly code: ProbeCode;
  /** Normalised low-level code or SMTP reply, as evidence. */
  readonly detail: string;
  readonly reply?: SmtpReply;
}

/** What a run tells while it goes on, in order; the verdict is always the last. */
export type StageEvent =
  | { readonly type: 'stage'; readonly stage: StageName; readonly state: 'started' }
  | { readonly type: 'stage'; readonly stage: StageName; readonly state: 'passed'; readonly ms: number; readonly facts: StageFacts }
  | { readonly type: 'stage'; readonly stage: StageName; readonly state: 'absent'; readonly ms: number; readonly facts: StageFacts; readonly reason: string }
  | {
      readonly type: 'stage';
      readonly stage: StageName;
      readonly state: 'failed';
      readonly ms: number;
      readonly facts: StageFacts;
      readonly failure: ProbeFailure;
    }
  | { readonly type: 'stage'; readonly stage: StageName; readonly state: 'skipped'; readonly reason: string }
  | { readonly type: 'line'; readonly stage: StageName; readonly line: TranscriptLine }
  | {
      readonly type: 'verdict';
      readonly ok: boolean;
      readonly summary: string;
      readonly cause?: Cause;
      readonly notTested: readonly { readonly stage: StageName; readonly reason: string }[];
    };

/** Who must act. */
export type Owner = 'you' | 'network' | 'server' | 'dns' | 'provider';

/** The one root cause of a run. */
export interface Cause {
  readonly code: ProbeCode;
  readonly stage: StageName;
  /** One line for people: what is wrong, with the host, port or reply that shows it. */
  readonly summary: string;
  readonly owner: Owner;
  /** `certain` when the wire proves it, `likely` when another cause would look the same from here. */
  readonly confidence: 'certain' | 'likely';
  /** Facts seen on the wire, strongest first. */
  readonly evidence: readonly string[];
  /** What else it could have been, and what showed that it is not. */
  readonly ruledOut: readonly string[];
  /** The first of `nextSteps`. */
  readonly nextStep: string;
  /** What to do, in order. Never empty. */
  readonly nextSteps: readonly string[];
  /** The rule that sees the same mistake in the config. */
  readonly rule?: string;
  /** The part of the relay setting that has to change; absent when no setting is at fault. */
  readonly part?: SettingPart;
  /** What would work instead, seen on the wire in this very run. */
  readonly proven?: ProvenSettings;
  /** Id of the provider whose own words or rules led to the cause. */
  readonly provider?: string;
}

/** A part of a relay setting, as `RelaySetting` and the rules know them. */
export type SettingPart = 'host' | 'port' | 'security' | 'verify' | 'ca' | 'user' | 'password' | 'mechanism' | 'from' | 'helo';

/** Settings that the wire has answered well to. Only what differs from the plan is present, and with another port its mode. */
export interface ProvenSettings {
  readonly host?: string;
  readonly port?: number;
  readonly mode?: RelayPlan['mode'];
  readonly user?: string;
  readonly heloName?: string;
  /** SASL mechanisms offered there, upper case. */
  readonly mechanisms?: readonly string[];
  /** How far it was seen to work, in one line: `465 with implicit TLS answered, certificate valid, AUTH PLAIN LOGIN offered`. */
  readonly evidence: string;
}

/** What a standard port of the same host said when it was asked beside the one that failed. */
export interface PortAnswer {
  readonly port: number;
  /** `smtp` greeted in clear text, `tls` speaks TLS from the first byte and greeted there. */
  readonly kind: 'smtp' | 'tls' | 'refused' | 'timeout' | 'other';
  /** Of the port: STARTTLS on offer, after TLS the mechanisms, whether certificate and name hold. */
  readonly startTls?: boolean;
  readonly mechanisms?: readonly string[];
  readonly certificateValid?: boolean;
  /** The greeting or the low-level code, as evidence. */
  readonly detail: string;
}

/** One set of trust anchors' word on a certificate chain. */
export interface TrustVerdict {
  /** Node's own roots, which an app on Node uses; those of the operating system; the CA file that the configuration names. */
  readonly store: 'node' | 'system' | 'file';
  /** Undefined when that set can't be read here. */
  readonly trusted?: boolean;
  /** Normalised code of the reason, or why it can't be read. */
  readonly problem?: string;
}

/** The issuer that a chain lacks. */
export interface MissingIssuer {
  /** Its distinguished name, `CN=…, O=…`. */
  readonly name: string;
  /** Its organization has a root among Node's own, so it is no private authority. */
  readonly isPublic: boolean;
}
