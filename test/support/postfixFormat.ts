import { postconf } from '../../src/service/postconf/postconf.ts';
import type { PostconfHost, PostconfResult } from '../../src/service/postconf/types.ts';
import type { Random } from './random.ts';

const HOST: PostconfHost = {
  hostName: 'mail.example.com',
  processId: 1,
  addresses: [{ address: '127.0.0.1', prefix: 8 }],
  hasIpv4: true,
  hasIpv6: true,
  resolve: () => [],
};

/** What our postconf says of a folder with these files. */
export function postconfOf(files: Readonly<Record<string, string>>, ...args: readonly string[]): PostconfResult {
  return postconf({
    args: ['-c', '/etc/postfix', ...args],
    version: '3.7',
    host: HOST,
    env: { NORANDOMIZE: '1' },
    readFile: (path) => {
      const text = files[path.replace('/etc/postfix/', '')];
      return text === undefined ? { failed: 'open', reason: 'No such file or directory' } : { text };
    },
  });
}

const BLANKS = ['', ' ', '  ', '\t', ' \t'];
const GAPS = [' ', '  ', '\t', '   '];
const ARGUMENTS = [
  ...['-o smtpd_tls_security_level=encrypt', '-osmtpd_client_restrictions=permit', '-o { smtpd_helo_restrictions = permit_mynetworks, reject }', '-v'],
  ...['-o {\n   syslog_name =  a  b\n  }', '-o { smtpd_banner = a   b }', '-o myorigin=$mydomain', '-vv', '-o smtpd_recipient_restrictions='],
];

/** A master.cf that Postfix reads, in any shape. */
export function saneMasterText(random: Random): string {
  const gap = () => random.pick(GAPS);
  const joint = () => random.pick([' ', '  ', '\n  ', '\n\t', '\n    ', '\n# c\n  ', '\n  # c \n ', '\n\n  ', ' \n  ']);
  const service = (index: number) => {
    const columns = [
      `s${index}`,
      random.pick(['inet', 'unix', 'unix-dgram']),
      '-',
      '-',
      'n',
      random.pick(['-', '60', '300?']),
      random.pick(['-', '1', '0']),
      'smtpd',
    ];
    const head = columns.reduce((text, column) => text + (random.below(12) === 0 ? '\n  ' : gap()) + column);
    return head + Array.from({ length: random.below(4) }, () => joint() + random.pick(ARGUMENTS)).join('') + random.pick(BLANKS);
  };
  const aside = () => random.pick(['# comment  \n', '\n', '   \n', '  # indented\n', '\n\n\n\n', '']);
  const newline = random.pick(['\n', '\n', '\r\n']);
  return Array.from({ length: 1 + random.below(6) }, (_, index) => `${aside()}${service(index)}\n`)
    .join('')
    .replaceAll('\n', newline);
}

const LONG = `${'permit_mynetworks, check_client_access cidr:/etc/postfix/clients, permit_sasl_authenticated, '.repeat(4)}reject`;

/** Settings that the formatter breaks, aligns or has to leave alone, to go with any other text. */
export function longSettings(random: Random): string {
  const rows = [
    `smtpd_recipient_restrictions=${LONG}`,
    `transport_maps = ${Array.from({ length: 9 }, (_, index) => `hash:/etc/postfix/transport${index}`).join(' ')}`,
    'smtpd_banner = a   b\n    c     d',
    'own =  x\n   y    z\nsmtpd_banner = $own',
    `mynetworks = ${Array.from({ length: 20 }, (_, index) => `192.0.2.${index}`).join(',')}, #x ${'10.0.0.0/8, '.repeat(8)}`,
    `mydestination = ${'$myhostname, ${foo ? {a b} : {c d}}, '.repeat(5)}\n`,
    'smtpd_milters = {\n    unix:/x,\n      connect_timeout=10s }',
    'relay_domains\n  = a.test',
  ];
  return `${random.pick(rows)}\n`;
}
