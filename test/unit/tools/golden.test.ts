import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { rules } from '../../../src/rules/registry.ts';
import { reviewLines } from '../../../src/tools/corpus/findings.ts';
import { compareGolden, type FindingPlace, readGolden, writeGolden } from '../../../src/tools/corpus/golden.ts';

const HEADER = 'file\tline\trule\tseverity\tverdict\treason\n';
const place = (path: string, line: number, rule: string, severity: FindingPlace['severity'] = 'warning') => ({ path, line, rule, severity });

describe('the reviewed list', () => {
  const reviewed = readGolden(
    `${HEADER}a/main.cf\t3\ttls/x\twarning\tright\tso it is\na/main.cf\t4\ttls/x\terror\twrong\tit is not\nb/main.cf\t1\ttls/x\thint\t?\t\n`,
  );

  it('is read line by line', () => {
    assert.deepEqual(reviewed[0], { path: 'a/main.cf', line: 3, rule: 'tls/x', severity: 'warning', verdict: 'right', reason: 'so it is' });
    assert.equal(reviewed.length, 3);
  });

  it('is written anew with its verdicts, sorted by place', () => {
    const found = [place('b/main.cf', 10, 'tls/y'), place('b/main.cf', 9, 'tls/y'), place('a/main.cf', 3, 'tls/x'), place('a/main.cf', 3, 'tls/x')];
    assert.equal(
      writeGolden(found, reviewed),
      `${HEADER}a/main.cf\t3\ttls/x\twarning\t?\t\na/main.cf\t3\ttls/x\twarning\tright\tso it is\nb/main.cf\t9\ttls/y\twarning\t?\t\nb/main.cf\t10\ttls/y\twarning\t?\t\n`,
    );
  });

  it('tells the new, the faulty and the gone', () => {
    const found = [place('a/main.cf', 3, 'tls/x'), place('a/main.cf', 3, 'tls/x'), place('a/main.cf', 4, 'tls/x', 'error')];
    const { unreviewed, faulty, gone } = compareGolden(found, reviewed, (path) => path === 'a/main.cf');
    assert.deepEqual([unreviewed.map(({ line }) => line), faulty.map(({ verdict }) => verdict), gone], [[3], ['wrong'], []]);
    assert.deepEqual(
      compareGolden([], reviewed, () => true).gone.map(({ line }) => line),
      [3, 4, 1],
    );
  });

  it('takes another severity for another finding', () => {
    assert.equal(compareGolden([place('a/main.cf', 3, 'tls/x', 'error')], reviewed, () => true).unreviewed.length, 1);
  });

  it('fails for errors and warnings only', () => {
    const judge = (severity: FindingPlace['severity']) => {
      const found = [{ ...place('c/main.cf', 1, 'tls/x', severity), message: '' }];
      return reviewLines({ files: ['c/main.cf'], found, remarks: [] }, []).isGood;
    };
    assert.deepEqual(
      ['error', 'warning', 'information', 'hint'].map((severity) => judge(severity as FindingPlace['severity'])),
      [false, false, true, true],
    );
  });

  it('of apps has a verdict and a reason everywhere, and errors and warnings that are right', () => {
    const ids = new Set(rules.map(({ meta }) => meta.id));
    for (const { rule, severity, verdict, reason, line } of readGolden(readFileSync('test/fixtures/corpus/app-findings.tsv', 'utf8'))) {
      assert.ok(ids.has(rule), rule);
      assert.ok(['right', 'wrong', 'unsure'].includes(verdict) && reason.length > 5, `${rule} at line ${line}: ${verdict}`);
      if (severity === 'error' || severity === 'warning') assert.equal(verdict, 'right', `${rule} at line ${line}`);
    }
  });

  it('of the repository has a verdict and a reason everywhere, and rules that exist', () => {
    const path = 'test/fixtures/corpus/postfix-findings.tsv';
    assert.ok(existsSync(path));
    const ids = new Set(rules.map(({ meta }) => meta.id));
    for (const { rule, verdict, reason, line } of readGolden(readFileSync(path, 'utf8'))) {
      assert.ok(ids.has(rule), rule);
      assert.ok(verdict === 'right' && reason.length > 5 && line > 0, `${rule} at line ${line}: ${verdict}`);
    }
  });
});
