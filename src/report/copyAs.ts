import type { RelayPlan } from '../smtp/types.ts';

/** Stand for what must not be copied: the shell fills them in from the environment. */
const PASSWORD_VARIABLE = 'SMTP_PASSWORD';
const USER_VARIABLE = 'SMTP_USER';
/** The path of the plan's own certificate authorities, of which only the contents are known. */
const CA_VARIABLE = 'SMTP_CA_FILE';
/** The global of Node that the copied program finds them in. */
const ENVIRONMENT = 'process';

/**
 * A word for a POSIX shell that stands for exactly this text, whatever it holds: in single quotes nothing is
 * special but the quote itself (POSIX.1-2017, XCU §2.2.2).
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * The same test as a swaks(1) command for a POSIX shell: no message is sent, the password is `$SMTP_PASSWORD`. The
 * mechanisms stand in the order of the test; by itself swaks begins with one that many servers offer and can't check.
 */
export function copyAsSwaks(plan: RelayPlan): string {
  const { host, port, mode, heloName, mailFrom, rcptTo, verifyCertificate } = plan;
  const sni = serverName(plan);
  const words = [
    ...['swaks', '--server', shellWord(host), '--port', String(port), '--helo', shellWord(heloName)],
    ...['--from', shellWord(mailFrom === '' ? '<>' : mailFrom), '--to', shellWord(rcptTo), '--quit-after', 'RCPT'],
    ...swaksTls(plan),
    ...(mode === 'none'
      ? []
      : [...(verifyCertificate ? ['--tls-verify'] : []), ...(sni ? ['--tls-sni', shellWord(sni)] : []), ...caOption(plan, '--tls-ca-path')]),
    ...(signsIn(plan)
      ? [
          '--auth',
          mode === 'none' ? 'CRAM-MD5,PLAIN,LOGIN' : 'PLAIN,LOGIN,CRAM-MD5',
          '--auth-user',
          shownUser(plan),
          '--auth-password',
          `"$${PASSWORD_VARIABLE}"`,
        ]
      : []),
  ];
  return [...remarks(plan, '#'), ...exchangeRemark(plan), words.join(' ')].join('\n');
}

/** The TLS part of the test as an `openssl s_client` command (openssl-s_client(1)); undefined when the plan is without TLS. */
export function copyAsOpenssl(plan: RelayPlan): string | undefined {
  const { host, port, mode, heloName, verifyCertificate } = plan;
  if (mode === 'none') return undefined;
  const sni = serverName(plan);
  const check = sni ? ['-verify_hostname', shellWord(sni)] : ['-verify_ip', shellWord(host)];
  const words = [
    ...['openssl', 's_client', '-connect', shellWord(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)],
    ...(mode === 'implicit-tls' ? [] : ['-starttls', 'smtp', '-name', shellWord(heloName)]),
    ...(sni ? ['-servername', shellWord(sni)] : ['-noservername']),
    ...(verifyCertificate ? check : []),
    ...caOption(plan, '-CAfile'),
    ...['-showcerts', '-crlf'],
  ];
  return [...exchangeRemark(plan), words.join(' ')].join('\n');
}

/** The relay as a program for Node with nodemailer, an ES module that signs in and says whether that worked. */
export function copyAsNodemailer(plan: RelayPlan): string {
  const { host, port, mode, heloName, verifyCertificate, ca } = plan;
  const tls = [
    ...(plan.serverName ? [`servername: ${literal(plan.serverName)}`] : []),
    ...(verifyCertificate ? [] : ['rejectUnauthorized: false']),
    ...(ca && ca.length > 0 ? [`ca: readFileSync(${ENVIRONMENT}.env.${CA_VARIABLE})`] : []),
  ];
  const fields = [
    `host: ${literal(host)}`,
    `port: ${port}`,
    `secure: ${mode === 'implicit-tls'}`,
    ...(needsTls(plan) && mode !== 'implicit-tls' ? ['requireTLS: true'] : []),
    ...(mode === 'none' ? ['ignoreTLS: true'] : []),
    `name: ${literal(heloName)}`,
    ...(signsIn(plan)
      ? [
          `auth: { user: ${isUserSecret(plan) ? `${ENVIRONMENT}.env.${USER_VARIABLE}` : literal(plan.user ?? '')}, pass: ${ENVIRONMENT}.env.${PASSWORD_VARIABLE} }`,
        ]
      : []),
    ...(tls.length > 0 && mode !== 'none' ? [`tls: { ${tls.join(', ')} }`] : []),
  ];
  return [
    ...remarks(plan, '//'),
    ...(tls.some((field) => field.startsWith('ca:')) && mode !== 'none' ? ["import { readFileSync } from 'node:fs';"] : []),
    "import nodemailer from 'nodemailer';",
    '',
    'const transporter = nodemailer.createTransport({',
    ...fields.map((field) => `  ${field},`),
    '});',
    '',
    'await transporter.verify();',
    '',
  ].join('\n');
}

function swaksTls(plan: RelayPlan): string[] {
  if (plan.mode === 'none') return [];
  if (plan.mode === 'implicit-tls') return ['--tls-on-connect'];
  return [needsTls(plan) ? '--tls' : '--tls-optional-strict'];
}

/** Whether the dialogue has to stop without TLS: because the plan says so, or because a password follows. */
function needsTls(plan: RelayPlan): boolean {
  return (
    plan.mode === 'implicit-tls' ||
    plan.mode === 'starttls-required' ||
    (plan.mode === 'starttls-opportunistic' && plan.user !== undefined && !plan.allowClearTextAuth)
  );
}

/** As in the test itself, no password travels in clear text that may not. */
function signsIn({ user, mode, allowClearTextAuth }: RelayPlan): boolean {
  return user !== undefined && (mode !== 'none' || allowClearTextAuth);
}

function remarks(plan: RelayPlan, mark: string): string[] {
  return plan.user !== undefined && !signsIn(plan) ? [`${mark} The sign-in is left out: without TLS the password would travel in clear text.`] : [];
}

function exchangeRemark({ lookupMx }: RelayPlan): string[] {
  return lookupMx ? ['# Postfix looks up the mail exchanger of this domain first; write its name instead.'] : [];
}

/** A user name that is the password again, as some providers have it, is no more public than that. */
function isUserSecret({ user, password }: RelayPlan): boolean {
  return user !== undefined && password !== undefined && password.shownUser(user) !== user;
}

function shownUser(plan: RelayPlan): string {
  return isUserSecret(plan) ? `"$${USER_VARIABLE}"` : shellWord(plan.user ?? '');
}

/** The name for SNI, which an address is not (RFC 6066 §3). */
function serverName({ serverName: given, host }: RelayPlan): string | undefined {
  const name = given ?? host;
  return name.includes(':') || /^[\d.]+$/.test(name) ? undefined : name;
}

function caOption({ ca }: RelayPlan, option: string): string[] {
  return ca && ca.length > 0 ? [option, `"$${CA_VARIABLE}"`] : [];
}

/** A string literal of JavaScript; JSON is one, since ES2019 without exception. */
function literal(text: string): string {
  return JSON.stringify(text);
}
