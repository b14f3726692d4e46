import type { Provider } from '../../data/providers.ts';
import { foreignMark, wrongShape } from '../../data/secretMarks.ts';
import type { Secret } from './secret.ts';

/** Something odd about a secret, in words that would fit a thousand others. */
export interface SecretFinding {
  /** `warn` for what makes the sign-in fail in all likelihood, `info` for what may be meant so. */
  readonly level: 'warn' | 'info';
  /** `kind`: a secret for something else. `form`: something slipped into it or was lost. */
  readonly about: 'kind' | 'form';
  readonly text: string;
}

/** Length is only told as one of these: an exact number would be half of what a guesser wants to know. */
function lengthClass(length: number): string | undefined {
  if (length < 8) return 'it is shorter than 8 characters';
  return length > 200 ? 'it is longer than 200 characters, as tokens and certificates are' : undefined;
}

const FORMS: readonly (readonly [RegExp, SecretFinding['level'], string])[] = [
  [/\r|\n/, 'warn', 'it holds a line end, as values do that were read from a file or written under Windows'],
  [/\0/, 'warn', 'it holds a NUL character, at which many programs stop reading'],
  [/\t/, 'warn', 'it holds a tab'],
  [/(?![\r\n\t\0])\p{Cc}/u, 'warn', 'it holds a control character'],
  [/\p{Cf}/u, 'warn', 'it holds an invisible character, as copied texts do'],
  [/^ | $/, 'warn', 'it has a blank at one of its ends'],
  [/^(["'`]).+\1$/s, 'warn', 'it stands in quotes, which became part of it'],
  [/^["'`]|["'`]$/, 'info', 'it has a quote at one of its ends'],
  [/\$\{[A-Za-z_]\w*[^}]*\}|\$\([A-Za-z_]\w*\)|\{\{.*\}\}|^\$[A-Za-z_]\w*$|^%[A-Za-z_]\w*%$/, 'warn', 'it looks like a variable that nobody replaced'],
  [/%[0-9A-Fa-f]{2}/, 'info', 'it looks percent-encoded: outside of a URL it must be written plainly'],
  [/[\u2018\u2019\u201c\u201d\u2013\u2014\u2026]/u, 'warn', 'it holds typographic quotes or dashes, as word processors make them'],
  [/[^\p{ASCII}]/u, 'info', 'it holds characters outside ASCII, which servers decode in different ways'],
];

/**
 * Looks at a secret before the one sign-in is spent on it. What it says never holds a part of the secret, its first or last
 * characters or its length in numbers; `doubts` are those of the source text (secretSource.ts).
 */
export function inspectSecret(secret: Secret, provider?: Provider, doubts: readonly string[] = []): SecretFinding[] {
  const text = secret.reveal();
  if (text === '') return [{ level: 'warn', about: 'form', text: 'the password is empty' }];
  const findings: SecretFinding[] = doubts.map((doubt) => ({ level: 'warn', about: 'form', text: doubt }));
  const forms = FORMS.filter(([pattern]) => pattern.test(text));
  // A pair of quotes is more than one of them.
  const hasPair = forms.some(([, , words]) => words.startsWith('it stands in quotes'));
  for (const [, level, words] of forms) if (!(hasPair && words.startsWith('it has a quote'))) findings.push(form(level, words));
  const kind = wrongKind(text, provider);
  if (kind) findings.push(kind);
  const length = lengthClass(text.length);
  if (length && !kind) findings.push(form('info', length));
  return findings;
}

function form(level: SecretFinding['level'], words: string): SecretFinding {
  return { level, about: 'form', text: `about the form of the password: ${words}` };
}

/** What the secret is by its form, where the provider wants another. */
function wrongKind(text: string, provider: Provider | undefined): SecretFinding | undefined {
  if (!provider) return undefined;
  const wanted = provider.passwordShapes?.find(({ accepts }) => accepts)?.means ?? 'the password made for SMTP';
  const shape = wrongShape(provider, text);
  if (shape) {
    const means = shape.means ?? 'a secret of another kind';
    return {
      level: shape.verified ? 'warn' : 'info',
      about: 'kind',
      text: `${provider.name}: by its form this is ${means}; SMTP takes ${wanted}${startOf(provider)}`,
    };
  }
  const mark = foreignMark(provider, text);
  return mark && { level: 'warn', about: 'kind', text: `by its form this is ${mark.means}, but the server is that of ${provider.name}` };
}

/** The public beginning of a provider's keys, which is the same for all of its customers. */
function startOf({ passwordShapes = [] }: Provider): string {
  const start = passwordShapes.flatMap(({ accepts, pattern }) => (accepts ? (/^\^([A-Za-z]{2,}[-_]|[A-Za-z]{2,}\\\.)/.exec(pattern)?.[1] ?? []) : []))[0];
  return start ? `, which begins with "${start.replace('\\', '')}"` : '';
}
