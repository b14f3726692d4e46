import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CommandSpec, commandHelp, readArgs } from '../../../src/cli/args.ts';
import { UsageError } from '../../../src/cli/ports.ts';

const spec: CommandSpec = {
  name: 'demo',
  operands: 'PATH…',
  about: 'Shows options.',
  options: {
    format: { value: 'FORMAT', choices: ['text', 'json'], fallback: 'text', about: 'how to print' },
    name: { value: 'NAME', about: 'a name' },
    fix: { about: 'fix it' },
  },
  notes: ['A note.'],
};

test('options and operands mix, and everything after "--" is an operand', () => {
  const args = readArgs(spec, ['a', '--format=json', '-', '--name', 'x', '--', '--fix']);
  assert.deepEqual(args.operands, ['a', '-', '--fix']);
  assert.equal(args.choice('format'), 'json');
  assert.equal(args.text('name'), 'x');
  assert.equal(args.flag('fix'), false);
});

test('an option with choices has a value when it is not given', () => {
  assert.equal(readArgs(spec, []).choice('format'), 'text');
});

for (const { what, argv, message } of [
  { what: 'an unknown option', argv: ['--fxi'], message: 'unknown option "--fxi"' },
  { what: 'a missing value', argv: ['--name'], message: 'option "--name <value>" argument missing' },
  { what: 'a value for a switch', argv: ['--fix=yes'], message: 'option "--fix" does not take an argument' },
  { what: 'a value outside the choices', argv: ['--format', 'xml'], message: 'unknown value "xml" for --format. expected one of text, json' },
]) {
  test(`${what} is a usage error that names it`, () => {
    assert.throws(
      () => readArgs(spec, argv),
      (error) => error instanceof UsageError && error.message === message,
    );
  });
}

test('the help lists each option with its values', () => {
  assert.equal(
    commandHelp(spec),
    [
      'Usage: relay-doctor demo PATH… [options]',
      '',
      'Shows options.',
      '',
      'Options:',
      '  --format text|json      how to print',
      '  --name NAME             a name',
      '  --fix                   fix it',
      '  --help                  show this help',
      '',
      'A note.',
      '',
    ].join('\n'),
  );
});
