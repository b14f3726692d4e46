import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TlsRule } from '../../../src/data/appProfile.types.ts';
import { APP_PROFILES, type AppProfile } from '../../../src/data/appProfiles.ts';
import { unreachablePort25 } from '../../../src/rules/relay/unreachablePort25.ts';
import { mismatchedPort465 } from '../../../src/rules/tls/mismatchedPort465.ts';
import { mismatchedPort587 } from '../../../src/rules/tls/mismatchedPort587.ts';
import { unsupportedImplicitTls } from '../../../src/rules/tls/unsupportedImplicitTls.ts';
import { applyEdits } from '../../../src/text/span.ts';
import { contextOf, findingsOf } from '../../support/ruleFixtures.ts';

/** Environment variables of an app: those keys without dots that the profile names first. */
const envKey = (keys: readonly string[] | undefined) => keys?.find((key) => !key.includes('.'));

/** Every value that an app knows for its TLS keys, one file each, and one without any. */
function* tlsLines(rules: readonly TlsRule[]): Generator<string> {
  yield '';
  for (const rule of rules) {
    const key = envKey(rule.keys);
    if (!key) continue;
    const values = 'values' in rule ? Object.keys(rule.values) : ['true', 'false'];
    for (const value of values) yield `${key}=${value}\n`;
  }
}

/** A `.env` file of the app that dials a host on a port; undefined for apps that have no environment variables. */
function dotenvOf({ keys, portInHost, detect, kinds }: AppProfile, host: string, port: number, tls: string): string | undefined {
  if (kinds && !kinds.includes('dotenv')) return undefined;
  const hostKey = envKey(keys.host);
  const portKey = envKey(keys.port);
  if (!hostKey || (!portKey && !portInHost)) return undefined;
  const signs = [...(detect?.all ?? []), ...(detect?.any ?? [])].filter((sign) => !sign.includes('.') && !sign.startsWith(hostKey));
  const sign = signs.find((each) => !tls.startsWith(each.split('=')[0]!));
  const tell = sign ? `${sign.includes('=') ? sign : `${sign}=x`}\n` : '';
  return `${tell}${hostKey}=${host}${portInHost ? `:${port}` : ''}\n${portKey ? `${portKey}=${port}\n` : ''}${tls}`;
}

const MODES = [mismatchedPort465, mismatchedPort587, unsupportedImplicitTls];
const RULES = [...MODES, unreachablePort25];

/** Applies each fix of each finding by itself and returns what the rule still says after it. */
function leftAfterFixes(text: string): string[] {
  return findingsOf('.env', text, RULES).flatMap(({ rule, fixes }) =>
    fixes.flatMap((fix) => {
      const after = applyEdits(text, fix.edits);
      const left = findingsOf('.env', after, [...MODES, ...RULES.filter(({ meta }) => meta.id === rule)]).filter(({ severity }) => severity !== 'information');
      return left.map(({ message }) => `${fix.title} makes\n${after}with ${message}`);
    }),
  );
}

describe('fixes of port and protection work for every app', () => {
  for (const profile of APP_PROFILES) {
    const files = [...tlsLines(profile.tls.rules)].flatMap((tls) =>
      (
        [
          ['mail.acme.io', 465],
          ['mail.acme.io', 587],
          ['smtp.mailgun.org', 25],
        ] as const
      ).flatMap(([host, port]) => dotenvOf(profile, host, port, tls) ?? []),
    );
    if (files.length === 0) continue;
    test(profile.id, () => {
      const reported = files.flatMap((text) => findingsOf('.env', text, RULES));
      assert.ok(
        reported.some(({ fixes }) => fixes.length > 0),
        'no finding has a fix, so nothing is tried here',
      );
      for (const text of files) {
        assert.ok(contextOf('.env', text).settings.length > 0, `nothing is recognised in\n${text}`);
        assert.deepEqual(leftAfterFixes(text), []);
      }
    });
  }
});
