import type { ConfigFile, Entry } from '../parse/types.ts';
import type { Span } from '../text/span.ts';

/**
 * How a connection is protected.
 * - `implicit-tls`: TLS from the first byte (SMTPS, "submissions"; RFC 8314 §3.3)
 * - `starttls-required`: upgrade by STARTTLS (RFC 3207), or no mail
 * - `starttls-opportunistic`: upgrade if offered, else go on in clear text
 * - `none`: never TLS
 * - `unspecified`: the file does not say
 */
export type SecurityMode = 'implicit-tls' | 'starttls-required' | 'starttls-opportunistic' | 'none' | 'unspecified';

/** A value that remembers where it came from, so that hover, finding and fix agree. */
export interface Located<T> {
  readonly value: T;
  /** The entry that said it. */
  readonly entry: Entry;
  /** The part of the entry's value that said it (a host inside a URL, a port inside `relayhost`). */
  readonly span: Span;
  /** Holds a variable or template that we can't resolve, so `value` is text as written and no verdict is possible. */
  readonly templated: boolean;
}

/** What we know of a password. The password itself is not part of the model; see smtp/credentials/secret.ts. */
export interface PasswordInfo {
  /** Where the secret comes from. `map` is a Postfix lookup table, `file` a path the config names, `variable` an unresolved reference. */
  readonly source: 'literal' | 'placeholder' | 'variable' | 'file' | 'command' | 'map' | 'masked';
  readonly entry: Entry;
  readonly span: Span;
  /** How the span's text stands for the secret where it is not plain: inside a URL, or in the `data` of a Kubernetes Secret. */
  readonly encoding?: 'percent' | 'base64';
}

export interface RelaySecurity {
  /** What the file says, an app's built-in default not assumed. */
  readonly mode: SecurityMode;
  /** What the app will do: `mode`, or its default and port rules where the file is silent. */
  readonly effective: SecurityMode;
  /** The settings that decided it; empty when nothing in the file did. */
  readonly by: readonly Located<string>[];
  /** One sentence for people: why it is this mode. */
  readonly because: string;
  /** Two switches that contradict each other, in the app's own words. */
  readonly conflict?: string;
  /** Certificate checking, where the file decides it. */
  readonly verify?: Located<boolean>;
}

/** How sure we are that these keys mean what we think. Rules of severity error need `exact` or `dialect`. */
export type Confidence = 'exact' | 'dialect' | 'heuristic';

/** One outgoing SMTP server as one file describes it. The same shape for every app and format. */
export interface RelaySetting {
  /** Stable within the file while the user types: profile, scope and the host's key. */
  readonly id: string;
  readonly file: ConfigFile;
  /** Id of the app profile that recognised it, for example `postfix`, `laravel`, `generic-env`. */
  readonly profile: string;
  /** The profile's name for people, for example `Laravel`. */
  readonly profileTitle: string;
  readonly confidence: Confidence;
  /** What sets it apart from another relay in the same file: a key prefix, a service, a receiver. '' when alone. */
  readonly scope: string;
  /** Bare host name or address: no brackets, scheme, port or credentials. Absent when the key is empty or missing. */
  readonly host?: Located<string>;
  /** The default inside a variable used as host: `smtp.example.com` of `${SMTP_HOST:-smtp.example.com}`. */
  readonly hostDefault?: string;
  readonly port?: Located<number>;
  /** What gives the port by a variable that nothing here sets; there is no `port` then. */
  readonly openPort?: Entry;
  /** The port the app will dial: `port`, or the app's default for this mode. */
  readonly effectivePort?: number;
  readonly security: RelaySecurity;
  readonly user?: Located<string>;
  readonly password?: PasswordInfo;
  readonly from?: Located<string>;
  readonly helo?: Located<string>;
  /** Whether authentication will be tried at all, where the app has a switch for it. */
  readonly authEnabled?: Located<boolean>;
  /** `false` when the file switches this relay off (`enabled = false`, `MAIL_MAILER=log`); it is still listed. */
  readonly enabled: boolean;
  /** The entry that switches it off or selects another transport. */
  readonly enabledBy?: Entry;
  /** A DSN or URL that holds host, port, mode and credentials in one value. */
  readonly url?: { readonly entry: Entry; readonly scheme: string; readonly schemeSpan: Span };
  /** A development mail catcher or this machine: TLS and sign-in findings make no sense for it. */
  readonly isLocal: boolean;
  /** Id of the known provider, see data/providers.ts. */
  readonly provider?: string;
  /** Postfix: written as `[host]`, so no MX lookup happens. */
  readonly isBracketed?: boolean;
  /** Postfix: the next hop with brackets and port, as smtp(8) looks it up in tables. */
  readonly nextHop?: string;
  /** Postfix: the sender whose mail takes this way, an address or `@domain`, where a table says so. */
  readonly sender?: string;
  /**
   * Postfix: the main.cf beside the table that the setting stands in. What decides its protection, sign-in switch and name in
   * EHLO stands there, and is no part of `entries`.
   */
  readonly main?: ConfigFile;
  /** Where the setting begins, for a lens, a list row, a test: the host's entry, or the first that exists. */
  readonly anchor: Entry;
  /** Every entry that belongs to it. */
  readonly entries: readonly Entry[];
}
