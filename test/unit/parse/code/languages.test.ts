import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseConfig } from '../../../../src/parse/index.ts';
import type { CodeKind } from '../../../../src/parse/types.ts';
import { settingsIn } from '../../../support/formatEdits.ts';
import '../../../support/programs.ts';

function reads(kind: CodeKind, cases: readonly (readonly [what: string, text: string, ...settings: string[]])[]): void {
  for (const [what, text, ...settings] of cases) it(what, () => assert.deepEqual(settingsIn(kind, text, 'a'), settings));
}

describe('reading JavaScript', () => {
  reads('javascript', [
    ['an object', "const a = { b: 'c', 'd-e': 1, f: true, g: null, h: { i: -1 } };", 'a/b=c', 'a/d-e=1', 'a/f=true', 'a/g=null', 'a/h/i=-1'],
    ['an export', "module.exports = { a: 'b' };\nexports.c = 'd';\nmodule.exports.e = { f: 'g' };", 'a=b', 'c=d', 'e/f=g'],
    ['a default export of a function', "export default () => ({ a: 'b' });", 'a=b'],
    ['what a function returns', "export const mail = registerAs('mail', () => { return { host: 'b' }; });", 'mail/registerAs/mail/host=b'],
    ['what a call is given', "new Mailer({ host: 'b' });\na.b.create({ host: 'c' });", 'Mailer/host=b', 'b/create/host=c'],
    ['what a call in a chain is given', "create({ host: 'b' }).verify().then(() => {});", 'create/host=b'],
    ['the same call twice as two', "f({ a: 'b' });\nf({ a: 'c' });", 'f/a=b', '2/f/a=c'],
    ['an object given by its name', "const smtp = { host: 'b' };\nconst t = createTransport(smtp);", 't/createTransport/host=b'],
    ['an object given to something else where it stands', "const smtp = { host: 'b' };\nlog(smtp);", 'smtp/host=b'],
    ['a constant where it is used', "const HOST = 'b';\nf({ host: HOST, port: 25 });", 'f/host=b', 'f/port=25'],
    ['a variable that changes as open', "let host = 'b';\nf({ host, port: 25 });\nhost = g();", 'host=b', 'f/host=${host}', 'f/port=25'],
    ['a spread condition', "f({ a: 'b', ...(user && { auth: { user: 'c' } }), ...rest });", 'f/a=b', 'f/auth/user=c'],
    ['what is spread from a variable', "const o = { host: 'b' };\ncreateTransport({ ...o, port: 25 });", 'createTransport/host=b', 'createTransport/port=25'],
    ['a choice of objects as two', "const a = x ? { host: 'b' } : { host: 'c' };", 'a/host=b', '2/a/host=c'],
    ['a URL with variables', 'createTransport(`smtp://${process.env.U}:${p}@h:${port}`);', 'createTransport/url=smtp://${U}:${p}@h:${port}'],
    ['a URL in a variable', 'createTransport(process.env.SMTP_URL);', 'createTransport/url=${SMTP_URL}'],
    ['names that a call sets', "app.set('smtp', { host: 'b' });", 'app/set/smtp/host=b'],
    ['a list', "const a = ['b', { c: 'd' }];", 'a/0=b', 'a/1/c=d'],
    ['nothing that only the program knows', 'const a = { b: c.d, e: f() };\ng({ h: i });'],
    ['escapes', "const a = { b: 'x\\'\\n\\x41\\u0042\\u{43}y' };", "a/b=x'\nABCy"],
  ]);

  reads(
    'javascript',
    [
      ["process.env.A || 'b'", '${A:-b}'],
      ["process.env.A ?? 'b'", '${A:-b}'],
      ["process.env['A'] || process.env.B || 'c'", '${A:-c}'],
      ['process.env.A', '${A}'],
      ['import.meta.env.A', '${A}'],
      ['Number(process.env.A || 25)', '${A:-25}'],
      ["parseInt(process.env.A ?? '25', 10)", '${A:-25}'],
      ['+process.env.A', '${A}'],
      ["process.env.A?.trim() || 'b'", '${A:-b}'],
      ["process.env.A === 'true'", '${A}'],
      ["process.env.A !== 'false'", '${expression}'],
      ["env('A', 'b')", '${A:-b}'],
      ["env.bool('A', true)", '${A:-true}'],
      ["this.configService.get('mail.host', 'b')", '${mail.host:-b}'],
      ["process.env.A || ''", '${A}'],
      ["isProduction ? 'b' : 'c'", '${expression}'],
      ["'a' + b", '${expression}'],
      ['options.host', '${options.host}'],
    ].map(([code, value]) => [`${code} as ${value}`, `f({ a: ${code}, z: 1 });`, `f/a=${value}`, 'f/z=1']),
  );

  it('reads types', () => {
    assert.deepEqual(settingsIn('typescript', "const a: Options = { b: <string>c, d: process.env.A!, e: 'f' as const };", 'a'), [
      'a/b=${expression}',
      'a/d=${A}',
      'a/e=f',
    ]);
    assert.deepEqual(settingsIn('tsx', "const A = () => <B c={() => send({ host: 'd' })} />;", 'a'), []);
  });

  it('edits the default of a look-up', () => {
    const text = "f({ a: process.env.A || 'b.example.com' });";
    const [entry] = parseConfig('javascript', text, 'a').entries;
    assert.equal(text.slice(entry!.valueSpan.start, entry!.valueSpan.end), 'b.example.com');
  });
});

describe('reading PHP', () => {
  reads('php', [
    ['constants', "<?php define('A', 'b'); const C = 1; class D { const E = 'f'; }", 'A=b', 'C=1', 'D/E=f'],
    ['properties', "<?php $mail->Host = 'b'; $this->config['c'] = true; self::$d = 'e';", 'mail/Host=b', 'config/c=true', 'self/d=e'],
    ['arrays', "<?php return ['a' => 'b', 'c' => array('d' => null), 'e' => [1, 'f']];", 'a=b', 'c/d=null', 'e/0=1', 'e/1=f'],
    ['class properties', "<?php class Email { public string $a = 'b'; protected $c = 25; }", 'Email/a=b', 'Email/c=25'],
    ['methods that set', "<?php $mail->setFrom('a@example.com', 'A'); $mail->isSMTP();", 'mail/setFrom=a@example.com', 'mail/isSMTP=true'],
    [
      'positional arguments that are known',
      "<?php $t = new Swift_SmtpTransport('h', 25, 'tls');",
      't/Swift_SmtpTransport/host=h',
      't/Swift_SmtpTransport/port=25',
      't/Swift_SmtpTransport/encryption=tls',
    ],
    ['named arguments', "<?php new Mailer(host: 'h', port: 25);", 'Mailer/host=h', 'Mailer/port=25'],
    ['a constant where it is used', "<?php define('A', 'b'); $c->d = A;", 'c/d=b'],
    ['merged arrays', "<?php $a = array_merge(['b' => 'c'], ['d' => 'e']);", 'a/b=c', 'a/d=e'],
    ['two functions as two', "<?php function a() { $m->Host = 'b'; } function c() { $m->Host = 'd'; }", 'm/Host=b', '2/m/Host=d'],
    ['text with variables', '<?php $a = "smtp://{$u}:$p@h";', 'a=smtp://${u}:${p}@h'],
    ['escapes', "<?php $a = ['b' => 'it\\'s \\n', 'c' => \"x\\ty\"];", "a/b=it's \\n", 'a/c=x\ty'],
  ]);

  reads(
    'php',
    [
      ["env('A', 'b')", '${A:-b}'],
      ["env('A')", '${A}'],
      ["getenv('A') ?: 'b'", '${A:-b}'],
      ["$_ENV['A'] ?? 'b'", '${A:-b}'],
      ["isset($_SERVER['A']) ? $_SERVER['A'] : 'b'", '${A:-b}'],
      ["(int) env('A', 25)", '${A:-25}'],
      ['PHPMailer::ENCRYPTION_SMTPS', 'ssl'],
      ['OTHER_CONSTANT', '${OTHER_CONSTANT}'],
      ["$a . 'b'", '${expression}'],
    ].map(([code, value]) => [`${code} as ${value}`, `<?php $x = ['a' => ${code}, 'z' => 1];`, `x/a=${value}`, 'x/z=1']),
  );
});

it('keeps the branches of a condition apart in every language', () => {
  assert.deepEqual(settingsIn('php', "<?php if ($a) { $m->H = 'b'; $m->S = 'x'; } else { $m->H = 'c'; }", 'a'), ['m/H=b', 'm/S=x', '2/m/H=c']);
  assert.deepEqual(settingsIn('javascript', "if (a) { m.h = 'b'; m.s = true; } else { m.h = 'c'; }", 'a'), ['m/h=b', 'm/s=true', '2/m/h=c']);
  assert.deepEqual(settingsIn('ruby', "if a\n  m.h = { s: 'b' }\nelse\n  m.h = { t: 'c' }\nend", 'a'), ['m/h/s=b', '2/m/h/t=c']);
});

describe('reading Python', () => {
  reads('python', [
    ['assignments', "A = 'b'\nC: int = 25\napp.config['D'] = True\nself.e = None\n", 'A=b', 'C=25', 'app/config/D=True', 'e=None'],
    ['classes', "class A:\n    B = 'c'\nclass D(A):\n    B = 'e'\n", 'A/B=c', 'D/B=e'],
    ['dictionaries', "A = {'b': 'c', 'd': {'e': 1}, 'f': [2]}", 'A/b=c', 'A/d/e=1', 'A/f/0=2'],
    ['named arguments', "conf = Config(A='b', C=25)\ndict(d='e')\n", 'conf/Config/A=b', 'conf/Config/C=25', 'd=e'],
    ['an update beside assignments', "app.config['A'] = 'b'\napp.config.update(C='d')\n", 'app/config/A=b', 'app/config/C=d'],
    ['several strings', 'A = r"b\\c"\nD = """e"""\nF = f"smtp://{g}:{h.i}@j"\n', 'A=b\\c', 'D=e', 'F=smtp://${g}:${h.i}@j'],
    ['escapes', "A = 'it\\'s \\x41'", "A=it's A"],
  ]);

  reads(
    'python',
    [
      ["os.environ['A']", '${A}'],
      ["os.environ.get('A', 'b')", '${A:-b}'],
      ["os.getenv('A', default='b')", '${A:-b}'],
      ["int(os.getenv('A', 25))", '${A:-25}'],
      ["env.bool('A', default=True)", '${A:-True}'],
      ["config('A', default=25, cast=int)", '${A:-25}'],
      ["os.getenv('A') or 'b'", '${A:-b}'],
      ["os.getenv('A', 'True') == 'True'", '${A:-True}'],
      ["os.getenv('A', '1').lower() in ('1', 'true')", '${A:-1}'],
      ["not os.getenv('A')", '${expression}'],
      ["'b' if DEBUG else 'c'", '${expression}'],
    ].map(([code, value]) => [`${code} as ${value}`, `f(a=${code}, z=1)`, `f/a=${value}`, 'f/z=1']),
  );

  it('takes the server from a later connect()', () => {
    assert.deepEqual(settingsIn('python', "s = smtplib.SMTP()\ns.connect('h', 25)\n", 'a'), [
      's/smtplib/SMTP/class=SMTP',
      's/smtplib/SMTP/host=h',
      's/smtplib/SMTP/port=25',
    ]);
  });

  it('keeps the branches of a condition apart where they set the same', () => {
    const text = "if a:\n    H = 'b'\n    S = True\nelse:\n    H = 'c'\n    T = True\nif d:\n    E = 'f'\n";
    assert.deepEqual(settingsIn('python', text, 'a'), ['H=b', 'S=True', '2/H=c', '2/T=True', '3/E=f']);
  });

  it('leaves the kind of connection open that is chosen at run time', () => {
    const text = "if ssl:\n    s = smtplib.SMTP_SSL('h', 587)\nelse:\n    s = smtplib.SMTP('h', 587)\n    s.starttls()\n";
    assert.deepEqual(
      settingsIn('python', text, 'a').filter((setting) => /class|starttls/.test(setting)),
      ['s/smtplib/SMTP/class=${expression}', '2/s/smtplib/SMTP/class=${expression}'],
    );
  });

  it('leaves a connection alone that others say where to', () => {
    assert.deepEqual(settingsIn('python', 'def a(host, port):\n    with smtplib.SMTP(host, port) as s:\n        s.starttls()\n', 'a'), []);
  });

  it('knows what a connection of smtplib is told in its own function', () => {
    const plain = "def b():\n    s = smtplib.SMTP('i')\n\n";
    const upgraded = "def a():\n    s = smtplib.SMTP('h', 587)\n    s.starttls()\n    s.login('me', password=os.environ['P'])\n    s.quit()\n";
    assert.deepEqual(settingsIn('python', plain + upgraded, 'a'), [
      's/smtplib/SMTP/class=SMTP',
      's/smtplib/SMTP/host=i',
      '2/s/smtplib/SMTP/class=SMTP',
      '2/s/smtplib/SMTP/host=h',
      '2/s/smtplib/SMTP/port=587',
      '2/s/smtplib/SMTP/starttls=True',
      '2/s/smtplib/SMTP/user=me',
      '2/s/smtplib/SMTP/password=${P}',
    ]);
  });
});

describe('reading Ruby', () => {
  reads('ruby', [
    ['hashes', "a = { b: 'c', :d => 1, 'e' => { f: true }, g: nil }", 'a/b=c', 'a/d=1', 'a/e/f=true', 'a/g=nil'],
    [
      'assignments',
      "gitlab_rails['a'] = 'b'\nconfig.c.d = :smtp\nActionMailer::Base.e = { f: 'g' }\n@h = 'i'\nJ = 'k'",
      'gitlab_rails/a=b',
      'config/c/d=smtp',
      'ActionMailer/Base/e/f=g',
      'h=i',
      'J=k',
    ],
    ['what a method is given in a block', "Mail.defaults do\n  delivery_method :smtp, address: 'b'\nend", 'delivery_method/address=b'],
    ['a settings hash by its name', "SMTP = { address: 'b' }\nActionMailer::Base.smtp_settings = SMTP", 'ActionMailer/Base/smtp_settings/address=b'],
    ['text with code in it', 'a = { b: "smtp://#{c}@d" }', 'a/b=smtp://${c}@d'],
    ['single quotes', "a = { b: 'it\\'s \\n' }", "a/b=it's \\n"],
  ]);

  reads(
    'ruby',
    [
      ["ENV['A']", '${A}'],
      ["ENV['A'] || 'b'", '${A:-b}'],
      ["ENV.fetch('A', 'b')", '${A:-b}'],
      ["ENV.fetch('A') { 'b' }", '${A:-b}'],
      ["ENV.fetch('A')", '${A}'],
      ["ENV.fetch('A', 25).to_i", '${A:-25}'],
      ["ENV['A'] == 'true'", '${A}'],
      ['Rails.application.credentials.smtp[:password]', '${expression}'],
      ["Rails.env.production? ? 'b' : 'c'", '${expression}'],
    ].map(([code, value]) => [`${code} as ${value}`, `f(a: ${code}, z: 1)`, `f/a=${value}`, 'f/z=1']),
  );
});
