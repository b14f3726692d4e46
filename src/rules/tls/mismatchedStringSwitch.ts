import type { RelaySetting } from '../../discover/types.ts';
import { asBoolean } from '../../discover/values.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { variableReferences } from '../../parse/variables.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { appKeysOf } from '../support/appKeys.ts';
import { program } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly expression: Expression;
  /** The variable has a value here that comes out right. */
  readonly isRightNow: boolean;
}

interface Expression {
  readonly span: Span;
  readonly text: string;
  /** The variable. */
  readonly name: string;
}

/** Any text of the environment used as a condition, the word for "off" included. */
export const mismatchedStringSwitch = defineRule<State>({
  meta: {
    id: 'tls/mismatched-string-switch',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['javascript', 'typescript', 'tsx', 'python', 'ruby'],
    listens: ['security'],
    title: 'TLS switch that takes the text "false" for on',
    why: 'Environment variables are texts, and every text that is not empty counts as true in JavaScript, Python and Ruby. With "SMTP_SECURE=false" in the environment TLS from the first byte is switched on, and on port 587 the handshake fails.',
    bad: program('python', 'settings.py', "import os\n\nEMAIL_HOST = 'mail.acme.io'\nEMAIL_PORT = 587\nEMAIL_USE_TLS = os.getenv('EMAIL_USE_TLS')\n"),
    ok: program('python', 'settings.py', "import os\n\nEMAIL_HOST = 'mail.acme.io'\nEMAIL_PORT = 587\nEMAIL_USE_TLS = os.getenv('EMAIL_USE_TLS') == 'True'\n"),
    references: [
      { title: 'Node.js: environment variables', url: 'https://nodejs.org/api/environment_variables.html' },
      { title: 'Python: os.environ', url: 'https://docs.python.org/3/library/os.html#os.environ' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    const { file } = context;
    for (const setting of remoteRelays(context)) {
      const keys = appKeysOf(setting);
      const switches = keys?.profile.tls.rules.flatMap((rule) => ('values' in rule ? [] : rule.keys)) ?? [];
      for (const key of new Set(switches)) {
        const entry = keys!.found.get(key);
        const expression = entry && !entry.inherited ? readExpression(file, entry) : undefined;
        if (!entry || !expression) continue;
        const known = file.around?.variable(expression.name)?.entry.value;
        yield { setting, entry, expression, isRightNow: known !== undefined && asBoolean(known) === true };
      }
    }
  },
  word: ({ setting, entry, expression: { name }, isRightNow }) => ({
    // Not at the value, which would lead to the line that sets the variable.
    at: entry.keySpan,
    severity: severityFor(setting, isRightNow ? 'information' : 'warning'),
    message: `"${keyName(entry)}" takes any text of "${name}" for on, "false" and "0" included. compare it with the word for on`,
  }),
  fixes: ({ expression: { span, text } }, { file }) => [
    { title: 'Compare with the word for on', safety: 'unsafe', isPreferred: true, edits: [{ span, newText: compared(file.kind, text) }] },
  ],
});

const ENVIRONMENT: Readonly<Record<string, RegExp>> = {
  script: /^process\.env(\.[A-Za-z_]\w*|\[(['"])\w+\2\])(\s*(\|\||\?\?)\s*(['"]?)(true|false)\5)?$/,
  python: /^(os\.)?(getenv\(|environ(\.get\(|\[))\s*(['"])\w+\4\s*(,\s*(['"]?)(True|False|true|false|None|0|1)\6\s*)?[)\]]$/,
  ruby: /^ENV(\[(['"])\w+\2\]|\.fetch\(\s*(['"])\w+\3\s*(,\s*(['"]?)(true|false)\5\s*)?\))$/,
};

/** The text behind the sign, where it is a look-up of the environment and nothing else. */
function readExpression({ text, kind }: ConfigFile, { keySpan, span, value }: Entry): Expression | undefined {
  const [reference, ...others] = variableReferences(value);
  if (!reference || others.length > 0 || reference.end - reference.start !== value.length) return undefined;
  const rest = text.slice(keySpan.end, span.end);
  const lead = /^['"]?\s*\]?\s*(=>|[:=])\s*/.exec(rest)?.[0].length;
  if (lead === undefined) return undefined;
  const written = rest
    .slice(lead)
    .replace(/[\s,;]+$/, '')
    .trimEnd();
  const pattern = ENVIRONMENT[kind === 'python' || kind === 'ruby' ? kind : 'script']!;
  if (!pattern.test(written)) return undefined;
  const start = keySpan.end + lead;
  return { span: { start, end: start + written.length }, text: written, name: reference.name };
}

/** The same look-up as a comparison; what the default was stays the default. */
function compared(kind: string, text: string): string {
  if (kind === 'python') return `str(${text}).lower() in ('true', '1', 'yes')`;
  if (kind === 'ruby') return `${text}.to_s == 'true'`;
  const [, look = text, fallback] = /^(.*?)(?:\s*(?:\|\||\?\?)\s*['"]?(true|false)['"]?)?$/.exec(text) ?? [];
  return fallback === 'true' ? `${look} !== 'false'` : `${look} === 'true'`;
}
