import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
