import type { ParseProblem } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { json } from '../support/examples.ts';

/** Problems that make a program refuse a file, or read everything behind them as something else. */
const CODES: ReadonlySet<string> = new Set(['invalid-syntax', 'unclosed-tag', 'unexpected-tag', 'unclosed-markup', 'unterminated-quote']);

/** A file with mail settings that does not parse: the app does not start, or reads other settings. */
export const malformedDocument = defineRule<ParseProblem>({
  meta: {
    id: 'syntax/malformed-document',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['yaml', 'json', 'toml', 'xml', 'ini', 'systemd', 'nullmailer', 'mutt'],
    listens: [],
    title: 'File that does not parse',
    why: 'An app that can not parse its settings stops, or goes on with its defaults, and no mail leaves. Only the first place is reported, because one slip makes everything behind it look wrong; files without mail settings are left alone.',
    bad: json('appsettings.json', '{\n  "Smtp": {\n    "Host": "smtp.example.com"\n    "Port": 587\n  }\n}\n'),
    ok: json('appsettings.json', '{\n  // comments and a comma at the end are fine\n  "Smtp": {\n    "Host": "smtp.example.com",\n    "Port": 587,\n  }\n}\n'),
    references: [
      { title: 'YAML 1.2.2', url: 'https://yaml.org/spec/1.2.2/' },
      { title: 'RFC 8259 §2', url: 'https://www.rfc-editor.org/rfc/rfc8259#section-2' },
    ],
    fix: 'none',
  },
  run: ({ file, settings }) => (settings.length === 0 ? [] : file.problems.filter(({ code }) => CODES.has(code)).slice(0, 1)),
  // The YAML library may point one character past the end.
  word: ({ span: { start, end }, message }, { file: { text } }) => ({ at: span(Math.min(start, text.length), Math.min(end, text.length)), message }),
});
