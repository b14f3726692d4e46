import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import type { RelaySetting } from '../../src/discover/types.ts';
import { understand } from '../../src/service/understand.ts';

/** What real keys look like; a placeholder of the same form repeats one character and is let through. */
const REAL_KEYS: readonly (readonly [string, RegExp])[] = [
  ['SendGrid', /SG\.[\w-]{22}\.[\w-]{43}/g],
  ['AWS access key', /(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])/g],
  ['Brevo', /xsmtpsib-[0-9a-f]{64}-\w{16}|xkeysib-[0-9a-f]{64}-\w{16}/g],
  ['Mailgun', /(?<![\w-])key-[0-9a-f]{32}(?!\w)/g],
  ['Resend', /(?<!\w)re_[A-Za-z0-9]{8,}_[A-Za-z0-9]{16,}/g],
  ['GitHub', /gh[pousr]_[A-Za-z0-9]{36}/g],
  ['npm', /npm_[A-Za-z0-9]{36}/g],
  ['Slack', /xox[abposr]-[A-Za-z0-9-]{20,}/g],
  ['Google', /AIza[A-Za-z0-9_-]{35}/g],
  ['private key', /-----BEGIN (?:RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\r?\n[A-Za-z0-9+/=\r\n]{64,}/g],
];

const LARGEST = 1_000_000;
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\n').filter(Boolean);
const texts = files.filter((path) => /\.(png|jpg|gif|ico|woff2?|gz|zip)$/.test(path) === false && isSmallFile(path));

function isSmallFile(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size < LARGEST;
}

/** `SG.xxxx…`, `AKIAIOSFODNN7EXAMPLE` and their kind: no key, but the shape of one. */
const isStandIn = (key: string) => /EXAMPLE|(.)\1{7}|0123456789|1234567890|abcdefghij/i.test(key);

test('no file holds what looks like a real key', () => {
  const found = texts.flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    return REAL_KEYS.flatMap(([what, pattern]) => [...text.matchAll(pattern)].flatMap(([key]) => (isStandIn(key) ? [] : [`${path}: ${what}`])));
  });
  assert.deepEqual(found, []);
});

/** The text of a literal password that a setting found. */
function passwordOf({ password, file }: RelaySetting): string | undefined {
  if (password?.source !== 'literal' && password?.source !== 'placeholder') return undefined;
  return file.text.slice(password.span.start, password.span.end);
}

/** Words that any message may hold, so that finding them proves nothing. */
const ORDINARY = /^(.{0,5}|password|secret|example|changeme)$/i;

/** Configs that rules are tried on, before and after a fix: the passwords in them are where they belong. */
const IS_INPUT = /^test\/fixtures\/(rules|realworld)\/.*\/[^/]+(?<!\.expected)$/;

test('no golden repeats a password of the fixture beside it', () => {
  const goldens = texts
    .filter((path) => path.startsWith('test/') && /\.(expected|golden|txt|json)$/.test(path) && !IS_INPUT.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const leaks = files
    .filter((path) => path.startsWith('test/fixtures/') && isSmallFile(path))
    .flatMap((path) => {
      const folder = path.split('/').slice(0, 4).join('/');
      const text = readFileSync(path, 'utf8');
      const passwords = (understand({ path, text })?.settings ?? []).flatMap((setting) => passwordOf(setting) ?? []).filter((word) => !ORDINARY.test(word));
      const forms = passwords.flatMap((word) => [word, Buffer.from(word).toString('base64').replace(/=+$/, '')]);
      return goldens
        .filter((golden) => golden.path !== path && golden.path.startsWith(folder) && forms.some((form) => golden.text.includes(form)))
        .map((golden) => golden.path);
    });
  assert.deepEqual([...new Set(leaks)], []);
});
