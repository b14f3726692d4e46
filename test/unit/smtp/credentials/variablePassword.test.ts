import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { createProject } from '../../../../src/discover/project.ts';
import { createMailConfigService } from '../../../../src/service/mailConfigService.ts';
import { planFor } from '../../../../src/smtp/plan.ts';

const service = createMailConfigService({
  logger: {
    error(message) {
      throw new Error(message);
    },
  },
});

function planOf(path: string, text: string, files: Readonly<Record<string, string>>) {
  const project = createProject({ readText: (name) => files[name], stat: () => undefined });
  const [setting] = service.analyze({ path, text, project })!.settings;
  assert.ok(setting);
  return { setting, result: planFor(setting) };
}

function passwordOf(path: string, text: string, files: Readonly<Record<string, string>>): string {
  const { result } = planOf(path, text, files);
  assert.ok(result.ok, JSON.stringify(result));
  return result.plan.password?.reveal() ?? '';
}

const V = (text: string) => `\${${text}}`;
const compose = (password: string) =>
  `services:\n  app:\n    image: n8nio/n8n\n    environment:\n      N8N_SMTP_HOST: mail.lab.test\n      N8N_SMTP_PORT: "465"\n      N8N_SMTP_USER: robot\n      N8N_SMTP_PASS: ${password}\n`;

describe('the password of a relay test', () => {
  it('is taken from the variable that another file sets', () => {
    assert.equal(passwordOf('compose.yml', compose(V('RELAY_SECRET')), { '.env': 'RELAY_SECRET="h0rse #1"\n' }), 'h0rse #1');
    assert.equal(passwordOf('compose.yml', compose(V('RELAY_SECRET:-changeme')), { '.env': 'RELAY_SECRET=h0rse\n' }), 'h0rse');
    assert.equal(passwordOf('compose.yml', compose(`"${V('A')}-${V('B')}"`), { '.env': 'A=h0rse\nB=ca11\n' }), 'h0rse-ca11');
  });

  it('is taken for Spring and inside a URL as well', () => {
    const spring = `spring:\n  mail:\n    host: mail.lab.test\n    port: 587\n    username: robot\n    password: ${V('MAIL_PASSWORD')}\n`;
    assert.equal(passwordOf('application.yml', spring, { '../../../.env': 'MAIL_PASSWORD=h0rse\n' }), 'h0rse');
    const url = `services:\n  app:\n    environment:\n      MAILER_DSN: smtp://robot:${V('SECRET')}@mail.lab.test:587\n`;
    assert.equal(passwordOf('compose.yml', url, { '.env': 'SECRET=h%40rse\n' }), 'h@rse');
  });

  it('is put together from the lines of a .env file', () => {
    const text = `PART=h0rse\nSMTP_HOST=mail.lab.test\nSMTP_PORT=587\nSMTP_USER=robot\nSMTP_PASSWORD="x-${V('PART')}"\n`;
    assert.equal(passwordOf('.env', text, {}), 'x-h0rse');
  });

  it('is asked for where nothing sets the variable, and where a stand-in does', () => {
    for (const files of [{}, { '.env': 'RELAY_SECRET=\n' }, { '.env': 'RELAY_SECRET=changeme\n' }, { '.env': `RELAY_SECRET=${V('MORE')}\n` }]) {
      const { result } = planOf('compose.yml', compose(V('RELAY_SECRET')), files as Readonly<Record<string, string>>);
      assert.deepEqual(!result.ok && result.missing.map(({ part }) => part), ['password']);
    }
  });

  it('is no part of the setting, nor of what the plan prints', () => {
    const { setting, result } = planOf('compose.yml', compose(V('RELAY_SECRET')), { '.env': 'RELAY_SECRET=h0rse-ca11\n' });
    const { file: _file, ...parts } = setting;
    assert.ok(!inspect(parts, { depth: 20 }).includes('h0rse-ca11'));
    assert.ok(!`${JSON.stringify(result)} ${inspect(result, { depth: 20 })}`.includes('h0rse-ca11'));
  });
});
