import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inEnvironment } from '../../../src/discover/inEnvironment.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import { planFor } from '../../../src/smtp/plan.ts';

const COMPOSE = (lines: readonly string[]) => `services:\n  app:\n    environment:\n${lines.map((line) => `      ${line}\n`).join('')}`;

describe('a setting in an environment', () => {
  function settingOf(lines: readonly string[]) {
    const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } }, []);
    const [setting] = service.analyze({ path: 'compose.yml', kind: 'yaml', text: COMPOSE(lines) })?.settings ?? [];
    return setting ?? assert.fail('no setting found');
  }

  const OPEN = ['SMTP_HOST: ${HOST}', 'SMTP_PORT: ${PORT}', 'SMTP_USER: ${USER}', 'SMTP_PASS: ${SECRET}', 'SMTP_FROM: ${FROM:-app@lab.test}'];
  const VALUES: Readonly<Record<string, string>> = { HOST: 'smtp.lab.test', PORT: '2525', USER: 'jo', SECRET: 'Tr0mbone' };

  it('has host, port, user and password that its variables have there', () => {
    const result = planFor(inEnvironment(settingOf(OPEN), (name) => VALUES[name]));
    assert.ok(result.ok, JSON.stringify(result));
    const { host, port, user, password, mailFrom } = result.plan;
    assert.deepEqual([host, port, user, password?.reveal(), mailFrom], ['smtp.lab.test', 2525, 'jo', 'Tr0mbone', 'app@lab.test']);
  });

  it('asks for no name that it does not mention', () => {
    const asked = new Set<string>();
    planFor(
      inEnvironment(settingOf(OPEN), (name) => {
        asked.add(name);
        return VALUES[name];
      }),
    );
    assert.deepEqual([...asked].sort(), ['FROM', 'HOST', 'PORT', 'SECRET', 'USER']);
  });

  it('stays open where the environment says nothing, or no number for a port', () => {
    const result = planFor(inEnvironment(settingOf(OPEN), (name) => ({ HOST: '', PORT: 'smtp', USER: 'jo' })[name]));
    assert.ok(!result.ok);
    assert.deepEqual(result.missing.map(({ part }) => part).sort(), ['host', 'password', 'port']);
  });

  it('wins over a default in the file', () => {
    const setting = settingOf(['SMTP_HOST: ${HOST:-mail}', 'SMTP_PORT: ${PORT:-587}']);
    const filled = inEnvironment(setting, (name) => VALUES[name]);
    assert.deepEqual([filled.host?.value, filled.port?.value], ['smtp.lab.test', 2525]);
    const alone = inEnvironment(setting, () => undefined);
    assert.deepEqual([alone.host?.value, alone.port?.value], ['mail', 587]);
  });

  it('keeps what the file says itself', () => {
    const setting = settingOf(['SMTP_HOST: smtp.lab.test', 'SMTP_PORT: "587"']);
    const filled = inEnvironment(setting, () => assert.fail('asked'));
    assert.deepEqual([filled.host, filled.port, filled.user], [setting.host, setting.port, setting.user]);
  });
});
