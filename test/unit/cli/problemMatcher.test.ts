import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runCli } from '../../../src/cli/run.ts';
import { fakePorts, folderWith } from '../../support/cli.ts';
import { startScriptedServer } from '../../support/scriptedServer.ts';

interface Pattern {
  readonly name: string;
  readonly regexp: string;
  readonly file: number;
  readonly line: number;
  readonly column: number;
  readonly severity: number;
  readonly message: number;
  readonly code: number;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { problemPatterns: [Pattern]; problemMatchers: { name: string; pattern: string }[] };
};
const [pattern] = contributes.problemPatterns;

/** What the matcher reads out of a program's lines. */
function matched(text: string) {
  return text.split('\n').flatMap((line) => {
    const match = new RegExp(pattern.regexp).exec(line);
    if (!match) return [];
    const { file, line: row, column, severity, message, code } = pattern;
    return [{ file: match[file], line: Number(match[row]), column: match[column], severity: match[severity], message: match[message], code: match[code] }];
  });
}

describe('the problem matcher', () => {
  it('reads each finding of lint, and nothing else', async () => {
    const folder = folderWith({ 'with blank/.env': 'SMTP_HOST=smtp.example.com\nSMTP_PORT=465\nSMTP_SECURE=false\n' });
    try {
      const [text, json] = [fakePorts(), fakePorts()];
      await runCli(['lint', folder.path], text);
      await runCli(['lint', folder.path, '--format', 'json'], json);
      interface Finding {
        readonly rule: string;
        readonly severity: string;
        readonly range: { readonly start: { readonly line: number; readonly column: number } };
      }
      const { files } = JSON.parse(json.said.out) as { files: { path: string; findings: Finding[] }[] };
      const wanted = files.flatMap(({ path, findings }) =>
        findings.map(({ rule, severity, range: { start } }) => [path, start.line, String(start.column), severity, rule]),
      );
      assert.ok(wanted.length > 0);
      assert.deepEqual(
        matched(text.said.out).map(({ file, line, column, severity, code }) => [file, line, column, severity, code]),
        wanted,
      );
    } finally {
      folder.remove();
    }
  });

  it('reads what failed or could not be tested from "test --all", and no line of a transcript', async () => {
    const server = await startScriptedServer(['S: 554 5.3.2 a:1  error  not today  x', 'CLOSE'].join('\n'));
    const folder = folderWith({
      'a.env': `SMTP_PORT=${server.port}\nSMTP_HOST=127.0.0.1\n`,
      'b.env': `SMTP_HOST=127.0.0.1\nSMTP_PORT=${server.port}\nSMTP_USER=jo\nSMTP_PASS=\${SECRET}\n`,
    });
    try {
      const ports = fakePorts();
      await runCli(['test', '--all', folder.path], ports);
      const problems = matched(ports.said.out);
      assert.deepEqual(
        problems.map(({ file, line, column, severity, code }) => [file, line, column, severity, code]),
        [
          [join(folder.path, 'a.env'), 2, undefined, 'error', 'greeting/rejected'],
          [join(folder.path, 'b.env'), 1, undefined, 'warning', 'not-tested'],
        ],
      );
    } finally {
      folder.remove();
      await server.close();
    }
  });

  it('is what both matchers use', () => {
    assert.deepEqual(
      contributes.problemMatchers.map((matcher) => [matcher.name, matcher.pattern]),
      [
        ['relay-doctor', `$${pattern.name}`],
        ['relay-doctor-test', `$${pattern.name}`],
      ],
    );
  });
});
