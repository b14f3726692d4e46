import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Log } from 'sarif';
import type { LintResult } from '../../../src/cli/lint.ts';
import { lintJson } from '../../../src/cli/lintJson.ts';
import { lintText } from '../../../src/cli/lintText.ts';
import { lintSarif } from '../../../src/cli/sarif.ts';
import { painter } from '../../../src/cli/style.ts';
import { ruleLink, VERSION } from '../../../src/rules/link.ts';
import { rules } from '../../../src/rules/registry.ts';
import type { Finding } from '../../../src/rules/types.ts';
import type { Analysis } from '../../../src/service/types.ts';

const TEXT = 'relayhost = smtp.gmail.com:25\r\nsmtp_use_tls = yes\n';
const PORT = { start: TEXT.indexOf('25'), end: TEXT.indexOf('25') + 2 };
const SECOND = TEXT.indexOf('smtp_use_tls');

function finding(given: Partial<Finding>): Finding {
  return { rule: 'relay/provider-port-25', severity: 'warning', message: 'port "25" is for servers', span: PORT, related: [], fixes: [], ...given };
}

function result(findings: readonly Finding[], more: Partial<LintResult> = {}, path = 'postfix/main.cf'): LintResult {
  const file = { kind: 'postfix-main' as const, path, text: TEXT, entries: [], comments: [], problems: [] };
  const analysis: Analysis = { file, settings: [], findings };
  return { files: [{ path, analysis }], fixed: { findings: 0, files: 0 }, ...more };
}

const withFix = finding({
  fixes: [
    { title: 'Set the port to 587', safety: 'unsafe', isPreferred: true, edits: [{ span: PORT, newText: '587' }] },
    { title: 'Add a level', safety: 'safe', edits: [{ span: { start: SECOND, end: SECOND }, newText: 'smtp_tls_security_level = encrypt\n' }] },
  ],
});

test('JSON holds exactly the fields of the contract, lines and columns from 1', () => {
  assert.deepEqual(lintJson(result([withFix])), {
    version: 1,
    files: [
      {
        path: 'postfix/main.cf',
        kind: 'postfix-main',
        findings: [
          {
            rule: 'relay/provider-port-25',
            severity: 'warning',
            message: 'port "25" is for servers',
            range: { start: { line: 1, column: 28 }, end: { line: 1, column: 30 } },
            fixes: [
              {
                title: 'Set the port to 587',
                safety: 'unsafe',
                edits: [{ range: { start: { line: 1, column: 28 }, end: { line: 1, column: 30 } }, newText: '587' }],
              },
              {
                title: 'Add a level',
                safety: 'safe',
                edits: [{ range: { start: { line: 2, column: 1 }, end: { line: 2, column: 1 } }, newText: 'smtp_tls_security_level = encrypt\n' }],
              },
            ],
          },
        ],
      },
    ],
  });
});

describe('text', () => {
  const plain = painter({ isTty: false, write: () => undefined }, {});

  test('has one line per finding, then what there is and what --fix would do', () => {
    const findings = [withFix, finding({ severity: 'error', rule: 'tls/x', message: 'broken', span: { start: SECOND, end: SECOND + 3 } })];
    assert.equal(
      lintText(result(findings), plain),
      [
        'postfix/main.cf:1:28  warning  port "25" is for servers  relay/provider-port-25',
        'postfix/main.cf:2:1  error  broken  tls/x',
        '',
        '2 problems (1 error, 1 warning) in 1 file; 1 can be fixed with --fix',
        '',
      ].join('\n'),
    );
  });

  test('says so when there is nothing to say', () => {
    assert.equal(lintText(result([]), plain), 'no problems in 1 file\n');
    assert.equal(lintText(result([], { files: [] }), plain), 'no mail settings found\n');
    assert.equal(lintText(result([], { fixed: { findings: 2, files: 1 } }), plain), 'fixed 2 problems in 1 file; no problems in 1 file\n');
  });

  test('shows control characters that a file smuggles into a message', () => {
    const text = lintText(result([finding({ message: 'value "\u001b[31m\u0007"' })]), plain);
    assert.match(text, /value "\\x1b\[31m\\x07"/);
    assert.doesNotMatch(text, /\u001b/);
  });
});

describe('colours', () => {
  const paintsWith = (isTty: boolean, env: Record<string, string>) => painter({ isTty, write: () => undefined }, env)('red', 'x') !== 'x';

  test('are for terminals that can show them and people who want them', () => {
    assert.equal(paintsWith(true, {}), true);
    assert.equal(paintsWith(false, {}), false);
    assert.equal(paintsWith(true, { NO_COLOR: '1' }), false);
    assert.equal(paintsWith(true, { NO_COLOR: '' }), true);
    assert.equal(paintsWith(true, { TERM: 'dumb' }), false);
  });
});

describe('SARIF', () => {
  const only = (log: Log) => log.runs[0]!;

  test('is a 2.1.0 log with the tool, its version and every rule', () => {
    const log = lintSarif(result([]));
    assert.equal(log.version, '2.1.0');
    assert.match(log.$schema ?? '', /^https:\/\/.*sarif-schema-2\.1\.0\.json$/);
    assert.equal(log.runs.length, 1);
    const { driver } = only(log).tool;
    assert.equal(driver.name, 'Relay Doctor');
    assert.equal(driver.semanticVersion, VERSION);
    assert.deepEqual(
      driver.rules?.map(({ id, helpUri }) => ({ id, helpUri })),
      rules.map(({ meta }) => ({ id: meta.id, helpUri: ruleLink(meta.id) })),
    );
    assert.equal(only(log).columnKind, 'utf16CodeUnits');
    assert.deepEqual(only(log).results, []);
  });

  test('gives each finding a level, a place, related places and its fixes', () => {
    const related = [{ span: { start: SECOND, end: SECOND + 12 }, message: 'set here' }];
    const [one] = only(lintSarif(result([{ ...withFix, related }]))).results!;
    const region = { startLine: 1, startColumn: 28, endLine: 1, endColumn: 30 };
    assert.equal(one!.ruleId, 'relay/provider-port-25');
    assert.equal(one!.level, 'warning');
    assert.deepEqual(one!.message, { text: 'port "25" is for servers' });
    assert.deepEqual(one!.locations, [{ physicalLocation: { artifactLocation: { uri: 'postfix/main.cf' }, region } }]);
    assert.deepEqual(
      one!.relatedLocations?.map(({ message }) => message),
      [{ text: 'set here' }],
    );
    assert.deepEqual(one!.fixes?.[0], {
      description: { text: 'Set the port to 587' },
      artifactChanges: [{ artifactLocation: { uri: 'postfix/main.cf' }, replacements: [{ deletedRegion: region, insertedContent: { text: '587' } }] }],
    });
  });

  test('folds our severities into its levels', () => {
    const severities = ['error', 'warning', 'information', 'hint'] as const;
    const log = lintSarif(result(severities.map((severity) => finding({ severity }))));
    assert.deepEqual(
      only(log).results?.map(({ level }) => level),
      ['error', 'warning', 'note', 'note'],
    );
  });

  test('points from a result into the rule list', () => {
    const ids = rules.map(({ meta }) => meta.id);
    const log = lintSarif(result(ids.map((rule) => finding({ rule }))));
    assert.deepEqual(
      only(log).results?.map(({ ruleIndex }) => ruleIndex),
      ids.map((_, index) => index),
    );
    assert.equal(only(lintSarif(result([finding({ rule: 'gone/rule' })]))).results?.[0]?.ruleIndex, undefined);
  });

  test('names files as URIs: relative ones stay relative, odd characters are encoded', () => {
    const uri = (path: string) => only(lintSarif(result([finding({})], {}, path))).results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
    assert.equal(uri('a b/#1/.env'), 'a%20b/%231/.env');
    assert.equal(uri(resolve('x.yml')), pathToFileURL(resolve('x.yml')).href);
  });
});
