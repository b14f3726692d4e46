import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProject } from '../../../src/discover/project.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import { applyEdits } from '../../../src/text/span.ts';

const project = (files: Readonly<Record<string, string>>) => createProject({ readText: (path) => files[path], stat: () => undefined });
const service = createMailConfigService({
  logger: {
    error(message) {
      throw new Error(message);
    },
  },
});
const analyze = (path: string, text: string, files: Readonly<Record<string, string>>) => service.analyze({ path, text, project: project(files) })!;

describe('the version of a library', () => {
  const cases = [
    ['composer:laravel/framework', 'composer.lock', '{"packages":[{"name": "laravel/framework",\n "version": "v11.36.1"}]}', '11.36.1'],
    ['npm:nodemailer', 'package-lock.json', '{"packages":{"node_modules/nodemailer": {\n "version": "6.9.1"}}}', '6.9.1'],
    ['npm:nodemailer', 'pnpm-lock.yaml', 'packages:\n  nodemailer@6.9.1:\n    resolution: {}\n', '6.9.1'],
    ['npm:nodemailer', 'yarn.lock', 'nodemailer@^6.0.0:\n  version "6.9.1"\n', '6.9.1'],
    ['gem:mail', 'Gemfile.lock', 'GEM\n  specs:\n    actionmailer (7.1.0)\n      mail (~> 2.5)\n    mail (2.8.1)\n', '2.8.1'],
    ['pypi:django', 'poetry.lock', '[[package]]\nname = "django"\nversion = "6.1"\n', '6.1'],
    ['pypi:django', 'requirements.txt', 'Flask==3.0\nDjango==6.1.2\n', '6.1.2'],
    ['pypi:fastapi-mail', 'requirements.txt', 'fastapi_mail[aiosmtplib]==1.4.1\n', '1.4.1'],
    ['pypi:django', 'uv.lock', '[[package]]\nname = "django"\nversion = "6.1"\n', '6.1'],
    ['pypi:django', 'Pipfile.lock', '{"default": {"django": {"hashes": ["sha256:1"], "version": "==6.0.1"}}}', '6.0.1'],
    ['pypi:django', 'pyproject.toml', '[project]\ndependencies = [\n  "Django==6.1.2",\n]\n', '6.1.2'],
    ['pypi:django', 'pyproject.toml', '[tool.poetry.dependencies]\ndjango = "6.1.2"\n', '6.1.2'],
    ['image:stalwartlabs/stalwart', 'compose.yml', 'services:\n  mail:\n    image: "docker.io/stalwartlabs/stalwart:v0.16"\n', '0.16'],
    ['image:gitlab/gitlab-ce', 'Dockerfile', 'FROM --platform=linux/amd64 gitlab/gitlab-ce:17.1.0-ce.0 AS base\n', '17.1.0'],
    ['maven:angus-mail', 'pom.xml', '<artifactId>angus-mail</artifactId>\n<version>2.0.3</version>', '2.0.3'],
  ] as const;
  for (const [name, file, text, version] of cases) {
    it(`is read from ${file}`, () => assert.equal(project({ [file]: text }).version(name), version));
  }

  it('is that of the nearest file, found in folders above as well', () => {
    assert.equal(project({ '../Gemfile.lock': '    mail (2.8.1)\n', '../../Gemfile.lock': '    mail (2.7.0)\n' }).version('gem:mail'), '2.8.1');
  });

  it('is left open by a range, by a library of a similar name and by nothing', () => {
    assert.equal(project({ 'composer.json': '{"require":{"laravel/framework": "^11.0"}}' }).version('composer:laravel/framework'), undefined);
    assert.equal(project({ 'requirements.txt': 'django-environ==0.11\n' }).version('pypi:django'), undefined);
    assert.equal(project({ 'pyproject.toml': '[project]\ndependencies = ["django>=6.1"]\n' }).version('pypi:django'), undefined);
    assert.equal(project({ 'pyproject.toml': '[tool.poetry.dependencies]\ndjango = "^6.1"\n' }).version('pypi:django'), undefined);
    assert.equal(project({ 'compose.yml': 'services:\n  mail:\n    image: stalwartlabs/stalwart:latest\n' }).version('image:stalwartlabs/stalwart'), undefined);
    assert.equal(project({ 'compose.yml': 'services:\n  mail:\n    image: me/not-stalwart:v1\n' }).version('image:stalwartlabs/stalwart'), undefined);
    assert.equal(project({}).version('npm:nodemailer'), undefined);
  });

  it('decides what a key means where versions differ', () => {
    const text = 'APP_KEY=x\nMAIL_MAILER=smtp\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\nMAIL_ENCRYPTION=ssl\n';
    const modeWith = (version: string) =>
      analyze('.env', text, { 'composer.lock': `{"name": "laravel/framework", "version": "v${version}"}` }).settings[0]!.security.effective;
    assert.equal(modeWith('8.83.0'), 'implicit-tls');
    assert.equal(modeWith('12.1.0'), 'starttls-opportunistic');
  });
});

describe('a variable that another file sets', () => {
  const compose = 'services:\n  app:\n    image: n8nio/n8n\n    environment:\n      N8N_SMTP_HOST: $' + '{RELAY}\n      N8N_SMTP_PORT: "$' + '{RELAY_PORT}"\n';
  const files = { '.env': '# mail\nRELAY=mail.acme.io\nRELAY_PORT=587\n' };

  it('is known', () => {
    const [setting] = analyze('compose.yml', compose, files).settings;
    assert.deepEqual([setting?.host?.value, setting?.host?.templated, setting?.port?.value], ['mail.acme.io', false, 587]);
  });

  it('is judged on the line that sets it, and changed there', () => {
    const { findings } = analyze('compose.yml', compose, files);
    const moved = findings.filter(({ path }) => path === '.env');
    assert.ok(moved.length > 0, JSON.stringify(findings));
    const [{ span, related, fixes }] = moved as [(typeof moved)[number]];
    assert.equal(files['.env'].slice(span.start, span.end), '587');
    assert.equal(compose.slice(related.at(-1)!.span.start, related.at(-1)!.span.end), 'N8N_SMTP_PORT');
    const edits = fixes.flatMap(({ elsewhere }) => elsewhere?.flatMap((each) => each.edits) ?? []);
    assert.equal(applyEdits(files['.env'], edits), '# mail\nRELAY=mail.acme.io\nRELAY_PORT=465\n');
  });

  it('stays open where no file sets it', () => {
    const [setting] = analyze('compose.yml', compose, {}).settings;
    assert.equal(setting?.host?.templated, true);
    assert.deepEqual(analyze('compose.yml', compose, {}).findings, []);
  });

  it('is found in the values of a Helm chart', () => {
    const template = 'data:\n  SMTP_HOST: {{ .Values.mail.host | quote }}\n  SMTP_PORT: "{{ .Values.mail.port }}"\n';
    const [setting] = analyze('templates/config.yaml', template, { '../values.yaml': 'mail:\n  host: mail.acme.io\n  port: 465\n' }).settings;
    assert.deepEqual([setting?.host?.value, setting?.port?.value], ['mail.acme.io', 465]);
  });
});
