/** Stands for each character of a template, so that offsets stay; a private-use code point that no configuration holds. */
export const TEMPLATE_MARK = '\ue000';

/**
 * What a deployment tool or Postfix itself would replace: `{{ jinja }}`, `{% if %}`, `<%= erb %>`, `${VAR:-x}`, `$(x)`,
 * `$name`, `@TOKEN@`, `%%TOKEN%%`, `__TOKEN__`. The braces of `${…}` may hold one more pair.
 */
const TEMPLATE =
  /\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>|\$\{(?:[^{}]|\{[^{}]*\})*\}|\$\([^()]*\)|\$\w+|@[A-Z][A-Z0-9_]*@|%%?[A-Z][A-Z0-9_]*%%?|__[A-Z][A-Z0-9_]*__/gs;

/** Replaces every character of a template by {@link TEMPLATE_MARK}; the text keeps its length. */
export function maskTemplates(text: string): string {
  return text.replace(TEMPLATE, (match) => TEMPLATE_MARK.repeat(match.length));
}

/** The default inside a shell-like variable: `smtp.example.com` of `${SMTP_HOST:-smtp.example.com}`. */
export function templateDefault(text: string): string | undefined {
  return /^\$\{\w+:?-([^{}$]+)\}$/.exec(text)?.[1];
}
