/** Stands for each character of a template, so that offsets stay; a private-use code point that no configuration holds. */
export const TEMPLATE_MARK = '\ue000';

/**
 * What a deployment tool replaces before Postfix reads the file: `{{ jinja }}`, `{% if %}`, `<%= erb %>`, `@TOKEN@`,
 * `%%TOKEN%%`, `__TOKEN__`. Double braces behind a table type or a `$` are Postfix's own (inline tables, comparisons).
 */
const FOREIGN =
  /(?<!\$|\b(?:cidr|pcre|regexp|inline|pipemap|unionmap|randmap|static):)\{\{[^{}]{0,200}\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>|@[A-Z][A-Z0-9_]*@|%%?[A-Z][A-Z0-9_]*%%?|__[A-Z][A-Z0-9_]*__/gs;

/** Macros of Postfix, which are also the variables of a shell; the braces of `${…}` may hold one more pair. */
const MACRO = /\$\{(?:[^{}]|\{[^{}]*\})*\}|\$\([^()]*\)|\$\w+/g;

const TEMPLATE = new RegExp(`${MACRO.source}|${FOREIGN.source}`, 'gs');

/** Says whether a deployment tool has yet to fill in a part of the value. */
export function hasForeignTemplate(value: string): boolean {
  return value.search(FOREIGN) !== -1;
}

/** Replaces every character of a template by {@link TEMPLATE_MARK}; the text keeps its length. */
export function maskTemplates(text: string): string {
  return text.replace(TEMPLATE, (match) => TEMPLATE_MARK.repeat(match.length));
}

/** The default inside a shell-like variable: `smtp.example.com` of `${SMTP_HOST:-smtp.example.com}`. */
export function templateDefault(text: string): string | undefined {
  return /^\$\{\w+:?-([^{}$]+)\}$/.exec(text)?.[1];
}
