/**
 * Variables inside values, as shells, Docker Compose and the `.env` libraries write them: `$NAME`, `${NAME}`,
 * `${NAME:-default}`, `${NAME-default}`, `${NAME:?message}`, `${NAME:+other}`; `$$` and `\$` are a dollar sign.
 */

/** A value after its variables were looked up. */
export interface ResolvedValue {
  /** Known variables replaced, defaults applied; unknown ones stay as written. */
  readonly text: string;
  /** A variable without value and without default is left in `text`. */
  readonly isOpen: boolean;
  /** At least one default was used because nothing sets the variable here. */
  readonly usesDefault: boolean;
  /** Whether there was any variable at all. */
  readonly hasVariables: boolean;
}

/** One `${…}` or `$NAME` in a text. */
export interface VariableReference {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** `:-` and `-` give a default, `:+` and `+` another text, `:?` and `?` an error; '' for none. */
  readonly operator: string;
  /** What follows the operator, as written. */
  readonly argument: string;
}

const NAME = /[A-Za-z_][A-Za-z0-9_.]*/y;
const OPERATOR = /:?[-=?+]/y;
/** `${a:-${b:-…}}` nests; deeper than this nobody writes. */
const MAX_DEPTH = 10;
/** Longer values are certificates and scripts, no settings; bounds the search for closing braces. */
const MAX_LENGTH = 8192;

/** The references in a text, outermost only, from left to right. `\$` and `$$` are skipped. */
export function variableReferences(text: string): readonly VariableReference[] {
  const found: VariableReference[] = [];
  if (text.length > MAX_LENGTH) return found;
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', at)) {
    if (text[at - 1] === '\\') at += 1;
    else if (text[at + 1] === '$') at += 2;
    else {
      const reference = readReference(text, at);
      if (reference) found.push(reference);
      at = reference?.end ?? at + 1;
    }
  }
  return found;
}

/**
 * Replaces variables by what `lookup` says, else by their own default. `lookup` returns undefined for a
 * variable that nothing here sets; it must not resolve further, this function does.
 */
export function resolveVariables(value: string, lookup: (name: string) => string | undefined): ResolvedValue {
  return resolve(value, lookup, new Set(), 0);
}

function resolve(value: string, lookup: (name: string) => string | undefined, active: ReadonlySet<string>, depth: number): ResolvedValue {
  const references = variableReferences(value);
  if (references.length === 0) return { text: unescapeDollars(value), isOpen: false, usesDefault: false, hasVariables: false };
  let text = '';
  let at = 0;
  let isOpen = false;
  let usesDefault = false;
  for (const reference of references) {
    text += unescapeDollars(value.slice(at, reference.start));
    at = reference.end;
    // A variable inside its own value, as in KEY=${KEY:-x}, means the one of the environment, which we don't know.
    const known = depth >= MAX_DEPTH || active.has(reference.name) ? undefined : lookup(reference.name);
    const replacement = replace(reference, known);
    if (replacement === undefined) {
      text += value.slice(reference.start, reference.end);
      isOpen = true;
      continue;
    }
    const inner = resolve(replacement.text, lookup, new Set([...active, reference.name]), depth + 1);
    text += inner.text;
    isOpen ||= inner.isOpen;
    usesDefault ||= replacement.isDefault || inner.usesDefault;
  }
  text += unescapeDollars(value.slice(at));
  return { text, isOpen, usesDefault, hasVariables: true };
}

function replace({ operator, argument }: VariableReference, known: string | undefined): { text: string; isDefault: boolean } | undefined {
  const isSet = known !== undefined && !(known === '' && operator.startsWith(':'));
  if (operator.endsWith('+')) return isSet ? { text: argument, isDefault: false } : undefined;
  if (isSet) return { text: known, isDefault: false };
  return operator === ':' || operator.endsWith('-') || operator.endsWith('=') ? { text: argument, isDefault: true } : undefined;
}

const unescapeDollars = (text: string) => (text.includes('$') ? text.replace(/\$\$|\\\$/g, '$') : text);

function readReference(text: string, at: number): VariableReference | undefined {
  const isBraced = text[at + 1] === '{';
  NAME.lastIndex = at + (isBraced ? 2 : 1);
  const name = NAME.exec(text)?.[0];
  if (!name) return undefined;
  const nameEnd = NAME.lastIndex;
  // `$host.domain`: without braces a dot ends the name.
  if (!isBraced) {
    const short = name.split('.', 1)[0]!;
    return { start: at, end: at + 1 + short.length, name: short, operator: '', argument: '' };
  }
  OPERATOR.lastIndex = nameEnd;
  // Spring writes `${name:default}`.
  const operator = OPERATOR.exec(text)?.[0] ?? (text[nameEnd] === ':' ? ':' : '');
  const close = closingBrace(text, nameEnd + operator.length);
  if (close === undefined || (operator === '' && close !== nameEnd)) return undefined;
  return { start: at, end: close + 1, name, operator: operator === ':' ? '-' : operator, argument: text.slice(nameEnd + operator.length, close) };
}

/** The brace that closes, inner `${…}` counted. */
function closingBrace(text: string, from: number): number | undefined {
  let open = 0;
  for (let at = from; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] === '$' && text[at + 1] === '{') {
      open += 1;
      at += 1;
    } else if (text[at] === '}') {
      if (open === 0) return at;
      open -= 1;
    }
  }
  return undefined;
}
