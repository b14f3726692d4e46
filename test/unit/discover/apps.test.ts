import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { grammarFiles } from '../../../src/cli/grammarFiles.ts';
import { APP_PROFILES } from '../../../src/data/appProfiles.ts';
import { discoverRelays } from '../../../src/discover/index.ts';
import type { RelaySetting } from '../../../src/discover/types.ts';
import { fileKind } from '../../../src/parse/fileKind.ts';
import { loadFormat } from '../../../src/parse/format.ts';
import { parseConfig } from '../../../src/parse/index.ts';

/**
 * Every file in test/fixtures/apps is named after the profile that must recognise it, or stands in a folder that is, where
 * its own name counts. It has one comment per relay: `relay: key=value …`. Only what is written there is compared; `-`
 * means absent.
 */
const FOLDER = new URL('../../fixtures/apps/', import.meta.url);
const FACTS: Readonly<Record<string, (setting: RelaySetting) => string | number | undefined>> = {
  host: ({ host }) => host?.value,
  default: ({ hostDefault }) => hostDefault,
  port: ({ port }) => port?.value,
  dials: ({ effectivePort }) => effectivePort,
  says: ({ security }) => security.mode,
  does: ({ security }) => security.effective,
  user: ({ user }) => user?.value,
  password: ({ password }) => password?.source,
  from: ({ from }) => from?.value,
  off: ({ enabledBy }) => enabledBy?.key,
  auth: ({ authEnabled }) => (authEnabled?.value === false ? 'off' : undefined),
  verify: ({ security }) => (security.verify?.value === false ? 'off' : undefined),
  conflict: ({ security }) => (security.conflict ? 'yes' : undefined),
  local: ({ isLocal }) => (isLocal ? 'yes' : undefined),
};

const profileOf = (name: string) => name.split(/--|[./]/)[0]!;

function expectations(text: string): Record<string, string>[] {
  return [...text.matchAll(/^(?:#|;|\/\/|<!--) relay: (.+?)(?: -->)?$/gm)].map((match) =>
    Object.fromEntries(match[1]!.split(' ').map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
  );
}

function relaysOf(name: string): { text: string; relays: readonly RelaySetting[] } {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  return { text, relays: discoverRelays(parseConfig(fileKind(name, text)!, text, name)) };
}

const fixtures = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((each) => each.isFile())
  .map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll('\\', '/').replace(/^.*\/fixtures\/apps\/+/, ''))
  .sort();
for (const name of fixtures) await loadFormat(fileKind(name, readFileSync(new URL(name, FOLDER), 'utf8'))!, grammarFiles);

describe('app profiles', () => {
  for (const name of fixtures) {
    it(`reads ${name}`, () => {
      const { text, relays } = relaysOf(name);
      const expected = expectations(text);
      const actual = relays.map((relay, at) => {
        const keys = Object.keys(expected[at] ?? {});
        return Object.fromEntries(keys.map((key) => [key, String(FACTS[key]?.(relay) ?? '-')]));
      });
      assert.deepEqual(actual, expected);
      const profile = profileOf(name);
      for (const relay of relays) assert.equal(relay.profile, profile);
    });
  }

  it('has a fixture for every profile', () => {
    const covered = new Set(fixtures.map((name) => profileOf(name)));
    assert.deepEqual(
      APP_PROFILES.map(({ id }) => id).filter((id) => !covered.has(id)),
      [],
    );
  });

  it('points every place of a fixture at what it says there', () => {
    // In a Secret the written text is base64.
    for (const name of fixtures.filter((each) => !each.includes('secret'))) {
      const { text, relays } = relaysOf(name);
      for (const { host, port, user } of relays) {
        for (const place of [host, port, user]) {
          if (!place || place.templated || place.entry.value.includes('$') || /service$/i.test(place.entry.key)) continue;
          const written = text.slice(place.span.start, place.span.end);
          assert.equal(decodeURIComponent(written), String(place.value), `${name}: ${place.entry.key}`);
        }
      }
    }
  });
});
