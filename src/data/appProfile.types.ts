import type { PackageName } from './packageFiles.ts';

/**
 * What an app's keys mean. A profile is data: adding an app is one row and one fixture, no code.
 *
 * A key without a dot is an environment variable or the key of a flat map, and matches exactly. A key with
 * dots is a path in YAML or JSON (or a dotted key): it matches the end of a path, case, `-` and `_` don't count,
 * `*` stands for one segment of any name, and `?` for one that does not set two relays apart.
 */
export interface AppProfile {
  /** Kebab-case, never reused. */
  readonly id: string;
  /** The app's name for people. */
  readonly title: string;
  /** How sure the facts are: read in the app's source or documentation, or only seen in use. */
  readonly confidence: 'exact' | 'dialect';
  /** What tells the app from others with the same keys. Absent where a key that leads to the server is unique. */
  readonly detect?: Detect;
  /** The grammars it is looked for in; any where absent. */
  readonly kinds?: readonly string[];
  /** The keys of its paths count letter by letter: another spelling is another key. */
  readonly isCaseSensitive?: true;
  /** Its keys without dots count in any case. */
  readonly ignoresCase?: true;
  /**
   * Places that only change some keys of another one: documents after the first (Spring's profiles), or maps called
   * `%prod` and the like (Quarkus). What they leave out they take over.
   */
  readonly overlays?: 'documents' | 'percent';
  /** What a scheme before the host's name means, as in `ssl://smtp.example.com`; it wins over the TLS keys. */
  readonly hostSchemes?: Readonly<Record<string, TlsMode>>;
  /** Keys by what they mean; the first one with a value counts. */
  readonly keys: Readonly<Partial<Record<KeyRole, readonly string[]>>>;
  readonly tls: TlsRules;
  /** What a URL's scheme means; without it the common reading applies (see COMMON_SCHEMES). */
  readonly schemes?: Readonly<Record<string, SchemeRule>>;
  /** Query parameters of its URL → value (lower case) → mode. They win over the scheme. */
  readonly query?: Readonly<Record<string, Readonly<Record<string, TlsMode>>>>;
  /** The port that is dialled when none is set, for every mode or by mode. */
  readonly defaultPort?: number | Readonly<Partial<Record<TlsMode, number>>>;
  /** The server that is dialled when none is set. */
  readonly defaultHost?: string;
  /** The port belongs into the host's value, as `host:port`. */
  readonly portInHost?: true;
  /** A port in the host's value wins over the key for it. */
  readonly isPortInHostFirst?: true;
  /** Its keys stand for calls in a program: a new one can't be put beside them. */
  readonly takesNoKeys?: true;
  /** A container that reads a main.cf of its own as well, which has the last word. */
  readonly takesMainCf?: true;
  /** Which value of which key switches mail by SMTP off. */
  readonly enabled?: ValueSwitch;
  /** Which value of which key switches signing in off. */
  readonly auth?: ValueSwitch;
  /** Which value of which key switches certificate checking off. */
  readonly verify?: ValueSwitch;
  /** The modes that the app can't do at all, whatever is set. */
  readonly unsupported?: readonly TlsMode[];
  /** How long it waits for a server that doesn't answer: keys that say it, and `none` where it waits for ever without them. */
  readonly timeout?: { readonly keys: readonly string[]; readonly default: 'none' };
  /** Keys that people set and this app does not read, with the one it reads instead where there is one. */
  readonly unusedKeys?: Readonly<Record<string, string | undefined>>;
  /** What is different in some versions; the rest of the profile holds in all of them. */
  readonly versions?: readonly ProfileVersion[];
  /** Where the facts come from. */
  readonly sources: readonly string[];
}

/** The changed parts of a profile, where the workspace shows a version of the library that brought the change. */
export interface ProfileVersion {
  readonly library: PackageName;
  /** The first version, such as `11.36`; from the beginning when absent. */
  readonly from?: string;
  /** The first version that is different again. */
  readonly before?: string;
  readonly changes: Partial<Omit<AppProfile, 'id' | 'confidence' | 'detect' | 'keys' | 'versions' | 'sources'>>;
}

export type KeyRole = 'host' | 'port' | 'url' | 'user' | 'password' | 'passwordFile' | 'passwordCommand' | 'from' | 'helo' | 'service';

/**
 * All of `all`, none of `none`, and one of what `any`, `image` and `file` name. A key counts when it is there,
 * `KEY=value` when it has this value (lower case). Only what other apps do not have may stand in `any`: a wrong
 * guess gives a file the TLS defaults of another app.
 */
export interface Detect {
  readonly any?: readonly string[];
  readonly all?: readonly string[];
  readonly none?: readonly string[];
  /** Source of a pattern for the container image beside the variables. */
  readonly image?: string;
  /** Source of a pattern for the file's path. */
  readonly file?: string;
}

export type TlsMode = 'implicit-tls' | 'starttls-required' | 'starttls-opportunistic' | 'none';

/**
 * What a value means: in the words of the file, and where the app does something else, what it really
 * does. `by-port` leaves it to the port, as `silent` describes.
 */
export type TlsOutcome =
  | TlsMode
  | {
      readonly mode: TlsMode | 'unspecified';
      readonly effective: TlsMode | 'by-port';
      /** Ports on which the app speaks TLS at once all the same. */
      readonly implicitPorts?: readonly number[];
      readonly says?: string;
    };

/** A switch, or a choice of words (lower case unless `isCaseSensitive`). */
export type TlsRule =
  | {
      readonly keys: readonly string[];
      readonly on?: TlsOutcome;
      readonly off?: TlsOutcome;
      /** A flag: being there switches it on, whatever stands behind it. */
      readonly isFlag?: true;
      /** It only counts with another switch in this position; `default` is that one's own where it is not set. */
      readonly also?: { readonly keys: readonly string[]; readonly is: boolean; readonly default: boolean; readonly isFlag?: true };
    }
  | {
      readonly keys: readonly string[];
      readonly values: Readonly<Record<string, TlsOutcome>>;
      readonly isCaseSensitive?: true;
      /** Words (lower case) that the app knows and that say nothing about TLS. */
      readonly neutral?: readonly string[];
      /** Other values have a meaning of their own, which has nothing to do with TLS. */
      readonly isOpen?: true;
      /** What the app makes of any other word. */
      readonly other?: TlsOutcome;
      /** What the app does at any other word, where it sends no mail then. */
      readonly refuses?: string;
    };

/**
 * How the TLS keys decide. Words and switches that are on count first, in order; then switches that are off,
 * in order; then `silent`.
 */
export interface TlsRules {
  readonly rules: readonly TlsRule[];
  /** What the app does when no key decides: TLS at once on `implicitPorts`, else `mode`. */
  readonly silent: { readonly mode: TlsMode; readonly implicitPorts?: readonly number[] };
  /** Two switches that must not both be on, and what the app does then. */
  readonly conflicts?: readonly TlsConflict[];
}

export interface TlsConflict {
  readonly keys: readonly [readonly string[], readonly string[]];
  readonly says: string;
  /** The second one is on unless it is switched off. */
  readonly isSecondDefault?: true;
  /** Only some versions of the app mind. */
  readonly isVersionBound?: true;
}

export interface SchemeRule {
  readonly mode: TlsMode | 'unspecified';
  /** What the app does, where the file does not say or the app reads the scheme in its own way; `by-keys` leaves it to the TLS keys. */
  readonly effective?: TlsMode | 'by-port' | 'by-keys';
  readonly port?: number;
  /** What is different for the host `localhost` without a port. */
  readonly local?: { readonly effective: TlsMode; readonly port: number };
}

export interface ValueSwitch {
  readonly keys: readonly string[];
  /** Values (lower case) that switch it off. */
  readonly off?: readonly string[];
  /** Values that leave it on; any other one but the empty one switches it off. */
  readonly on?: readonly string[];
  /** Where none of the keys stands, it is off. */
  readonly byDefault?: OffByDefault;
}

/** A switch that has to be set before anything happens. */
export interface OffByDefault {
  /** The value that switches it on. */
  readonly on: string;
  /** JSON has a word of its own for it, without quotes. */
  readonly isBoolean?: true;
  /** What the app does without it, said after its name: `sends no mail`. */
  readonly otherwise: string;
  /** Source of a pattern for the files that are the app's whole configuration. Without it a container's environment is; a `.env` file may be a part. */
  readonly whole?: string;
  /** Names of other files that may set it: where one of them is spoken of or lies nearby, nothing is known. */
  readonly elsewhere?: readonly string[];
}
