import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerCertificate } from './certificates.ts';

export type Sasl = 'cyrus' | 'dovecot';

/** One smtpd(8) service: its parameters on top of those all services share. */
export interface PostfixService {
  readonly parameters: Readonly<Record<string, string>>;
  readonly certificate?: ServerCertificate;
  /** `postscreen` stands in front of an smtpd(8) of its own and tests clients first (POSTSCREEN_README). */
  readonly daemon?: 'smtpd' | 'postscreen';
}

export interface PostfixOptions<Name extends string> {
  readonly services: Readonly<Record<Name, PostfixService>>;
  /** Parameters of main.cf on top of those that every instance has. */
  readonly main?: Readonly<Record<string, string>>;
  /** smtp(8) services, which route mail out, with their parameters. */
  readonly clients?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Checks sign-ins; without it no service offers any. */
  readonly sasl?: { readonly type: Sasl; readonly user: string; readonly password: string };
}

export interface PostfixInstance<Name extends string> {
  readonly ports: Readonly<Record<Name, number>>;
  /** What Postfix has logged so far. */
  log(): string;
  /** Stops every process of the instance and removes its files. */
  stop(): void;
}

const INSTALL = 'sudo apt-get install -y postfix sasl2-bin libsasl2-modules dovecot-core';

/** Why there can be no Postfix on this machine, with the command that helps, or undefined. */
export function postfixObstacle(sasl?: Sasl): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root: Postfix changes its user';
  const programs = ['postfix', ...(sasl === 'cyrus' ? ['saslpasswd2'] : []), ...(sasl === 'dovecot' ? ['dovecot'] : [])];
  const missing = programs.find((program) => !isInstalled(program));
  return missing ? `${missing} is not installed: ${INSTALL}` : undefined;
}

/** Says whether a program is on the path or where Debian keeps servers. */
export function isInstalled(program: string): boolean {
  return [...(process.env.PATH ?? '').split(':'), '/usr/sbin'].some((folder) => existsSync(join(folder, program)));
}

/** Starts a private Postfix on free loopback ports. Throws with its log when it does not come up. */
export async function startPostfix<Name extends string>({ services, main = {}, clients = {}, sasl }: PostfixOptions<Name>): Promise<PostfixInstance<Name>> {
  const names = Object.keys(services) as Name[];
  const free = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((name, index) => [name, free[index]!])) as Record<Name, number>;
  const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-postfix-'));
  // mkdtemp makes it private, but the daemons run as another user.
  chmodSync(folder, 0o755);
  const etc = join(folder, 'etc');
  for (const name of ['etc', 'spool', 'data', 'tls', 'sasl']) mkdirSync(join(folder, name), { mode: 0o755 });
  chownSync(join(folder, 'data'), userId('postfix'), 0);
  const stopSasl = sasl?.type === 'dovecot' ? startDovecot(folder, sasl) : undefined;
  if (sasl?.type === 'cyrus') writeCyrus(folder, sasl);
  writeFileSync(join(etc, 'main.cf'), mainCf(folder, sasl?.type) + settingLines(main));
  const listeners = names.map((name) => serviceLines(folder, name, ports[name], services[name]));
  const senders = Object.entries(clients).map(
    ([name, parameters]) => `${name} unix - - n - - smtp\n${optionLines({ syslog_name: `postfix/${name}`, ...parameters })}`,
  );
  writeFileSync(join(etc, 'master.cf'), [...listeners, ...senders, MASTER_CF].join(''));

  const log = () => (existsSync(join(folder, 'maillog')) ? readFileSync(join(folder, 'maillog'), 'utf8') : '');
  let isStopped = false;
  const stop = () => {
    if (isStopped) return;
    isStopped = true;
    process.off('exit', stop);
    spawnSync('postfix', ['-c', etc, 'stop'], { stdio: 'ignore', env: environment() });
    stopSasl?.();
    rmSync(folder, { recursive: true, force: true });
  };
  // A test that dies must not leave daemons behind.
  process.on('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  if (spawnSync('postfix', ['-c', etc, 'start'], { stdio: 'ignore', env: environment() }).status !== 0) {
    const text = log();
    stop();
    throw new Error(`Postfix does not start: ${text}`);
  }
  return { ports, log, stop };
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: `${process.env.PATH}:/usr/sbin` };
}

/** Ports that were free a moment ago; all are held until all are found, so that none is named twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export function userId(name: string): number {
  return Number(execFileSync('id', ['-u', name], { encoding: 'utf8' }));
}

function mainCf(folder: string, sasl: Sasl | undefined): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.lab.test
mydomain = lab.test
mydestination = lab.test
mynetworks = 192.0.2.1/32
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = ${folder}/maillog
maillog_file_prefixes = ${folder}
alias_maps =
alias_database =
local_recipient_maps =
local_transport = discard:
default_transport = discard:
smtpd_peername_lookup = no
smtpd_banner = $myhostname ESMTP $mail_name
smtpd_tls_security_level = none
smtpd_sasl_local_domain = lab.test
smtpd_sasl_security_options = noanonymous
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_error_sleep_time = 0
smtpd_client_connection_rate_limit = 0
smtpd_client_auth_rate_limit = 0
${sasl === 'cyrus' ? `smtpd_sasl_type = cyrus\ncyrus_sasl_config_path = ${folder}/etc/sasl\n` : ''}${sasl === 'dovecot' ? `smtpd_sasl_type = dovecot\nsmtpd_sasl_path = ${folder}/sasl/auth\n` : ''}`;
}

/** proxymap is needed as smtpd asks it for local tables; without it the greeting hangs. */
const MASTER_CF = `pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtpd pass - - n - - smtpd
dnsblog unix - - n - 0 dnsblog
tlsproxy unix - - n - 0 tlsproxy
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;

function serviceLines(folder: string, name: string, port: number, { parameters, certificate, daemon = 'smtpd' }: PostfixService): string {
  if (daemon === 'postscreen') {
    // Each has its own memory of clients: one that has passed is not tested again.
    const own = { syslog_name: `postfix/${name}`, postscreen_cache_map: `btree:${folder}/data/${name}`, ...parameters };
    return `127.0.0.1:${port} inet n - n - 1 postscreen\n${optionLines(own)}`;
  }
  const all = { syslog_name: `postfix/${name}`, ...parameters, ...(certificate ? { smtpd_tls_chain_files: writeCertificate(folder, name, certificate) } : {}) };
  return `127.0.0.1:${port} inet n - n - - smtpd\n${optionLines(all)}`;
}

function optionLines(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([key, value]) => `  -o { ${key} = ${value} }\n`)
    .join('');
}

function settingLines(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
}

/** The key comes first in a chain file (postconf(5) smtpd_tls_chain_files). */
function writeCertificate(folder: string, name: string, { cert, key }: ServerCertificate): string {
  const path = join(folder, 'tls', `${name}.pem`);
  writeFileSync(path, `${key}\n${cert}`, { mode: 0o600 });
  return path;
}

function writeCyrus(folder: string, { user, password }: { readonly user: string; readonly password: string }): void {
  const database = join(folder, 'sasl', 'sasldb2');
  const settings = [
    'pwcheck_method: auxprop',
    'auxprop_plugin: sasldb',
    `sasldb_path: ${database}`,
    'mech_list: PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256',
    '',
  ];
  // Debian's Postfix looks below the configuration directory whatever cyrus_sasl_config_path says.
  mkdirSync(join(folder, 'etc', 'sasl'), { mode: 0o755 });
  writeFileSync(join(folder, 'etc', 'sasl', 'smtpd.conf'), settings.join('\n'));
  execFileSync('saslpasswd2', ['-c', '-p', '-f', database, '-u', 'lab.test', user], { input: password, env: environment() });
  chownSync(database, userId('postfix'), 0);
}

/** Dovecot as nothing but a checker of passwords (Postfix SASL_README, "Configuring Dovecot SASL"). */
function startDovecot(folder: string, { user, password }: { readonly user: string; readonly password: string }): () => void {
  const own = join(folder, 'sasl');
  const conf = join(own, 'dovecot.conf');
  writeFileSync(join(own, 'users'), `${user}:{PLAIN}${password}\n`, { mode: 0o644 });
  writeFileSync(
    conf,
    `protocols =
base_dir = ${own}/run
state_dir = ${own}/run
log_path = ${own}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = ${own}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}
service auth {
  unix_listener ${own}/auth {
    mode = 0660
    user = postfix
  }
}
`,
  );
  // Not a pipe: the daemon would keep it open, and we would wait for its end.
  const command = (...args: string[]) => spawnSync('dovecot', ['-c', conf, ...args], { stdio: 'ignore', env: environment() }).status;
  const stop = () => {
    command('stop');
  };
  if (command() === 0) return stop;
  throw new Error(`Dovecot does not start: ${existsSync(join(own, 'log')) ? readFileSync(join(own, 'log'), 'utf8') : 'see dovecot -F'}`);
}
