import type { FolderView, PostfixFolder } from '../discover/postfixFolder.ts';
import type { VersionEvidence } from '../discover/postfixVersion.ts';
import type { Project } from '../discover/project.ts';
import type { RelaySetting } from '../discover/types.ts';
import type { GrammarFiles } from '../parse/format.ts';
import type { ConfigFile, FileKind } from '../parse/types.ts';
import type { Finding } from '../rules/types.ts';
import type { Span, TextEdit } from '../text/span.ts';
import type { CompletionItem } from './postfix/completionItem.ts';
import type { PostfixEditor } from './postfix/editor.ts';

/** A text to look at and the name it goes by. */
export interface SourceText {
  /** Path or file name; decides the kind unless `kind` is given. */
  readonly path: string;
  readonly text: string;
  readonly kind?: FileKind;
  /** The files around it, for Postfix. */
  readonly around?: FolderView;
  /** What lies around it, for applications. */
  readonly project?: Project;
  /** The Postfix release to judge by, such as `3.7`; else it follows from `evidence` and main.cf. */
  readonly postfixVersion?: string;
  /** What is known about the Postfix that reads the file. */
  readonly evidence?: Omit<VersionEvidence, 'setting' | 'compatibilityLevel'>;
}

/** All that we know about one text. Frozen: a changed text gets a new analysis. */
export interface Analysis {
  readonly file: ConfigFile;
  /** What the file says by itself. */
  readonly settings: readonly RelaySetting[];
  /** Relays that other files have a part in, as a whole: their file is put together (`ConfigFile.parts`), see discover/joinRelays.ts. */
  readonly joined?: readonly RelaySetting[];
  /** Sorted by place, then rule id; exact duplicates removed; suppressed ones left out. */
  readonly findings: readonly Finding[];
  /** The configuration directory around a Postfix file; absent for other kinds. */
  readonly folder?: PostfixFolder;
  /** What lies around an application's file. */
  readonly project?: Project;
}

export interface Hover {
  readonly span: Span;
  /** CommonMark. Never holds a secret. */
  readonly markdown: string;
}

export interface Lens {
  readonly span: Span;
  readonly setting: RelaySetting;
}

/** What the core needs from outside. */
export interface ServicePorts {
  readonly logger: { error(message: string): void };
  /** The files of the grammars of programming languages; without them such files are not read. */
  readonly grammars?: GrammarFiles;
}

/** The language service: text in, answers out. No editor, no I/O, no clock. */
export interface MailConfigService {
  /** The grammar to read a file with, or undefined when it is none of ours. `text` settles names such as `config.yml`. */
  kindOf(path: string, text?: string): FileKind | undefined;
  /** Whether a Compose file around a file names it as one with variables: it is read as a `.env` file then, whatever it is called. */
  isEnvFile(name: string, view: FolderView): boolean;
  /** What lies around an application's file, by a view as `createProject` takes it; the same for the same view. */
  projectIn(view: FolderView): Project;
  /** Makes the grammars of a text and of the files inside it ready, which `analyze` needs for kinds that come with a module of their own. One that can't be had is logged once. */
  prepare(source: { readonly kind: FileKind; readonly text: string }): Promise<void>;
  /** Reads, understands and judges one text; undefined when its kind is not ours. */
  analyze(source: SourceText): Analysis | undefined;
  /** The relay setting that owns the offset, or the nearest one above it in the same block. */
  settingAt(analysis: Analysis, offset: number): RelaySetting | undefined;
  /** Loads what it needs to explain words with the first file that needs them. */
  hover(analysis: Analysis, offset: number): Promise<Hover | undefined>;
  /** What may be typed at an offset of an application's file: keys of the apps in it and their values. Loaded when first asked for. */
  complete(analysis: Analysis, offset: number): Promise<readonly CompletionItem[]>;
  /** The answers for main.cf and master.cf, loaded when they are first asked for. */
  postfixEditor(): Promise<PostfixEditor>;
  lenses(analysis: Analysis): readonly Lens[];
  /**
   * The edits of every safe fix, repeated until nothing safe is left; against the original text.
   * `isWanted` leaves out the rules that the user has switched off.
   */
  fixAll(analysis: Analysis, isWanted?: (ruleId: string) => boolean): readonly TextEdit[];
}
