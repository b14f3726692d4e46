import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callPostconf, saidBy } from '../../../support/postconfCall.ts';

const MASTER = [
  'smtp inet n - n - - smtpd',
  '  -v -o smtpd_banner=hello -o { smtpd_helo_restrictions = permit_mynetworks, reject }',
  'relay unix - - n - 10 smtp -o smtp_helo_name=$myhostname',
  'filter unix - n n - - pipe flags=Rq user=nobody argv=/bin/sh -c { cat $sender }',
  'a-very-long-service-name unix - n n 1000? 1 /usr/lib/postfix/a-rather-long-daemon-name-for-a-daemon -o a=b',
].join('\n');

const show = (args: string | string[], main = 'myhostname = mx.test\n') => callPostconf(args, { main, master: `${MASTER}\n` }).stdout;

describe('services', () => {
  it('stand in columns, one to a line', () => {
    assert.equal(
      show('-M'),
      [
        'smtp       inet  n       -       n       -       -       smtpd -v -o smtpd_banner=hello -o {smtpd_helo_restrictions=permit_mynetworks, reject}',
        'relay      unix  -       -       n       -       10      smtp -o smtp_helo_name=$myhostname',
        'filter     unix  -       n       n       -       -       pipe flags=Rq user=nobody argv=/bin/sh -c {cat $sender}',
        'a-very-long-service-name unix - n n      1000?   1       /usr/lib/postfix/a-rather-long-daemon-name-for-a-daemon -o a=b',
        '',
      ].join('\n'),
    );
  });

  it('are folded with each override on a line', () => {
    assert.equal(
      show('-Mf smtp/inet'),
      [
        'smtp       inet  n       -       n       -       -       smtpd -v',
        '    -o smtpd_banner=hello',
        '    -o {smtpd_helo_restrictions=permit_mynetworks, reject}',
        '',
      ].join('\n'),
    );
  });

  it('have their overrides expanded', () => assert.match(show('-Mx relay'), / -o smtp_helo_name=mx\.test\n$/));

  it('are chosen by name and type', () => {
    const names = (args: string) =>
      show(args)
        .split('\n')
        .map((line) => line.split(' ')[0])
        .filter(Boolean);
    assert.deepEqual(names('-M */unix'), ['relay', 'filter', 'a-very-long-service-name']);
    assert.deepEqual(names('-M relay smtp relay/*'), ['smtp', 'relay', 'relay']);
  });

  it('that are not there are warned about', () => {
    const said = saidBy(callPostconf('-M nope smtp/unix smtp', { master: MASTER }));
    assert.deepEqual(said.slice(0, 2), ['warning: unmatched request: "nope"', 'warning: unmatched request: "smtp/unix"']);
  });
});

describe('columns', () => {
  it('go by the path of service, type and name', () => {
    assert.equal(
      show('-F relay'),
      [
        'service = relay',
        'type = unix',
        'private = -',
        'unprivileged = -',
        'chroot = n',
        'wakeup = -',
        'process_limit = 10',
        'command = smtp -o smtp_helo_name=$myhostname',
      ]
        .map((line) => `relay/unix/${line}\n`)
        .join(''),
    );
  });

  it('are chosen, and shown without name or value', () => {
    assert.equal(show('-F relay/unix/process_limit'), 'relay/unix/process_limit = 10\n');
    assert.equal(show('-Fh */*/type'), 'inet\nunix\nunix\nunix\n');
    assert.equal(show('-FH relay/unix/command'), 'relay/unix/command\n');
    assert.equal(show('-Fx relay/unix/command'), 'relay/unix/command = smtp -o smtp_helo_name=mx.test\n');
  });

  it('break before a value that is too long, and fold', () => {
    const name = 'a-very-long-service-name/unix/command =';
    assert.equal(show('-F a-very-long-service-name/unix/command'), `${name} \n    /usr/lib/postfix/a-rather-long-daemon-name-for-a-daemon -o a=b\n`);
    assert.equal(
      show('-Ff smtp/inet/command'),
      'smtp/inet/command = smtpd -v\n    -o smtpd_banner=hello\n    -o {smtpd_helo_restrictions=permit_mynetworks, reject}\n',
    );
  });
});

describe('overrides', () => {
  it('are sorted by name', () => {
    assert.equal(show('-P smtp'), 'smtp/inet/smtpd_banner = hello\nsmtp/inet/smtpd_helo_restrictions = permit_mynetworks, reject\n');
    assert.equal(show('-Ph */*/smtp_helo_name'), '$myhostname\n');
    assert.equal(show('-PH relay'), 'relay/unix/smtp_helo_name\n');
    assert.equal(show('-Px relay'), 'relay/unix/smtp_helo_name = mx.test\n');
  });
});

describe('requests', () => {
  for (const [args, complaint] of [
    ['-M /x', '-M option requires service_name[/type]'],
    ['-M a/b/c', '-M option requires service_name[/type]'],
    ['-M sm*', '-M option requires service_name[/type]'],
    ['-F a/b/c/d', '-F option requires service_name[/type[/field]]'],
    ['-F smtp/inet/foo', 'invalid service attribute name: "foo"'],
    ['-P a/b/c/d', '-P option requires service_name[/type[/parameter]]'],
  ] as const) {
    it(`${args} is refused`, () => assert.deepEqual(saidBy(callPostconf(args, { master: MASTER })).at(-1), `fatal: ${complaint}`));
  }
});

describe('a master.cf with mistakes', () => {
  it('ends the program at the first one', () => {
    const result = callPostconf('-n', { master: '# c\n\nsmtp inet n - n - - smtpd\nrelay unix\n  -\n' });
    assert.deepEqual([saidBy(result), result.status], [['fatal: file /cf/master.cf: line 4: bad field count'], 1]);
    assert.deepEqual(saidBy(callPostconf('-M', { master: 'smtp inet n - n 1m -1 smtpd\n' })), [
      'fatal: invalid wakeup field "1m" in "smtp inet n - n 1m -1 smtpd"',
    ]);
  });

  it('is read on after a wrong brace', () => {
    assert.deepEqual(saidBy(callPostconf('-M', { master: 'smtp inet n - n - - smtpd {a}b -o\n' })), [`warning: master.cf: syntax error after '}' in "{a}b"`]);
  });
});
