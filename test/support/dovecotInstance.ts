import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerCertificate } from './certificates.ts';
import { freePorts } from './postfixInstance.ts';

const SUBMISSION = '/usr/lib/dovecot/submission-login';
const INSTALL = 'sudo apt-get install -y dovecot-core dovecot-submissiond';
/** Dovecot takes a client of its own address for one that needs no TLS, so this one is not 127.0.0.1. */
export const DOVECOT_HOST = '127.0.0.2';
const TOKEN_KEY = 'a key of the lab that signs its tokens';

/** Why there can be no Dovecot submission service on this machine, with the command that helps, or undefined. */
export function dovecotObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root: Dovecot changes its user';
  return existsSync(SUBMISSION) ? undefined : `dovecot-submissiond is not installed: ${INSTALL}`;
}

export interface DovecotOptions {
  readonly certificate: ServerCertificate;
  readonly user: string;
  readonly password: string;
  /** Where it hands mail on to. */
  readonly relayPort: number;
}

export interface DovecotInstance {
  readonly ports: { readonly starttls: number; readonly implicit: number };
  /** What it has logged so far. */
  log(): string;
  stop(): void;
}

/** Starts a private Dovecot that does nothing but submission, on free loopback ports. Throws with its log when it does not come up. */
export async function startDovecotSubmission({ certificate, user, password, relayPort }: DovecotOptions): Promise<DovecotInstance> {
  const [starttls, implicit] = (await freePorts(2)) as [number, number];
  const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-dovecot-'));
  // mkdtemp makes it private, but the daemons run as other users.
  chmodSync(folder, 0o755);
  const file = (name: string, text: string, mode = 0o644) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode });
    return path;
  };
  const home = join(folder, 'home');
  mkdirSync(home);
  chmodSync(home, 0o777);
  mkdirSync(join(folder, 'keys/default/HS256'), { recursive: true });
  file('keys/default/HS256/default', Buffer.from(TOKEN_KEY).toString('base64'));
  const oauth = `introspection_mode = local
local_validation_key_dict = fs:posix:prefix=${folder}/keys/
username_attribute = sub
`;
  const conf = file(
    'dovecot.conf',
    `protocols = submission
listen = ${DOVECOT_HOST}
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
hostname = mx.lab.test
ssl = required
ssl_cert = <${file('cert.pem', certificate.cert)}
ssl_key = <${file('key.pem', certificate.key, 0o600)}
disable_plaintext_auth = yes
auth_mechanisms = plain login scram-sha-1 scram-sha-256 xoauth2 oauthbearer
auth_failure_delay = 0
submission_relay_host = 127.0.0.1
submission_relay_port = ${relayPort}
mail_location = maildir:~/mail
passdb {
  driver = passwd-file
  mechanisms = plain login scram-sha-1 scram-sha-256
  args = ${file('users', `${user}:{PLAIN}${password}\n`)}
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${file('oauth2.conf.ext', oauth)}
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${home}
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service submission-login {
  inet_listener submission {
    port = ${starttls}
  }
  inet_listener submissions {
    port = ${implicit}
    ssl = yes
  }
}
`,
  );
  const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');
  // Not a pipe: the daemon would keep it open, and we would wait for its end.
  const command = (...args: string[]) =>
    spawnSync('dovecot', ['-c', conf, ...args], { stdio: 'ignore', env: { PATH: `${process.env.PATH}:/usr/sbin` } }).status;
  let isStopped = false;
  const stop = () => {
    if (isStopped) return;
    isStopped = true;
    process.off('exit', stop);
    command('stop');
    rmSync(folder, { recursive: true, force: true });
  };
  // A test that dies must not leave daemons behind.
  process.on('exit', stop);
  if (command() === 0) return { ports: { starttls, implicit }, log, stop };
  const text = log();
  stop();
  throw new Error(`Dovecot does not start: ${text || 'see dovecot -F'}`);
}

/** A token as Dovecot checks it by itself: a JSON Web Token with HS256 (RFC 7519, RFC 7518 §3.2), valid until `expires` in seconds. */
export function labToken(user: string, expires: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: user, iat: 0, exp: expires })}`;
  return `${signed}.${createHmac('sha256', TOKEN_KEY).update(signed).digest('base64url')}`;
}
