import type { KnownFacts, PostfixFolder } from '../discover/postfixFolder.ts';
import type { PostfixMain } from '../discover/postfixMain.ts';
import type { Project } from '../discover/project.ts';
import type { RelaySetting } from '../discover/types.ts';
import type { ConfigFile, FileKind } from '../parse/types.ts';
import type { Span, TextEdit } from '../text/span.ts';

/** error: it will not work, or leaks credentials. warning: likely broken or unsafe. information: better known. hint: taste. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** `safe` can't change which server or credentials are used nor lower protection; only safe fixes join "fix all". */
export type FixSafety = 'safe' | 'unsafe';

export interface Fix {
  /** What the action does, in the file's own words: `Set relayhost to port 587`. */
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly TextEdit[];
  /** What has to change along in other files, each named as the folder's view names it. */
  readonly elsewhere?: readonly { readonly path: string; readonly edits: readonly TextEdit[] }[];
  /** The one to offer first when a finding has several. */
  readonly isPreferred?: boolean;
}

export interface RelatedPlace {
  /** The file it is in, as the folder's view names it; the finding's own file when absent. */
  readonly path?: string;
  readonly span: Span;
  readonly message: string;
}

/** A judgement about a place in a file. Offsets only; hosts convert them. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One line: what is wrong, quoting the offending token, and what to do when no fix says it. */
  readonly message: string;
  /** The file that has to change, as the view around the judged file names it; the judged file itself when absent. */
  readonly path?: string;
  readonly span: Span;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  /** `unnecessary` fades the text, `deprecated` strikes it through. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** What a rule may look at: one file, understood. */
export interface RuleContext {
  readonly file: ConfigFile;
  readonly settings: readonly RelaySetting[];
  /** The parameters of a main.cf with their effective values; absent for other kinds. */
  readonly postfix?: PostfixMain;
  /** The configuration directory around a Postfix file; absent for other kinds. */
  readonly folder?: PostfixFolder;
  /** What lies around an application's file; absent for a text without a place. */
  readonly project?: Project;
  /** Ids that a suppression comment may name; without them the comments' ids are not judged. */
  readonly ruleIds?: ReadonlySet<string>;
}

export interface RuleMeta {
  /** `area/kebab-name`; the last part in camelCase is the file's and the export's name. Never reused. */
  readonly id: string;
  readonly severity: Severity;
  /** The release that brought it. */
  readonly since: string;
  readonly kinds: readonly FileKind[];
  /** Parameters, keys or model fields it looks at, so that a hover can list the rules about a key. */
  readonly listens: readonly string[];
  /** Short name of the mistake, a noun phrase without a full stop. */
  readonly title: string;
  /** Why it matters: what happens on the wire or in the app. One to three sentences. */
  readonly why: string;
  /** A whole file that yields exactly one finding of this rule, and its kind. */
  readonly bad: RuleExample;
  /** A near-miss that must stay silent. */
  readonly ok: RuleExample;
  readonly references: readonly { readonly title: string; readonly url: string }[];
  /** The strongest safety among its fixes, or `none`. */
  readonly fix: FixSafety | 'none';
}

export interface RuleExample {
  readonly kind: FileKind;
  /** The file name the example is read under. */
  readonly path: string;
  readonly text: string;
  /** Texts of other files of the folder, by name. */
  readonly around?: Readonly<Record<string, string>>;
  /** What is known of other files, by the paths that settings use. */
  readonly facts?: KnownFacts;
  /** The Postfix release the example is for; the newest when absent. */
  readonly version?: string;
  /** Whether git has the file, where that is known. */
  readonly tracked?: boolean;
}

/** How one fact is said. `severity` may lower the rule's own, never raise it. */
export interface Wording {
  readonly at: Span;
  readonly message: string;
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** A rule finds facts (`run`), words them (`word`) and offers edits (`fixes`): three functions over one small state. */
export interface Rule<State = unknown> {
  readonly meta: RuleMeta;
  run(context: RuleContext): Iterable<State>;
  word(state: State, context: RuleContext): Wording;
  fixes?(state: State, context: RuleContext): readonly Fix[];
}
