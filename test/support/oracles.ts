import { execFile } from 'node:child_process';

/** How far swaks came, and the last reply that it got there. */
export interface SwaksOutcome {
  readonly exitCode: number;
  readonly stage: 'connect' | 'greeting' | 'ehlo' | 'tls' | 'auth' | 'mail-from' | 'rcpt-to' | 'done';
  /** The code of the reply that ended it, or of the last one before QUIT. */
  readonly code: number | undefined;
  readonly transcript: string;
}

/** swaks(1), EXIT CODES. */
const SWAKS_STAGES: Readonly<Record<number, SwaksOutcome['stage']>> = {
  0: 'done',
  2: 'connect',
  21: 'greeting',
  22: 'ehlo',
  23: 'mail-from',
  24: 'rcpt-to',
  28: 'auth',
  29: 'tls',
};

/** Runs swaks against a loopback port as far as RCPT TO. */
export async function swaks(port: number, args: readonly string[]): Promise<SwaksOutcome> {
  const all = ['--server', '127.0.0.1', '--port', String(port), '--quit-after', 'RCPT', '--helo', '[127.0.0.1]', '--timeout', '10', ...args];
  const { exitCode, stdout } = await runProgram('swaks', all);
  const replies = stdout.split('\n').flatMap((line) => {
    const match = /^<[-~*][ *]*\s(\d{3})[ -]/.exec(line);
    return match && match[1] !== '221' ? [{ code: Number(match[1]), isUnexpected: line.slice(0, 3).includes('*') }] : [];
  });
  const ending = replies.filter(({ isUnexpected }) => isUnexpected).at(-1) ?? replies.at(-1);
  return { exitCode, stage: SWAKS_STAGES[exitCode] ?? 'done', code: ending?.code, transcript: stdout };
}

/** A certificate as OpenSSL sees it. */
export interface OpensslView {
  /** X509_V_ERR number, 0 when it verifies. */
  readonly verifyCode: number;
  readonly protocol: string;
  readonly cipher: string;
  /** Of the leaf, upper case with colons. */
  readonly fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** How many certificates the server sent. */
  readonly sent: number;
  readonly names: string;
}

/** Shakes hands with `openssl s_client` and reads the leaf with `openssl x509`. */
export async function opensslView(
  port: number,
  caFile: string,
  options: { readonly startTls?: boolean; readonly serverName?: string } = {},
): Promise<OpensslView> {
  const { startTls = false, serverName = 'localhost' } = options;
  const name = ['-servername', serverName, '-verify_hostname', serverName];
  const args = ['s_client', '-connect', `127.0.0.1:${port}`, ...name, '-CAfile', caFile, '-showcerts', ...(startTls ? ['-starttls', 'smtp'] : [])];
  const { stdout } = await runProgram('openssl', args, 'QUIT\n');
  const leaf = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/.exec(stdout)?.[0] ?? '';
  const facts = await runProgram('openssl', ['x509', '-noout', '-fingerprint', '-sha256', '-dates', '-ext', 'subjectAltName'], leaf);
  const fact = (pattern: RegExp) => pattern.exec(facts.stdout)?.[1]?.trim() ?? '';
  return {
    verifyCode: Number(/Verify return code: (\d+)/.exec(stdout)?.[1] ?? -1),
    protocol: /(?:New, |Protocol\s*: )(TLSv[\d.]+)/.exec(stdout)?.[1] ?? '',
    cipher: /Cipher is (\S+)/.exec(stdout)?.[1] ?? '',
    fingerprint: fact(/Fingerprint=(.*)/),
    notBefore: new Date(fact(/notBefore=(.*)/)),
    notAfter: new Date(fact(/notAfter=(.*)/)),
    sent: (stdout.match(/-----BEGIN CERTIFICATE-----/g) ?? []).length,
    names: fact(/Subject Alternative Name:[^\n]*\n\s*(.*)/),
  };
}

/** Runs a program with a text on its standard input. Its exit code is an answer, not an error. */
export function runProgram(program: string, args: readonly string[], input = ''): Promise<{ readonly exitCode: number; readonly stdout: string }> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { encoding: 'utf8', timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout: stdout + stderr });
    });
    child.stdin?.on('error', ignoreClosedPipe);
    child.stdin?.end(input);
  });
}

/** A program may end before it has read everything. */
function ignoreClosedPipe(): void {}
