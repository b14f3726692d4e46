import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createMailConfigService } from '../../../../src/service/mailConfigService.ts';
import { type DemoRelay, startDemoRelay } from '../../../../src/tools/demo/relay.ts';
import { DEMO_CASES, writeDemoWorkspace } from '../../../../src/tools/demo/workspace.ts';

describe('the demo workspace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-test-'));
  const service = createMailConfigService({ logger: { error: assert.fail } });
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const analyze = (path: string) => service.analyze({ path, text: read(path) });
  let relay: DemoRelay;
  before(async () => {
    relay = await startDemoRelay();
    await writeDemoWorkspace(folder, relay);
  });
  after(async () => {
    await relay.close();
    rmSync(folder, { recursive: true });
  });

  it('has one relay in each file for a live test, on this machine and one of the demo ports', () => {
    for (const { file } of DEMO_CASES) {
      const settings = analyze(file)?.settings ?? [];
      assert.equal(settings.length, 1, file);
      assert.equal(settings[0]?.host?.value, 'localhost', file);
      assert.ok(Object.values(relay.ports).includes(settings[0]?.port?.value ?? 0), file);
    }
  });

  it('has problems to show in each file for the editor', () => {
    for (const file of ['postfix/main.cf', 'docker-compose.yml', 'config.json', '.env.production'])
      assert.notEqual(analyze(file)?.findings.length ?? 0, 0, file);
  });

  it('trusts the throw-away authority by a path inside it', () => {
    const settings = JSON.parse(read('.vscode/settings.json')) as Record<string, string[]>;
    const [path] = settings['relayDoctor.test.certificateAuthorities'] ?? [];
    assert.equal(read(path ?? ''), readFileSync(relay.caFile, 'utf8'));
  });

  it('explains each live test, and keeps the password out of the explanation', () => {
    const readme = read('README.md');
    for (const { file } of DEMO_CASES) assert.ok(readme.includes(`\`${file}\``), file);
    assert.ok(!readme.includes(relay.password));
  });
});
