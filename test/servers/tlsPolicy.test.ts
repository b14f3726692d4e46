import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { viewOfTexts } from '../../src/discover/postfixFolder.ts';
import { rules } from '../../src/rules/registry.ts';
import { runRules } from '../../src/rules/run.ts';
import { understand } from '../../src/service/understand.ts';
import { type Delivery, deliverThrough } from '../support/postfixDelivery.ts';
import { isInstalled, postfixObstacle } from '../support/postfixInstance.ts';

const skip = postfixObstacle() ?? (isInstalled('smtp-source') ? false : 'smtp-source is not installed: sudo apt-get install -y postfix');

const POLICIES = [
  ...[
    'encrypt',
    'ENCRYPT',
    'none',
    'none whatever',
    'may',
    'may ciphers=high',
    'may servername=mx.test',
    'dane',
    'verify match=hostname',
    'secure match=nexthop:dot-nexthop',
  ],
  ...[
    'secure match=a match=b',
    'secure match=a:b',
    'encrypt protocols=TLSv1.2',
    'encrypt, protocols=TLSv1.2',
    'encrypt PROTOCOLS=TLSv1.2',
    'encrypt protocols=',
  ],
  ...[
    'encrypt exclude=',
    'encrypt exclude=aNULL',
    'encrypt exclude=bogus',
    'encrypt servername=mx.test',
    'encrypt connection_reuse=NO',
    'may protocols=!SSLv3 exclude=MD5',
  ],
  ...[
    'ecnrypt',
    'yes',
    'halfdane',
    'encrypt foo=bar',
    'encrypt exclude',
    'secure match',
    'encrypt match = x',
    'may match=x',
    'encrypt match=x',
    'encrypt tafile=/x',
  ],
  ...[
    'secure match=',
    'encrypt ciphers=',
    'encrypt servername=',
    'encrypt ciphers=strong',
    'may ciphers=strong',
    'encrypt protocols=TLSv9',
    'may protocols=TLSv9',
  ],
  ...['encrypt protocols=TLSv1.2 protocols=TLSv1.3', 'encrypt ciphers=high ciphers=high', 'encrypt exclude=a exclude=b', 'encrypt servername=a servername=b'],
  ...['encrypt connection_reuse=maybe', 'encrypt connection_reuse=no connection_reuse=no'],
];

/** Parameters of one client each, beside `smtp_tls_security_level = may`. */
const SETTINGS: readonly Readonly<Record<string, string>>[] = [
  ...['', 'none', 'Encrypt', 'encrypt', 'dane', 'required', 'yes', 'halfdane', 'may encrypt', 'starttls'].map((level) => ({ smtp_tls_security_level: level })),
  { smtp_tls_ciphers: 'strong' },
  { smtp_tls_mandatory_ciphers: 'strong' },
  { smtp_tls_mandatory_ciphers: 'strong', smtp_tls_security_level: 'encrypt' },
  { smtp_tls_protocols: 'TLSv9' },
  { smtp_tls_mandatory_protocols: 'TLSv9' },
  { smtp_tls_mandatory_protocols: 'TLSv9', smtp_tls_security_level: 'encrypt' },
  { smtp_tls_exclude_ciphers: 'bogus' },
  { tls_ssl_options: 'FOO' },
  { smtp_tls_wrappermode: 'yes' },
  { smtp_tls_wrappermode: 'yes', smtp_tls_security_level: 'none' },
  { smtp_tls_policy_maps: '/etc/postfix/tls_policy' },
  { smtp_tls_secure_cert_match: '' },
  { smtp_tls_verify_cert_match: '' },
  { smtp_tls_fingerprint_digest: 'sha256' },
  { smtp_tls_loglevel: '9' },
  { smtp_dns_support_level: 'foo' },
  { smtp_dns_support_level: 'dnssec' },
  { smtp_address_preference: 'foo' },
  { smtp_host_lookup: 'foo' },
  { smtp_sasl_auth_enable: 'yes' },
  { smtp_sasl_auth_enable: 'yes', smtp_sasl_password_maps: 'static:user:secret', smtp_sasl_type: 'bogus' },
  { smtp_tls_note_starttls_offer: 'maybe' },
  { smtp_connect_timeout: '5x' },
  { smtp_pix_workarounds: 'foo' },
  { smtp_discard_ehlo_keywords: 'foo' },
];

/** What we call an error in a main.cf with this policy table beside it. */
function errorsIn(main: string, table = ''): string[] {
  const around = viewOfTexts({ tls_policy: table });
  const context = understand({ path: '/etc/postfix/main.cf', text: main, kind: 'postfix-main', around, postfixVersion: '3.7' })!;
  const onRuleError = (_: string, error: Error) => {
    throw error;
  };
  return runRules(context, { rules, onRuleError }).flatMap(({ severity, rule }) => (severity === 'error' ? [rule] : []));
}

/** Mail is not sent, and not because the certificate of our server is from nobody. */
const fails = ({ status, reason }: Delivery) => status !== 'sent' && reason !== 'Server certificate not verified';

describe('mail through a real smtp(8)', { skip }, () => {
  let deliveries: Map<string, Delivery>;

  before(async () => {
    if (skip) return;
    const policies = POLICIES.map((policy, index) => [`p${index}`, { smtp_tls_policy_maps: `inline:{ { [127.0.0.1]:$PORT = ${policy} } }` }] as const);
    deliveries = await deliverThrough(new Map([...policies, ...SETTINGS.map((settings, index) => [`s${index}`, settings] as const)]));
  });

  it('waits exactly for the TLS policies that a rule calls an error', () => {
    const main = 'relayhost = [127.0.0.1]:587\nsmtp_tls_security_level = may\nsmtp_tls_policy_maps = texthash:/etc/postfix/tls_policy\n';
    const wrong = POLICIES.flatMap((policy, index) => {
      const delivery = deliveries.get(`p${index}`)!;
      const errors = errorsIn(main, `[127.0.0.1]:587 ${policy}\n`);
      return errors.length > 0 === fails(delivery) ? [] : [{ policy, errors, ...delivery }];
    });
    assert.deepEqual(wrong, []);
  });

  it('waits, or has no client to go through, exactly at the settings that a rule calls an error', () => {
    const wrong = SETTINGS.flatMap((settings, index) => {
      const delivery = deliveries.get(`s${index}`)!;
      const lines = Object.entries({ smtp_tls_security_level: 'may', ...settings }).map(([name, value]) => `${name} = ${value}\n`);
      const errors = errorsIn(`relayhost = [127.0.0.1]:587\n${lines.join('')}`);
      return errors.length > 0 === fails(delivery) ? [] : [{ settings, errors, ...delivery }];
    });
    assert.deepEqual(wrong, []);
  });
});
