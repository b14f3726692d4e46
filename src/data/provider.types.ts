/**
 * How a provider's port behaves.
 * - `implicit-tls`: TLS from the first byte
 * - `starttls-required`: clear text at first, refuses sign-in or mail until STARTTLS
 * - `starttls-offered`: clear text works as well, so a missing TLS switch leaks silently
 * - `plaintext`: no TLS at all
 */
export type PortMode = 'implicit-tls' | 'starttls-required' | 'starttls-offered' | 'plaintext';

/** What a service is for. `dev-sink` swallows test mail, `mailbox-mx` takes mail for its own recipients only. */
export type ProviderKind =
  | 'mailbox'
  | 'mailbox-relay'
  | 'mailbox-mx'
  | 'esp'
  | 'cloud-relay'
  | 'hosting'
  | 'dev-sink'
  | 'local-bridge'
  | 'self-hosted'
  | 'other';

export interface ProviderHost {
  /** A lower-case host name, or with `regex` the source of a pattern for one. */
  readonly pattern: string;
  readonly regex?: true;
  /** Absent: current. `not-smtp` is a name that people paste though no SMTP answers there, `restricted` works from inside the provider only. */
  readonly status?: 'alias' | 'obsolete' | 'not-smtp' | 'restricted' | 'unverified';
}

export interface ProviderPort {
  readonly port: number;
  readonly mode: PortMode;
}

/** What the provider takes as user name. */
export interface ProviderUser {
  readonly type: 'email' | 'localpart' | 'email-or-localpart' | 'literal' | 'regex' | 'any' | 'optional-email' | 'none';
  /** The fixed word, for `literal` and where a pattern has one usual form. */
  readonly literal?: string;
  /** Source of a pattern that every user name matches. */
  readonly pattern?: string;
  /** What the name is, a noun phrase. */
  readonly hint?: string;
}

/** What a secret looks like. With `accepts: false`: a secret of another kind that is often pasted here. */
export interface PasswordShape {
  readonly pattern: string;
  readonly accepts: boolean;
  /** What such a secret is, a noun phrase. */
  readonly means?: string;
  /** Unverified shapes may only make hints. */
  readonly verified: boolean;
}

/** A reply that this provider sends, and what it really means there. */
export interface ProviderReply {
  /** Source of a pattern for the reply text, code included. */
  readonly match: string;
  /** Closed vocabulary `area.kind`, for example `auth.app-password`. */
  readonly category: string;
  readonly cause?: string;
  /** What to do at this provider, in order; those of the category when absent. */
  readonly steps?: readonly string[];
  readonly verified: boolean;
}

/** One mail service: where it listens, how one signs in, what it answers. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly kind: ProviderKind;
  readonly aliases?: readonly string[];
  readonly hosts: readonly ProviderHost[];
  /** Known ports; others are unknown, not closed. See `notListening`. */
  readonly ports: readonly ProviderPort[];
  /** The port to recommend, one of `ports`. Absent for a service without SMTP. */
  readonly preferred?: number;
  /** Ports that people try and where nothing answers. */
  readonly notListening?: readonly number[];
  readonly minTls?: string;
  readonly username: ProviderUser;
  readonly mechanisms?: readonly string[];
  readonly passwordShapes?: readonly PasswordShape[];
  /** Numbers that change without notice; by plan where a record. Hints only. */
  readonly limits?: Readonly<Record<string, number | Readonly<Record<string, number>>>>;
  readonly spfIncludes?: readonly string[];
  readonly dkimSelectors?: readonly string[];
  /** It only judges sender and account once the message is in, so that an accepted recipient proves little. */
  readonly judgesAfterMessage?: true;
  readonly replies?: readonly ProviderReply[];
  /** The fact groups (`ports`, `username`, `limits`, `replies` …) that the provider's own pages or two sources confirm. */
  readonly verified: readonly string[];
  readonly docs: readonly string[];
  /** Keys of PROVIDER_SOURCES. */
  readonly sources: readonly string[];
}

/** A name that nodemailer accepts as `service` instead of host, port and `secure`. */
export interface WellKnownService {
  /** Lower case. */
  readonly names: readonly string[];
  readonly host: string;
  readonly port?: number;
  readonly secure: boolean;
}
