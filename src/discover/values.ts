import { isCodeKind } from '../parse/codeKind.ts';
import { spanInValue } from '../parse/edit.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { resolveVariables, variableReferences } from '../parse/variables.ts';
import { placeId } from './blocks.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Located, PasswordInfo } from './types.ts';

/** Words that stand for "nothing" in values that are text everywhere: Laravel's `null` and `(null)`, YAML's `~`. */
const NOTHING: ReadonlySet<string> = new Set(['', 'null', '(null)', 'empty', '(empty)', '~']);
/** Template languages and the marks that deployment scripts replace: `{{ x }}`, `<% x %>`, `__X__`, `#{x}#`, `@@x@@`. */
const TEMPLATE = /^\{[A-Z][A-Z0-9_]*\}$|\{\{|\{%|<%|^__[A-Za-z0-9_]+__$|#\{[^}]*\}|@@?[A-Z][A-Z0-9_]*@@?|%[A-Z][A-Z0-9_]*%/;

/** The default of a whole-value template: Helm's `{{ .Values.port | default 587 }}`, Jinja's `{{ port | default(587) }}`. */
function templateDefault(text: string): string | undefined {
  return /^\{\{[^{}]*\|\s*default[\s(]+["']?([^"'(){}|]+?)["']?\s*\)?\s*(?:\|\s*quote\s*)?-?\}\}$/.exec(text.trim())?.[1];
}

/** What a value says once variables that the same file sets are put in. */
export interface ReadValue {
  /** Resolved where everything is known or has a default, else as written. */
  readonly text: string;
  /** A variable or template without a value is left. */
  readonly isTemplated: boolean;
  /** A variable's own default was taken; another value may win at run time. */
  readonly isDefault: boolean;
}

/** Reads values of one file; variables are looked up in the file's own assignments (`.env` only), and in those around it. */
export class ValueReader {
  readonly #assignments = new Map<string, Entry>();
  /** Places of Kubernetes' `valueFrom`, and of Secrets whose `data` is base64. */
  readonly #fromElsewhere = new Set<string>();
  readonly #encoded = new Set<string>();
  readonly #file: ConfigFile;
  /** The text of a program, in which nothing expands in literals. */
  readonly #program: string | undefined;

  constructor(file: ConfigFile) {
    this.#file = file;
    this.#program = isCodeKind(file.kind) ? file.text : undefined;
    for (const entry of file.entries) {
      if (file.kind === 'dotenv' && entry.form === 'pair') this.#assignments.set(entry.key, entry);
      const from = entry.path.indexOf('valueFrom');
      if (from > 0) this.#fromElsewhere.add(placeId(entry, entry.path.slice(0, from)));
      if (entry.key === 'kind' && entry.value === 'Secret') this.#encoded.add(placeId(entry, [...entry.path.slice(0, -1), 'data']));
    }
  }

  /** Says whether a variable's value comes from a Secret or ConfigMap (`valueFrom`). */
  isFromElsewhere(entry: Entry): boolean {
    return entry.form === 'name-value' && entry.value === '' && this.#fromElsewhere.has(placeId(entry, entry.path.slice(0, -1)));
  }

  /** Says whether a value stands in the `data` of a Kubernetes Secret. */
  isEncoded(entry: Entry): boolean {
    return this.#encoded.has(placeId(entry, entry.path.slice(0, -1)));
  }

  read(entry: Entry): ReadValue {
    if (this.isEncoded(entry)) return { text: decodeBase64(entry.value), isTemplated: false, isDefault: false };
    const written = entry.value;
    const origin = this.#file.around?.origins.get(entry);
    if (origin && TEMPLATE.test(written)) return { text: origin.entry.value, isTemplated: TEMPLATE.test(origin.entry.value), isDefault: false };
    if (TEMPLATE.test(written)) {
      const fallback = templateDefault(written);
      return fallback === undefined ? { text: written, isTemplated: true, isDefault: false } : { text: fallback, isTemplated: false, isDefault: true };
    }
    // Nothing expands inside single quotes of a .env file; YAML's and JSON's quotes are of another layer.
    const isLiteral = (entry.quote === "'" && this.#assignments.get(entry.key) === entry) || this.#isProgramLiteral(entry) || this.#isLiteralPart(entry);
    if (isLiteral || !written.includes('$')) return { text: written, isTemplated: false, isDefault: false };
    const resolved = resolveVariables(written, (name) => this.#lookup(name, entry));
    return { text: resolved.isOpen ? written : resolved.text, isTemplated: resolved.isOpen, isDefault: resolved.usesDefault };
  }

  /** The entry that a value consisting of one variable stands for, if this file sets it. */
  source(entry: Entry): Entry | undefined {
    const [reference, ...others] = variableReferences(entry.value);
    if (!reference || others.length > 0 || reference.start !== 0 || reference.end !== entry.value.length) return undefined;
    const source = this.#assignments.get(reference.name);
    return source === entry ? undefined : source;
  }

  #isProgramLiteral({ quote, value, valueSpan }: Entry): boolean {
    return (quote === '"' || quote === "'") && this.#program !== undefined && this.#program.slice(valueSpan.start, valueSpan.end) === value;
  }

  /** A line of a `.env` file that a container's environment is put together from. */
  #isLiteralPart(entry: Entry): boolean {
    const part = this.#file.parts?.get(entry);
    return part !== undefined && (part.isRaw === true || (part.file.kind === 'dotenv' && part.entry.quote === "'"));
  }

  #lookup(name: string, from: Entry): string | undefined {
    const source = this.#assignments.get(name);
    if (source) return source === from ? undefined : source.value;
    return this.#file.around?.variable(name)?.entry.value;
  }
}

/** Says whether an entry gives no value: nothing after the sign, or a word for nothing. */
export function isUnset(entry: Entry): boolean {
  return entry.scalar === 'null' || NOTHING.has(entry.value.trim().toLowerCase());
}

/** A text value with its place; undefined when the entry gives none, or only an empty default. */
export function locate(entry: Entry | undefined, reader: ValueReader): Located<string> | undefined {
  if (entry && reader.isFromElsewhere(entry)) return { value: 'valueFrom', entry, span: entry.valueSpan, templated: true };
  if (!entry || isUnset(entry)) return undefined;
  const { text, isTemplated, isDefault } = reader.read(entry);
  if (text === '' || (isDefault && NOTHING.has(text.toLowerCase()))) return undefined;
  // A default may be overruled from outside: the text as written is shown, and nothing is judged.
  return { value: isDefault ? entry.value : text, entry, span: entry.valueSpan, templated: isTemplated || isDefault };
}

/** A part of an entry's value with its place. */
export function locatePart(entry: Entry, start: number, end: number, value = entry.value.slice(start, end)): Located<string> {
  return { value, entry, span: spanInValue(entry, start, end), templated: TEMPLATE.test(value) || variableReferences(value).length > 0 };
}

const TRUE: ReadonlySet<string> = new Set(['true', '1', 'yes', 'on', 'y', 't', 'enabled', 'enable', 'always']);
const FALSE: ReadonlySet<string> = new Set(['false', '0', 'no', 'off', 'n', 'f', 'none', 'disabled', 'disable', 'never', 'null']);

/** A switch's position; undefined for a word that is neither, or a variable without default. */
export function asBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : undefined;
}

const MASKED = /^(\*{3,}[0-9a-z]{0,6}|[•●]{3,}|\[?(redacted|masked|hidden|filtered)\]?)$/i;

/** What stands where a password should: never the password. */
export function passwordSource(entry: Entry, reader: ValueReader): PasswordInfo['source'] | undefined {
  if (reader.isFromElsewhere(entry)) return 'variable';
  if (isUnset(entry)) return undefined;
  const { text, isTemplated, isDefault } = reader.read(entry);
  if (text === '') return undefined;
  // Put together from variables, it stands nowhere in the file; `ValueReader.source` is for those that do.
  if (!isTemplated && text !== entry.value && variableReferences(entry.value).length > 0) return 'variable';
  const isWholeVariable = isTemplated && (TEMPLATE.test(entry.value) || !isBareDollar(entry.value));
  if (isWholeVariable || isDefault || /^(!vault|vault:|ENC\(|\$ANSIBLE_VAULT|op:\/\/|aws:|secret:|%\{(env|file|cfg):)/.test(text)) return 'variable';
  if (MASKED.test(text)) return 'masked';
  return isPlaceholder(text) ? 'placeholder' : 'literal';
}

/** `pa$sword`: in a secret a dollar sign inside the text is more likely a character than a variable. */
function isBareDollar(text: string): boolean {
  return variableReferences(text).every(({ start, end }) => text[start + 1] !== '{' && end - start < text.length);
}

/** What base64 stands for (RFC 4648 §4); the text itself where it is none. */
function decodeBase64(text: string): string {
  try {
    return atob(text.trim());
  } catch {
    // Someone wrote plain text where base64 belongs: what they meant is what they wrote.
    return text;
  }
}
