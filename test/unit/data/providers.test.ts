import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allProviders, nearestProviderHost, providerById, providerOf, providerSources, wellKnownService } from '../../../src/data/providers.ts';

describe('providerOf', () => {
  for (const [host, id] of [
    ['smtp.sendgrid.net', 'sendgrid'],
    ['SMTP.Gmail.com.', 'gmail'],
    ['email-smtp.eu-west-1.amazonaws.com', 'amazon-ses'],
    ['contoso-com.mail.protection.outlook.com', 'm365-direct-send'],
    ['smtppro.zoho.eu', 'zoho-mail'],
    ['smtp.yandex.com', 'yandex'],
    ['mailpit', 'mailpit'],
    ['disroot.org', 'disroot'],
    ['localhost', undefined],
    ['127.0.0.1', undefined],
    ['mail.example.com', undefined],
    ['', undefined],
  ] as const) {
    it(`knows ${JSON.stringify(host)} as ${id}`, () => assert.equal(providerOf(host)?.id, id));
  }
});

describe('nearestProviderHost', () => {
  for (const [host, meant] of [
    ['smtp.gmial.com', 'smtp.gmail.com'],
    ['smtp.gmai.com', 'smtp.gmail.com'],
    ['smpt.gmail.com', 'smtp.gmail.com'],
    ['smtp.sendgrid.com', 'smtp.sendgrid.net'],
    ['smtp.mailgun.com', 'smtp.mailgun.org'],
    ['smtp.ofice365.com', 'smtp.office365.com'],
    ['email-smtp.us-east-1.amazonaw.com', 'email-smtp.us-east-1.amazonaws.com'],
    ['smtp.aol.con', 'smtp.aol.com'],
    ['smtp.gmail.co', 'smtp.gmail.com'],
    // Other companies, not typing errors.
    ['smtp.acl.com', undefined],
    ['smtp.mymail.com', undefined],
    ['mail.gmx.at', undefined],
    ['smtp.mail.de', undefined],
    ['smtp.email.com', undefined],
    ['smtp.uol.com.br', undefined],
    ['smtp.fastmail.fm', undefined],
    ['smtp.1und1.com', undefined],
    ['smtp.gmail.com', undefined],
    ['smtp.example.com', undefined],
    ['gmail', undefined],
    ['x'.repeat(100_000), undefined],
  ] as const) {
    it(`takes ${host.slice(0, 40)} for ${meant}`, () => assert.equal(nearestProviderHost(host), meant));
  }
});

describe('provider facts', () => {
  it('names the ports on which nothing listens, and recommends another', () => {
    const postmark = providerById('postmark')!;
    assert.deepEqual(postmark.notListening, [465]);
    assert.equal(postmark.preferred, 587);
    for (const { id, preferred, notListening = [] } of allProviders()) assert.ok(preferred === undefined || !notListening.includes(preferred), id);
  });

  it('gives the mode of each port where the port alone would mislead', () => {
    const mode = (id: string, port: number) => providerById(id)?.ports.find((each) => each.port === port)?.mode;
    assert.equal(mode('mailtrap-sandbox', 465), 'starttls-offered');
    assert.equal(mode('charter', 587), 'implicit-tls');
    assert.equal(mode('smtp2go', 443), 'implicit-tls');
  });

  it('has a user name of the form that it asks for where the name is a fixed word', () => {
    for (const { id, username } of allProviders()) {
      if (username.type === 'literal') assert.ok(username.literal, id);
      if (username.literal && username.pattern) assert.match(username.literal, new RegExp(username.pattern), id);
    }
  });

  it('explains every reply and every shape of a secret', () => {
    for (const { id, replies = [], passwordShapes = [] } of allProviders()) {
      for (const { cause, category } of replies) {
        assert.ok(cause, id);
        assert.match(category, /^[a-z]+\.[a-z-]+$/);
      }
      for (const { means } of passwordShapes) assert.ok(means, id);
    }
  });

  it('knows every source it names', () => {
    for (const provider of allProviders()) assert.equal(providerSources(provider).length, provider.sources.length, provider.id);
  });
});

describe('wellKnownService', () => {
  it('finds nodemailer services by name, alias and domain', () => {
    for (const name of ['Gmail', 'google mail', 'gmail.com']) assert.equal(wellKnownService(name)?.host, 'smtp.gmail.com');
    assert.deepEqual(wellKnownService('SES-EU-WEST-1'), { names: ['ses-eu-west-1'], host: 'email-smtp.eu-west-1.amazonaws.com', port: 465, secure: true });
    assert.equal(wellKnownService('smtp'), undefined);
    assert.equal(wellKnownService(''), undefined);
  });
});
