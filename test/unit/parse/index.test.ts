import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discoverRelays } from '../../../src/discover/index.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import { CONFIG_KINDS, type FileKind, MAX_TEXT_LENGTH } from '../../../src/parse/types.ts';
import { assertSound } from '../../support/formatEdits.ts';
import '../../support/formats.ts';
import { createRandom } from '../../support/random.ts';

const KINDS: readonly FileKind[] = ['dotenv', 'yaml', 'json', ...CONFIG_KINDS];
/** Names that choose a dialect. */
const INI_NAMES = ['grafana.ini', 'app.ini', 'accounts.conf', 'airflow.cfg', 'odoo.conf', '.gitconfig', 'php.ini', 'smtp_forward.ini', 'x.ini'];
const codes = (kind: FileKind, text: string) => parseConfig(kind, text).problems.map(({ code }) => code);

describe('parseConfig', () => {
  it('leaves too large and binary texts alone and says so', () => {
    for (const kind of [...KINDS, 'postfix-main'] as const) assert.deepEqual(codes(kind, 'a'.repeat(MAX_TEXT_LENGTH + 1)), ['too-large']);
    for (const kind of KINDS) assert.deepEqual(codes(kind, 'SMTP_HOST=a\0b'), ['binary']);
    assert.equal(parseConfig('dotenv', 'A=\0').entries.length, 0);
  });

  it('reads an empty text', () => {
    for (const kind of KINDS) assert.deepEqual(parseConfig(kind, '').entries, []);
  });
});

/** Texts that make careless readers throw, recurse without end or take quadratic time; a hang shows as the runner's timeout. */
const HOSTILE: Readonly<Record<string, string>> = {
  'one line of 1 MB': 'x'.repeat(1_000_000),
  'one value of 1 MB': `A=${'x'.repeat(1_000_000)}`,
  'one YAML value of 1 MB': `A: ${'x y '.repeat(250_000)}`,
  'one JSON text of 1 MB': `{"A": "${'\\n'.repeat(500_000)}"}`,
  'opening quotes': 'A="\n'.repeat(50_000),
  'escaped quotes': `A="${'\\"'.repeat(300_000)}`,
  'open variables': `SMTP_HOST=${'${A'.repeat(200_000)}`,
  'nested variables': `SMTP_HOST=${'${A:-'.repeat(1000)}x${'}'.repeat(1000)}`,
  'variables of variables': `${Array.from({ length: 500 }, (_, at) => `V${at}=\${V${at + 1}}\${V${at + 1}}`).join('\n')}\nSMTP_HOST=\${V0}`,
  'nested arrays': '['.repeat(100_000),
  'nested objects': '{"a":'.repeat(50_000),
  'nested maps': Array.from({ length: 500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
  'open templates': '{{'.repeat(200_000),
  'closed templates': '{{ a }}'.repeat(50_000),
  'many dashes': '- '.repeat(50_000),
  'many colons': `a${': '.repeat(100_000)}`,
  'many documents': '---\n'.repeat(20_000),
  'many comments': '# x\n'.repeat(100_000),
  'replacement characters': '\uFFFD'.repeat(100_000),
  'control characters': Array.from({ length: 10_000 }, (_, at) => String.fromCharCode((at % 31) + 1)).join(''),
  'lone surrogates': '\uD800=\uDC00\n'.repeat(10_000),
  'many keys': Array.from({ length: 20_000 }, (_, at) => `SMTP_HOST_${at}=smtp${at}.example.com`).join('\n'),
  'long keys': `${'SMTP_'.repeat(100_000)}HOST=a`,
  'many relays': Array.from({ length: 3000 }, (_, at) => `P${at}_SMTP_HOST=h.example.com\nP${at}_SMTP_PORT=25`).join('\n'),
  'many services': `services:\n${Array.from({ length: 2000 }, (_, at) => `  s${at}:\n    environment:\n      SMTP_HOST: h${at}.example.com\n      SMTP_PORT: 25`).join('\n')}`,
  'many urls': `A="failover(${'smtp://a '.repeat(20_000)})"`,
};

describe('hostile texts', () => {
  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`survives ${what}`, { timeout: 60_000 }, () => {
      for (const kind of KINDS) {
        const file = parseConfig(kind, text);
        assertSound(file);
        assert.ok(Array.isArray(discoverRelays(file)));
      }
    });
  }

  it('survives generated texts and points into them', () => {
    const random = createRandom(20_261_121);
    const pieces = [
      'SMTP_HOST',
      'mail',
      'host',
      'port',
      '=',
      ': ',
      ':',
      '\n',
      '\r\n',
      '  ',
      '\t',
      '- ',
      '"',
      "'",
      '`',
      '\\',
      '#',
      '{',
      '}',
      '[',
      ']',
      ',',
      '${X:-',
      '$',
      '{{',
      '}}',
      '|',
      '>',
      '&a',
      '*a',
      '<<',
      '587',
      'smtp.example.com',
      'smtps://u:p@h',
      '\uFEFF',
      '---',
      '<',
      '/>',
      '</a>',
      '<!--',
      '-->',
      '<![CDATA[',
      '&amp;',
      ';',
      'set ',
      '[mail]',
      'account ',
      'Environment=',
      'null',
      'ü',
    ];
    for (let round = 0; round < 3000; round += 1) {
      const text = random.text(pieces, 40);
      for (const kind of KINDS) {
        const file = parseConfig(kind, text);
        assertSound(file);
        discoverRelays(file);
      }
      for (const name of INI_NAMES) assertSound(parseConfig('ini', text, name));
    }
  });
});
