import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { surroundingsOf } from '../../src/cli/postfixView.ts';
import { createMailConfigService } from '../../src/service/mailConfigService.ts';
import { duel, hasProgram, median, ms, percentile, type Result, runProgram } from './measure.ts';

const STOCK = '/usr/share/postfix';

/** Typing feels immediate below it. */
const KEYSTROKE_GOAL_MS = 5;

const service = createMailConfigService({ logger: { error: (message) => console.error(message) } });

/** What an administrator sets first. */
const HEAD = `compatibility_level = 3.6
myhostname = mail.example.com
mydestination = $myhostname, localhost.$mydomain, localhost
mynetworks = 127.0.0.0/8 [::1]/128 192.0.2.0/24
relayhost = [smtp.example.net]:587
smtp_sasl_auth_enable = yes
smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd
smtp_sasl_security_options = noanonymous
smtp_tls_security_level = encrypt
smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt
smtpd_tls_security_level = may
smtpd_tls_cert_file = /etc/ssl/certs/mail.pem
smtpd_tls_key_file = /etc/ssl/private/mail.key
message_size_limit = 20480000
virtual_alias_maps = hash:/etc/postfix/virtual
smtpd_recipient_restrictions =
    permit_mynetworks,
    permit_sasl_authenticated,
    reject_unauth_destination
`;

const MASTER_CF = `smtp inet n - y - - smtpd
submission inet n - y - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
smtp unix - - y - - smtp
local unix - n n - - local
`;

/** A main.cf as it grows with the years: the usual settings, then a block per customer with remarks, names of its own and a long list. */
export function mainCf(lines: number): string {
  const blocks = Math.ceil(lines / 20);
  const names = Array.from({ length: blocks }, (_, index) => `class_${index}`);
  const block = (name: string, index: number) => `
# Customers of group ${index}: their hosts may relay,
# everybody else has to pass the usual checks.
folder_${index} = /etc/postfix/groups/${index}
hosts_${index} = hash:$folder_${index}/hosts
${name} =
${Array.from({ length: 8 }, (_, host) => `    check_client_access inline:{ 10.${index % 250}.${host}.0/24=OK },`).join('\n')}
    check_client_access $hosts_${index},
    # nobody else
    reject_unauth_destination
`;
  const text = `${HEAD}smtpd_restriction_classes =\n    ${names.join(',\n    ')}\n${names.map(block).join('')}`;
  return `${text.split('\n').slice(0, lines).join('\n')}\n`;
}

/** What the editor asks at each change; the kind is found out as well. */
function analyze(text: string): void {
  const around = { readText: (path: string) => (path.endsWith('master.cf') ? MASTER_CF : undefined), stat: () => undefined };
  service.analyze({ path: '/etc/postfix/main.cf', text, around });
}

/** How the time grows with the file: parse and all rules, in a running process. */
export async function growth(runs: number): Promise<Result[]> {
  const time = (lines: number) => {
    const text = mainCf(lines);
    return median(() => analyze(text), { runs: runs * 3, warmUp: 20 });
  };
  const [small, large] = [await time(1000), await time(10_000)];
  const perLine = [(large / 10_000) * 1000, (small / 1000) * 1000] as const;
  return [
    { what: 'main.cf of 10,000 lines | of 1,000 lines, parse and all rules', ours: ms(large), peer: ms(small), ratio: large / small },
    { what: '  the same per line (1 is linear)', ours: `${perLine[0].toFixed(2)} µs`, peer: `${perLine[1].toFixed(2)} µs`, ratio: perLine[0] / perLine[1] },
  ];
}

const SAMPLES = 1000;
const TYPED = 'ae1_$=, #\n';

/** One character more or less at places all over a file of 1,000 lines, each answered with all findings, in a process that runs for a while. */
export function keystrokes(): Result[] {
  const text = mainCf(1000);
  const times = Array.from({ length: SAMPLES * 1.2 }, (_, index) => {
    // The golden section visits all parts of the file evenly, in an order that is the same each time.
    const at = Math.floor(((index * 0.618034) % 1) * text.length);
    const isDeletion = index % 4 === 0;
    const changed = text.slice(0, at) + (isDeletion ? '' : TYPED[index % TYPED.length]) + text.slice(isDeletion ? at + 1 : at);
    const start = performance.now();
    analyze(changed);
    return performance.now() - start;
  }).slice(-SAMPLES);
  const goal = ms(KEYSTROKE_GOAL_MS);
  return ([50, 95] as const).map((percent) => {
    const time = percentile(times, percent / 100);
    return { what: `keystroke to findings on 1,000 lines, p${percent} | goal of p95`, ours: ms(time), peer: goal, ratio: time / KEYSTROKE_GOAL_MS };
  });
}

/** One answer is shorter than the clock and a cache emptied by another program can tell. */
const IN_PROCESS_TIMES = 200;

function perAnalysis([mine, theirs]: readonly [number, number]): Result {
  const ours = mine / IN_PROCESS_TIMES;
  return { what: "parse and all rules in a running process | postconf -n, on Debian's main.cf", ours: ms(ours), peer: ms(theirs), ratio: ours / theirs };
}

/** Ours and Debian's own program on the files that Debian ships, in one folder. */
export async function againstPostconf(cli: string, folder: string, runs: number): Promise<Result[]> {
  if (!existsSync(cli)) return [`the command line on Debian's main.cf: not built. run: npm run build`];
  if (!hasProgram('postconf') || !existsSync(join(STOCK, 'main.cf.debian')))
    return ["the command line on Debian's main.cf: no postconf. run: sudo apt-get install -y postfix"];
  // What a fresh installation begins with; main.cf.dist is the manual in comments.
  copyFileSync(join(STOCK, 'main.cf.debian'), join(folder, 'main.cf'));
  copyFileSync(join(STOCK, 'master.cf.dist'), join(folder, 'master.cf'));
  const main = join(folder, 'main.cf');
  const postconf = () => runProgram('postconf', ['-n', '-c', folder]);
  const node = (...args: string[]) => runProgram(process.execPath, args, [0, 1]);
  const lint = () => node(cli, 'lint', main);
  const against = async (what: string, ours: () => unknown, peer: () => unknown = postconf, warmUp = 2): Promise<Result> => {
    const [mine, theirs] = await duel(ours, peer, { runs, warmUp });
    return { what, ours: ms(mine), peer: ms(theirs), ratio: mine / theirs };
  };
  // Read once, as an editor has it.
  const source = { path: main, text: readFileSync(main, 'utf8'), around: surroundingsOf(main, 'postfix-main'), postfixVersion: '3.7' };
  const analyzeOnce = () => service.analyze(source);
  const inProcess = () => {
    for (let time = 0; time < IN_PROCESS_TIMES; time += 1) analyzeOnce();
  };
  return [
    perAnalysis(await duel(inProcess, postconf, { runs, warmUp: 10 })),
    await against('relay-doctor lint | postconf -n, on the same', lint),
    await against('  its first run, nothing compiled yet | postconf -n', withoutKeptCode(lint)),
    await against('relay-doctor postconf -n | postconf -n, on the same', () => node(cli, 'postconf', '-n', '-c', folder)),
    await against('Node starting and doing nothing | postconf -n', () => node('-e', '0')),
    await against('relay-doctor lint | Node starting and doing nothing', lint, () => node('-e', '0')),
  ];
}

function withoutKeptCode(work: () => unknown): () => void {
  return () => {
    process.env.NODE_DISABLE_COMPILE_CACHE = '1';
    work();
    delete process.env.NODE_DISABLE_COMPILE_CACHE;
  };
}
