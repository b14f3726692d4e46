import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileKind, needsText } from '../../../src/parse/fileKind.ts';

describe('fileKind', () => {
  for (const [kind, paths] of [
    ['postfix-main', ['main.cf', '/etc/postfix/main.cf', 'main.cf.example', 'main.cf.j2', 'config/postfix-main.cf', 'C:\\postfix\\main.cf']],
    ['postfix-master', ['master.cf', '/etc/postfix/master.cf', 'master.cf.dist']],
    [
      'postfix-map',
      [
        'sasl_passwd',
        'config/postfix-relaymap.cf',
        'deploy/sasl_passwd.example',
        'etc/postfix/transport',
        'C:\\postfix\\transport',
        'postfix/virtual',
        'postfix/client_access.cidr',
        'postfix/header_checks.pcre',
        'postfix/sasl/passwd',
        'postfix/tls_policy',
        'postfix/relayhost_map',
        '/etc/aliases',
        'mail/aliases',
        'config/postfix-virtual.cf',
      ],
    ],
    [
      'dotenv',
      [
        '.env',
        '.env.local',
        '.env.production.sample',
        'a/.env.example',
        'smtp.env',
        'mail.env.example',
        'env.example',
        'env-defaults',
        '.env.template',
        '.envrc',
        'env',
      ],
    ],
    ['yaml', ['a.yml', 'a.yaml', 'docker-compose.yml', 'application-mail.yml', 'alertmanager.yml.example', 'values.yaml.tmpl', 'A.YAML']],
    ['json', ['appsettings.json', 'appsettings.Template.json', 'a.jsonc', 'config.production.json', 'a.json.dist']],
    [
      'ini',
      [
        'grafana.ini',
        'conf/app.ini.example',
        'php.ini-production.ini',
        '.gitconfig',
        '/etc/gitconfig',
        'a/.git/config',
        '~/.config/git/config',
        'config.ini.php',
        '.user.ini',
      ],
    ],
    ['properties', ['application.properties', 'application-prod.properties', 'mail.properties.sample']],
    ['systemd', ['app.service', '/etc/systemd/system/app.service.d/mail.conf', 'app.container', 'app@.service.example']],
    ['msmtp', ['.msmtprc', '/etc/msmtprc', 'msmtprc.sample', '~/.config/msmtp/config', 'dot.msmtprc']],
    ['ssmtp', ['/etc/ssmtp/ssmtp.conf', 'ssmtp.conf.tmpl']],
    ['nullmailer', ['/etc/nullmailer/remotes']],
    ['dma', ['/etc/dma/dma.conf', '/etc/dma/auth.conf']],
    ['mutt', ['.muttrc', 'neomuttrc', 'work.muttrc', '.muttrc.local']],
    ['xml', ['web.config', 'Web.Release.config', 'conf/mailetcontainer.xml', 'log4j2.xml']],
    ['toml', ['config.toml', 'listmonk.toml.sample']],
    [
      undefined,
      [
        'auth.conf',
        'remotes',
        'pom.xml',
        'packages.config',
        'x.config',
        'tox.ini',
        'setup.cfg',
        'odoo.conf',
        'config',
        'gradle.properties',
        'messages_de.properties',
        'Cargo.toml',
        'uv-lock.toml',
        'package.json',
        'package-lock.json',
        'pnpm-lock.yaml',
        'tsconfig.json',
        'tsconfig.build.json',
        'a.schema.json',
        'node_modules/x/.env',
        'vendor/a/config.yml',
        'a.txt',
        'environment.ts',
        'README.md',
        'postfix-master.cf',
        'sasl_passwd.db',
        'sasl_passwd.lmdb',
        'transport',
        'src/virtual',
        'nginx/access.txt',
        'postfix/access.rb',
        'postfix/aliases.db',
        'bash/aliases',
        'postfix-accounts.cf',
        '/etc/passwd',
        '.github/dependabot.yml',
        '',
      ],
    ],
  ] as const) {
    for (const path of paths) it(`takes ${JSON.stringify(path)} for ${kind}`, () => assert.equal(fileKind(path), kind));
  }

  it('says which names settle nothing', () => {
    for (const name of ['a.cf', 'a.conf', 'a.cfg.example', 'a.dll.config', 'remotes', 'a.py']) assert.equal(needsText(name), true, name);
    for (const name of ['a.txt', 'Makefile', 'README.md']) assert.equal(needsText(name), false, name);
  });

  it('takes remotes of nullmailer, not of git', () => {
    assert.equal(fileKind('remotes', 'smtp.example.com smtp --port=587\n'), 'nullmailer');
    assert.equal(fileKind('remotes', 'origin https://example.com/x.git\n'), undefined);
  });

  it('takes XML that speaks of mail', () => {
    assert.equal(fileKind('a.xml', '<a smtp="x"/>'), 'xml');
    assert.equal(fileKind('x.dll.config', '\n<mailSettings/>'), 'xml');
    assert.equal(fileKind('a.xml', '<a/>'), undefined);
    assert.equal(fileKind('web.config', '<a/>'), undefined);
  });

  it('looks into other .conf and .cfg files', () => {
    for (const name of ['odoo.conf', 'airflow.cfg', 'accounts.conf', 'automatic.conf.dist'])
      assert.equal(fileKind(name, '# x\n[email]\nemail_host = smtp.example.com\n'), 'ini');
    assert.equal(fileKind('nginx.conf', 'server {\n  smtp = x;\n}\n'), undefined);
    assert.equal(fileKind('wg0.conf', '[Interface]\nAddress = 10.0.0.1\n'), undefined);
    assert.equal(fileKind('setup.cfg', '[a]\nemail = x\n'), undefined);
  });

  it('takes settings of Play and Akka that speak of mail for HOCON', () => {
    assert.equal(fileKind('conf/application.conf', 'play.mailer.host = "h"\n'), 'hocon');
    assert.equal(fileKind('conf/prod.conf', 'include "application"\nplay {\n  mailer.host = h\n}\n'), 'hocon');
    assert.equal(fileKind('application.prod.conf', 'smtp {\n  host = h\n}\n'), 'hocon');
    assert.equal(fileKind('mail.hocon'), 'hocon');
    assert.equal(fileKind('application.conf', 'akka.loglevel = INFO\n'), undefined);
    assert.equal(fileKind('mail.conf', 'smtp {\n  host = h\n}\n'), undefined);
  });

  it('looks into other .cf files', () => {
    assert.equal(fileKind('relay.cf', '# x\nrelayhost = [a]:587\n'), 'postfix-main');
    assert.equal(fileKind('extra.cf', 'smtp inet n - y - - smtpd\n  -o smtpd_tls_security_level=may\n'), undefined);
    assert.equal(fileKind('postfix-master.cf', 'smtp inet n - y - - smtpd\n'), 'postfix-master');
    assert.equal(fileKind('postfix-master.cf', 'submission/inet/syslog_name=postfix/submission\n'), undefined);
    assert.equal(fileKind('relay.cf'), undefined);
  });
});
