import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { grammarFiles } from '../../../src/cli/grammarFiles.ts';
import { discoverRelays } from '../../../src/discover/index.ts';
import { createProject, inProject } from '../../../src/discover/project.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';

/** The first relay of a `.env` beside a lock file. */
function relayWith(text: string, lock: string, content: string) {
  return discoverRelays(inProject(parseConfig('dotenv', text, '.env'), projectWith(lock, content)))[0]!;
}

function projectWith(lock: string, content: string) {
  return createProject({ readText: (path) => (path === lock ? content : undefined), stat: () => undefined });
}

const service = createMailConfigService({
  logger: {
    error(message) {
      throw new Error(message);
    },
  },
});

const composer = (versions: Readonly<Record<string, string>>) =>
  JSON.stringify({ packages: Object.entries(versions).map(([name, version]) => ({ name, version: `v${version}` })) });

describe('Rails with TLS and STARTTLS both on', () => {
  const text = 'RAILS_ENV=production\nSMTP_ADDRESS=mail.acme.io\nSMTP_PORT=465\nSMTP_TLS=true\nSMTP_ENABLE_STARTTLS_AUTO=true\n';
  const conflictIn = (version: string) => relayWith(text, 'Gemfile.lock', `GEM\n  specs:\n    mail (${version})\n`).security.conflict;

  it('uses TLS up to version 2.8 of the mail gem', () => assert.equal(conflictIn('2.8.1'), undefined));
  it('sends nothing from 2.9 on', () => assert.match(conflictIn('2.9.0') ?? '', /refuses/));
  it('is doubtful when the version is unknown', () => assert.match(conflictIn('x') ?? '', /from version 2\.9/));
});

describe('a DSN for Symfony Mailer', () => {
  const modeIn = (query: string, version: string) =>
    relayWith(`MAILER_DSN=smtp://mail.acme.io:587?${query}\n`, 'composer.lock', composer({ 'symfony/mailer': version })).security.effective;

  it('knows auto_tls from 7.1 on', () => {
    assert.equal(modeIn('auto_tls=false', '7.0.9'), 'starttls-opportunistic');
    assert.equal(modeIn('auto_tls=false', '7.1.0'), 'none');
    assert.equal(modeIn('auto_tls=false', '7.3.0'), 'none');
  });

  it('knows require_tls from 7.3 on', () => {
    assert.equal(modeIn('require_tls=true', '7.2.5'), 'starttls-opportunistic');
    assert.equal(modeIn('require_tls=true', '7.3.0'), 'starttls-required');
  });
});

describe('MAIL_ENCRYPTION of Laravel', () => {
  const text = 'APP_KEY=x\nMAIL_MAILER=smtp\nMAIL_HOST=mail.acme.io\nMAIL_PORT=465\nMAIL_ENCRYPTION=ssl\n';
  const errorsIn = (laravel: string, mailer: string) => {
    const project = projectWith('composer.lock', composer({ 'laravel/framework': laravel, 'symfony/mailer': mailer }));
    const { findings } = service.analyze({ path: '.env', text, project })!;
    return findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  };

  it('may be ssl before Symfony Mailer 7.2, and not with it', () => {
    assert.deepEqual(errorsIn('11.20.0', '7.1.0'), []);
    assert.match(errorsIn('11.20.0', '7.2.0').join(), /empty scheme/);
    assert.deepEqual(errorsIn('11.36.0', '7.2.0'), []);
  });
});

describe('the tag of an image', () => {
  const mastodon = (image: string) =>
    service
      .analyze({
        path: 'compose.yml',
        text: `services:\n  web:\n    image: ${image}\n    environment:\n      SMTP_SERVER: mail.acme.io\n      SMTP_PORT: "465"\n      SMTP_TLS: "true"\n      SMTP_ENABLE_STARTTLS_AUTO: "true"\n`,
      })!
      .findings.map(({ rule }) => rule);

  it('tells that Mastodon up to 4.3 does not mind two switches', () => {
    assert.deepEqual(mastodon('tootsuite/mastodon:v4.2'), []);
    assert.deepEqual(mastodon('ghcr.io/mastodon/mastodon:v4.3.1'), []);
  });

  it('tells nothing where it names no version, or one that may mind', () => {
    for (const image of ['tootsuite/mastodon:latest', 'tootsuite/mastodon', 'tootsuite/mastodon:v4.5.0'])
      assert.deepEqual(mastodon(image), ['tls/duplicate-switches']);
  });

  it('of a Compose file nearby decides the default of Stalwart', async () => {
    const text = '[queue.route."relay"]\ntype = "relay"\naddress = "mail.acme.io"\nport = 587\n';
    await service.prepare({ kind: 'toml', text });
    const modeWith = (image: string) =>
      service.analyze({ path: 'config.toml', text, project: projectWith('../compose.yaml', `services:\n  mail:\n    image: ${image}\n`) })!.settings[0]
        ?.security.effective;
    assert.equal(modeWith('stalwartlabs/stalwart:v0.15.2'), 'implicit-tls');
    assert.equal(modeWith('stalwartlabs/stalwart:v0.16'), 'starttls-opportunistic');
    assert.equal(modeWith('stalwartlabs/stalwart:latest'), 'implicit-tls');
  });
});

describe('EMAIL_HOST in the settings of Django', () => {
  const text = "EMAIL_HOST = 'mail.acme.io'\nEMAIL_PORT = 587\nEMAIL_USE_TLS = True\nEMAIL_TIMEOUT = 10\n";
  const mailers =
    "MAILERS = {'default': {'BACKEND': 'django.core.mail.backends.smtp.EmailBackend', 'OPTIONS': {'host': 'mail.acme.io', 'use_tls': True, 'timeout': 9}}}\n";

  async function severitiesIn(settings: string, requirements: string) {
    const python = createMailConfigService({ logger: { error: (message) => assert.fail(message) }, grammars: grammarFiles });
    await python.prepare({ kind: 'python', text: settings });
    const { findings } = python.analyze({
      path: 'shop/settings.py',
      text: settings,
      kind: 'python',
      project: projectWith('../requirements.txt', requirements),
    })!;
    return findings.filter(({ rule }) => rule === 'relay/deprecated-key').map(({ severity }) => severity);
  }

  it('is deprecated from 6.1 on', async () => {
    assert.deepEqual(await severitiesIn(text, 'Django==6.1.2\n'), ['information']);
    assert.deepEqual(await severitiesIn(text, 'Django==6.0.4\n'), []);
    assert.deepEqual(await severitiesIn(text, 'Django>=5\n'), []);
  });

  it('is not used beside MAILERS, unless that is not known yet', async () => {
    assert.deepEqual(await severitiesIn(text + mailers, 'Django==6.1.2\n'), ['warning']);
    assert.deepEqual(await severitiesIn(text + mailers, 'Django>=5\n'), ['warning']);
    assert.deepEqual(await severitiesIn(text + mailers, 'Django==5.2\n'), []);
  });
});

describe('the switches of FastAPI-Mail', () => {
  const countWith = (keys: string, version: string) =>
    service.analyze({
      path: '.env',
      text: `MAIL_SERVER=mail.acme.io\nMAIL_PORT=587\nMAIL_FROM=a@acme.io\nUSE_CREDENTIALS=true\n${keys}`,
      project: projectWith('poetry.lock', `[[package]]\nname = "fastapi-mail"\nversion = "${version}"\n`),
    })!.findings.length;

  it('had other names before 1.2', () => {
    assert.equal(countWith('MAIL_TLS=true\nMAIL_SSL=false\n', '1.1.4'), 0);
    assert.notEqual(countWith('MAIL_STARTTLS=true\nMAIL_SSL_TLS=false\n', '1.1.4'), 0);
    assert.notEqual(countWith('MAIL_TLS=true\nMAIL_SSL=false\n', '1.4.1'), 0);
    assert.equal(countWith('MAIL_STARTTLS=true\nMAIL_SSL_TLS=false\n', '1.4.1'), 0);
  });
});
