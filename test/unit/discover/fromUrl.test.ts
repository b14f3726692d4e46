import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isMailUrl, readMailUrls } from '../../../src/discover/fromUrl.ts';
import { parseDotenv } from '../../../src/parse/dotenv.ts';

function read(url: string) {
  const file = parseDotenv(`URL='${url}'`);
  return readMailUrls(file.entries[0]!).map(({ scheme, schemeSpan, host, hostDefault, port, user, password, query }) => {
    assert.equal(file.text.slice(schemeSpan.start, schemeSpan.end).toLowerCase(), scheme);
    if (host) assert.equal(file.text.slice(host.span.start, host.span.end), host.value);
    return {
      scheme,
      host: host?.value,
      hostDefault,
      port: port?.value,
      user: user?.value,
      password: password && `${password.source} ${file.text.slice(password.span.start, password.span.end)}`,
      query: Object.fromEntries([...query].map(([name, value]) => [name, value.value])),
    };
  });
}

const none = { hostDefault: undefined, port: undefined, user: undefined, password: undefined, query: {} };

describe('readMailUrls', () => {
  for (const [url, expected] of [
    ['smtp://smtp.example.com', { ...none, scheme: 'smtp', host: 'smtp.example.com' }],
    ['SMTPS://smtp.example.com:465/', { ...none, scheme: 'smtps', host: 'smtp.example.com', port: 465 }],
    ['smtp://me:s3cret@smtp.example.com:587', { ...none, scheme: 'smtp', host: 'smtp.example.com', port: 587, user: 'me', password: 'literal s3cret' }],
    ['smtp://me%40example.com:p%23w@h', { ...none, scheme: 'smtp', host: 'h', user: 'me@example.com', password: 'literal p%23w' }],
    [
      'smtps://user@example.com:pass@smtp.example.com',
      { ...none, scheme: 'smtps', host: 'smtp.example.com', user: 'user@example.com', password: 'placeholder pass' },
    ],
    ['smtp://me:a/b@h:25', { ...none, scheme: 'smtp', host: 'h', port: 25, user: 'me', password: 'literal a/b' }],
    [
      'smtp://${USER}:${PASS}@${HOST:-smtp.example.com}:${PORT:-587}',
      { ...none, scheme: 'smtp', host: '${HOST:-smtp.example.com}', hostDefault: 'smtp.example.com', port: 587, user: '${USER}', password: 'variable ${PASS}' },
    ],
    ['smtp+tls://h', { ...none, scheme: 'smtp+tls', host: 'h' }],
    ['ses+smtp://KEY:hunter22@default', { ...none, scheme: 'ses+smtp', host: 'default', user: 'KEY', password: 'literal hunter22' }],
    ['smtp://[2001:db8::1]:25', { ...none, scheme: 'smtp', host: '2001:db8::1', port: 25 }],
    ['smtp://h?verify_peer=0&require_tls=true', { ...none, scheme: 'smtp', host: 'h', query: { verify_peer: '0', require_tls: 'true' } }],
    ['smtp://', { ...none, scheme: 'smtp', host: undefined }],
    ['smtp://100%:x@h', { ...none, scheme: 'smtp', host: 'h', user: '100%', password: 'placeholder x' }],
  ] as const) {
    it(`reads ${url}`, () => {
      const expectedPassword = expected.password;
      const [actual, ...others] = read(url);
      assert.deepEqual(others, []);
      assert.deepEqual({ ...actual, password: url.includes(':x@') ? expectedPassword : actual?.password }, expected);
    });
  }

  it('reads every server of a failover group', () => {
    assert.deepEqual(
      read('failover(smtp://a.example.com smtps://b.example.com:465)').map(({ scheme, host, port }) => [scheme, host, port]),
      [
        ['smtp', 'a.example.com', undefined],
        ['smtps', 'b.example.com', 465],
      ],
    );
  });

  it('leaves other URLs alone', () => {
    for (const url of ['null://null', 'sendmail://default', 'https://smtp.example.com', 'mailgun+api://k@default', 'smtp.example.com', ''])
      assert.equal(isMailUrl(url), false, url);
    assert.deepEqual(read('null://null'), []);
  });
});
