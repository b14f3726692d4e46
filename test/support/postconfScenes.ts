import type { Random } from './random.ts';

/** A configuration folder and a way to ask postconf about it. */
export interface GeneratedScene {
  readonly main: string;
  readonly master: string;
  readonly args: readonly string[];
}

/** Parameters of every type, those that Postfix makes up for services, and names that only a user gives. */
const NAMES = [
  ...['myhostname', 'mydomain', 'myorigin', 'mydestination', 'relayhost', 'mynetworks', 'mynetworks_style', 'inet_interfaces', 'inet_protocols'],
  ...['compatibility_level', 'smtpd_banner', 'max_use', 'ipc_timeout', 'soft_bounce', 'queue_minfree', 'mail_owner', 'alias_maps', 'virtual_maps'],
  ...['smtpd_recipient_restrictions', 'smtpd_restriction_classes', 'smtp_tls_security_level', 'smtp_tls_policy_maps', 'default_database_type'],
  ...['relay_destination_concurrency_limit', 'smtp_destination_rate_delay', 'x_destination_recipient_limit', 'filter_time_limit', 'policy_time_limit'],
  ...['default_destination_recipient_limit', 'local_recipient_limit', 'own_initial_destination_concurrency', 'smtp-x_delivery_slot_cost'],
  ...['foo', 'bar', 'baz', 'Foo', 'foo_bar', 'foo-bar', 'strict', 'lenient', 'acc_bind', 'acc_search_base', 'acc_hosts', 'acc_nope', 'debug_peer_list'],
  ...['mail_version', 'process_name', 'service_name', 'config_directory', 'command_directory', 'import_environment', 'maillog_file', 'stress'],
  ...['address_verify_map', 'smtp_tls_session_cache_database', 'smtpd_client_connection_count_limit', 'bounce_size_limit', 'mua_client_restrictions'],
  ...[
    'smtpd_use_tls',
    'permit_mx_backup_networks',
    'smtputf8_enable',
    'proxy_read_maps',
    'smtp_host_lookup',
    'in_flow_delay',
    'delay_logging_resolution_limit',
  ],
];

const MACROS = [
  ...['$foo', '${foo}', '$(foo)', '$bar', '$Foo', '$foo-bar', '${foo-bar}', '$foo_bar.', '$$', '$$foo', '$nosuch', '${nosuch}', '$myhostname', '$mail_version'],
  ...['${foo?x}', '${foo:x}', '${foo?{x}}', '${foo:{x}}', '${foo?{x}:{y}}', '${foo ? {x y} : {$bar}}', '${foo?x:y}', '$(foo?{x}:{y})', '${foo?}', '${foo:}'],
  ...['${nosuch?{x}:{y}}', '${bar?${foo:{z}}}', '${foo?{${bar?{${baz?deep}}}}}', '${foo?{a}{b}}', '${foo?{a}:{b}c}', '${foo?{a} :{b}}', '${ foo }', '${foo }'],
  ...[
    '${{x}=={x}?{y}:{n}}',
    '${{x} != {y} ? {y} : {n}}',
    '${{$foo} <= {10}?{le}}',
    '${{9} < {10}?{num}:{str}}',
    '${{09}=={9}?{num}:{str}}',
    '${{a}<{B}?{l}:{g}}',
  ],
  ...['${{$compatibility_level} <level {3.6} ? {old} : {new}}', '${{2} >=level {10}?{x}:{y}}', '${{3.6.1} ==level {3.6}?{x}:{y}}', '${{x} <level {y}?{a}:{b}}'],
  ...[
    '${{x} ~ {y}?{z}}',
    '${{x}=={y}}',
    '${{x}=={y}?z}',
    '${{x}=={y}?z:{w}}',
    '${{x}{y}?{z}}',
    '${{x}==y?{z}}',
    '${x=={y}?{z}}',
    '${{}=={}?{e}:{f}}',
    '${{ a b }=={a b}?{t}}',
  ],
  ...['${', '${foo', '$(foo', '$(foo}', '${foo)', '$', '$.', '${}', '$()', '${?x}', '${{x}', '${{x}==', '${{x}=={x}?{', '${foo?{x}', '${foo:{x}:{y}}'],
  ...[
    '$stress',
    '${stress?{1}:{2}}',
    '$process_name',
    '${mail_name}',
    '$config_directory',
    '${compatibility_level}',
    '$relayhost',
    '$mynetworks',
    '$virtual_alias_maps',
  ],
  ...['$foo$bar', '${foo}${bar}', '$foo,$bar', 'x$foo', '"$foo"', "'${bar}'", '${foo?$bar$baz}', '${acc_hosts}', '${x_destination_recipient_limit}'],
];

const WORDS = [
  ...[
    'a',
    'b.test',
    '10',
    '0',
    '-1',
    '5m',
    'yes',
    'No',
    'all',
    'ipv4',
    '[mx.test]:587',
    'x,y',
    'a, b',
    '#',
    '# c',
    '#c',
    'a#b',
    '"',
    "'",
    '"q r"',
    '\\',
    '=',
    '= =',
    '==',
  ],
  ...['{', '}', '{ a b }', '{a}{b}', '{ {a} {b} }', '{ a', 'a }', '{{', '}}', '(', ')', '?', ':', ';', '|', '<>', '%s', '%d', '%', '@', '!', '*', '~'],
  ...['ü', 'Ä', '\u00a0', '\u00ff', '\u20ac', '\ufeff', '\u0001', '\u007f', '\u001b[1m', '\0', 'a\0b', '\f', '\v', '\t', '\r', 'a\rb'],
  ...['hash:/x', 'ldap:acc', 'mysql:acc', 'pgsql:acc', 'memcache:acc', 'sqlite:acc', 'proxy:ldap:acc', 'proxy:mysql:nope', 'ldap:/etc/acc.cf', 'ldap:$foo'],
  ...[
    'inline:{ a=b }',
    'inline:{ { a = b c } }',
    'inline:{a',
    'pipemap:{hash:/a,ldap:acc}',
    'unionmap:{ldap:acc, static:x}',
    'unionmap:{ldap:acc',
    'static:{a b}',
    'static:x',
    'texthash:/x',
  ],
  ...[
    'check_client_access ldap:acc',
    'check_policy_service unix:private/p',
    'check_policy_service { unix:private/p, timeout=1s }',
    'strict',
    'lenient',
    'strict, lenient',
    'permit',
    'reject',
  ],
  ...['127.0.0.1', '127.0.0.0/8', '[::1]/128', 'loopback-only', 'localhost', '3.6', '2', '999', '1.2.3.4.5', 'w'.repeat(300), 'long word '.repeat(40)],
];

const SPACES = ['', ' ', ' ', ' ', '  ', '\t', ' \t '];
const JOINTS = ['', ' ', ' ', ', ', ',', '\n ', '\n\t', '\n    ', '\r\n ', '\n# c = d\n  ', '\n\n ', '\n  # c\n ', '\n \n  ', '\n#\n\t', '\n\r\n '];
const ASIDES = ['', '', '', '', '# comment\n', '\n', '   \n', '  # indented = comment\n', '\r\n', '#\n', '\t\n', '\f\n', '\v#\n'];
/** Lines that stop every Postfix program, or come near to it. */
const ODD_LINES = [
  'foo\n',
  'foo bar\n',
  '= x\n',
  '=\n',
  ' foo = 1\n',
  '\ufeff# c\n',
  '\ufefffoo = 1\n',
  '\0\n',
  'foo\0 = 1\n',
  '#\0\n',
  'foo\r=1\n',
  'foo bar = baz\n',
  '[x]\n',
  'ü = 1\n',
  'foo\u00a0= 1\n',
];

function valueText(random: Random): string {
  const word = () => (random.below(5) < 2 ? random.pick(MACROS) : random.pick(WORDS));
  const count = random.pick([0, 1, 1, 1, 2, 2, 3, 4]);
  return Array.from({ length: count }, word).reduce((text, part, index) => text + (index > 0 ? random.pick(JOINTS) : '') + part, '');
}

/** Values that end postconf only rarely. */
function tameValue(random: Random): string {
  return random.pick([
    '',
    '1',
    'x',
    '10',
    '$foo',
    '${bar}',
    'ldap:acc',
    'strict',
    'strict, lenient',
    'a b',
    '${foo?{x}:{y}}',
    '$own',
    'hash:/x, ldap:acc',
    '${{x}=={x}?{y}}',
  ]);
}

function mainText(random: Random): string {
  const isTame = random.below(3) > 0;
  const setting = () => {
    const value = isTame && random.below(4) > 0 ? tameValue(random) : valueText(random);
    return `${random.pick(NAMES)}${random.pick(SPACES)}=${random.pick(SPACES)}${value}${random.pick(['', '', '', ' ', '\r', '\t '])}\n`;
  };
  const odd = () => (random.below(60) === 0 ? random.pick(ODD_LINES) : '');
  const text = Array.from({ length: random.below(10) }, () => random.pick(ASIDES) + odd() + setting()).join('');
  const ended = random.below(5) === 0 ? text.trimEnd() : text;
  return random.below(12) === 0 ? ended.replaceAll('\n', '\r\n') : ended;
}

const SERVICES = [
  'smtp',
  'submission',
  'smtps',
  '127.0.0.1:10025',
  '[::1]:2525',
  'localhost:smtp',
  'relay',
  'x',
  'own',
  'filter',
  'policy',
  'x-y',
  '127.0.0.1/24',
  'ü',
];
const TYPES = ['inet', 'inet', 'inet', 'unix', 'unix', 'unix', 'pass', 'fifo', 'unix-dgram'];
const COMMANDS = [
  'smtpd',
  'smtp',
  'lmtp',
  'pipe',
  'spawn',
  'local',
  'virtual',
  'error',
  'discard',
  'cleanup',
  'qmgr',
  'proxymap',
  'postscreen',
  '/usr/lib/smtp',
  'x',
];
const OPTION_NAMES = [...NAMES, 'user', 'syslog_name', 'smtpd_tls_wrappermode', 'smtpd_client_restrictions', 'transport_time_limit', 'own', 'cls'];

function optionText(random: Random): string {
  const name = random.pick(OPTION_NAMES);
  const value = random.below(3) === 0 ? random.pick(WORDS) : random.below(2) === 0 ? random.pick(MACROS) : tameValue(random);
  const flat = value.replaceAll(/[\n ]/g, '');
  switch (random.below(12)) {
    case 0:
      return `-o { ${name} = ${value} }`;
    case 1:
      return `-o {${name}=${value}}`;
    case 2:
      return `-o {${name} = ${value}}x`;
    case 3:
      return `-o${name}=${flat}`;
    case 4:
      return `-v -o ${name}=${flat}`;
    case 5:
      return `-vo ${name}=${flat}`;
    case 6:
      return `-o ${name}`;
    case 7:
      return `{-o} {${name}=${value}}`;
    case 8:
      return random.pick([
        '-o',
        '-v',
        '-vv',
        '-D',
        '-',
        '--',
        '-n x',
        '-o -o',
        '-o {',
        '-o {}',
        '-o { }',
        '-o {=}',
        '-o =',
        '-o =x',
        '-c',
        '-s 3',
        '-t pass',
        '-z',
        '-u',
      ]);
    default:
      return `-o ${name}=${flat}`;
  }
}

const PLAIN_ARGUMENTS = [
  'user=nobody',
  'flags=DRhu',
  'argv=/bin/x $sender ${recipient}',
  'argv=/x { a b }',
  '{ argv=/x y }',
  'null_sender=',
  '{a',
  '{}',
  '#x',
  '"q r"',
  '$foo',
  '${nosuch}',
];

function masterText(random: Random): string {
  const odd = (usual: string, instead: readonly string[]) => (random.below(60) === 0 ? random.pick(instead) : usual);
  const flag = () => odd(random.pick(['-', '-', 'n', 'n', 'y']), ['Y', 'yes', 'x', '--']);
  const service = () => {
    const words = [
      odd(random.pick(SERVICES), ['#x', '', '=']),
      odd(random.pick(TYPES), ['tcp', 'INET', '-']),
      flag(),
      flag(),
      flag(),
      odd(random.pick(['-', '0', '60?', '300', '1000?']), ['1m', '-1', '?', '1.5', '0x1']),
      odd(random.pick(['-', '0', '1', '100']), ['-1', '1?', 'x', '99999999999']),
      random.pick(COMMANDS),
    ];
    if (random.below(80) === 0) words.length = 1 + random.below(7);
    const argument = () => (random.below(4) === 0 ? random.pick(PLAIN_ARGUMENTS) : optionText(random));
    const rest = Array.from(
      { length: random.pick([0, 0, 1, 2, 3, 6]) },
      () => random.pick(['\n  ', '\n  ', '\n\t', ' ', '\n# c\n  ', '\r\n  ', '\n\n ', '\n  # c\n  ']) + argument(),
    );
    return words.reduce((text, word) => text + random.pick([' ', '\t', '   ', ' ', '\n  ']) + word) + rest.join('');
  };
  const text = Array.from({ length: random.pick([0, 1, 2, 3, 4]) }, () => `${random.pick(ASIDES)}${service()}${random.pick(['', '', ' ', '\r'])}\n`).join('');
  const ended = random.below(6) === 0 ? text.trimEnd() : text;
  return random.below(12) === 0 ? ended.replaceAll('\n', '\r\n') : ended;
}

function argumentsFor(random: Random): string[] {
  const names = () => Array.from({ length: 1 + random.below(3) }, () => random.pick([...NAMES, 'nope', '', 'MYHOSTNAME', 'ü']));
  const overrides = () =>
    random.below(8) === 0
      ? ['-o', random.pick(['foo=1', 'myhostname=o.test', 'nope=$foo', 'foo', '=x', 'bar = ${foo?x}', 'smtpd_banner={ a }', 'inet_interfaces='])]
      : [];
  const service = () => `${random.pick([...SERVICES, '*', 'nope'])}${random.pick(['', '/inet', '/unix', '/*', '/nope', '/'])}`;
  const field = () => random.pick(['service', 'type', 'private', 'unprivileged', 'chroot', 'wakeup', 'process_limit', 'command', '*', 'nope', 'Command']);
  switch (random.below(8)) {
    case 0:
    case 1:
      return [...overrides(), random.pick(['-n', '-nx', '-nf', '-nfx', '-nh', '-nH', '-nhx'])];
    case 2:
      return [...overrides(), random.pick(['-M', '-Mf', '-Mx', '-Mfx', '-MH', '-Mh']), ...(random.below(2) === 0 ? [service()] : [])];
    case 3:
      return [
        ...overrides(),
        random.pick(['-F', '-Ff', '-Fx', '-FH', '-Fh']),
        ...(random.below(2) === 0 ? [`${service()}/${field()}`.replace('//', '/')] : []),
      ];
    case 4:
      return [
        ...overrides(),
        random.pick(['-P', '-Px', '-Pf', '-PH', '-Ph', '-Phx']),
        ...(random.below(2) === 0 ? [`${service()}/${random.pick([...OPTION_NAMES, '*', ''])}`.replace('//', '/')] : []),
      ];
    case 5:
      return [...overrides(), ...(random.below(2) === 0 ? [random.pick(['-x', '-h', '-H', '-d', '-dx', '-dh', '-f', '-hx', '-df'])] : []), ...names()];
    case 6:
      return [
        '-n',
        random.pick(['-C', '-C']),
        random.pick(['builtin', 'service', 'user', 'all', 'user,service', 'service builtin', 'nope', 'builtin,nope']),
      ].slice(random.below(2));
    default:
      return [...overrides(), random.pick(['-nx', '-n', '-x', '-Px', '-Mfx'])];
  }
}

/** A main.cf, a master.cf and arguments of postconf with all that people, and mistakes, write; the texts are to be saved as UTF-8. */
export function generatedScene(random: Random): GeneratedScene {
  return { main: mainText(random), master: masterText(random), args: argumentsFor(random) };
}
