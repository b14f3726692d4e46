import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SMTPServerAuthentication, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { createAuthority } from './certificates.ts';

const HOST = 'localhost';
const ADDRESS = '127.0.0.1';
const MAX_MESSAGE_BYTES = 10_240_000;
/** How long an open connection may go on after `close()`. */
const CLOSE_MS = 100;

export type DemoPort = 'plain' | 'submission' | 'implicitTls';

export interface DemoMessage {
  readonly port: DemoPort;
  readonly from: string;
  readonly to: readonly string[];
  /** Header and body as received. */
  readonly data: string;
}

export interface DemoRelayOptions {
  /** The only account. */
  readonly user?: string;
  /** Random when absent, so that no two runs share one. */
  readonly password?: string;
}

/** A mail relay on this machine that accepts mail from its one account and delivers none. */
export interface DemoRelay {
  /** The name its certificate is for. */
  readonly host: string;
  readonly ports: Readonly<Record<DemoPort, number>>;
  readonly user: string;
  readonly password: string;
  /** Path of the throw-away CA's certificate, PEM. */
  readonly caFile: string;
  /** Every message accepted so far, oldest first. */
  readonly messages: readonly DemoMessage[];
  close(): Promise<void>;
}

/**
 * Starts three servers on 127.0.0.1, each on a free port:
 * - `plain`: what port 25 of a provider looks like from outside. No STARTTLS, no AUTH, no relaying.
 * - `submission`: STARTTLS first, then AUTH, then mail (RFC 6409, RFC 3207).
 * - `implicitTls`: TLS from the first byte, then AUTH, then mail (RFC 8314 §3.3).
 *
 * The replies follow Postfix's wording and enhanced codes (RFC 3463). Rejects when a port can't be opened.
 */
export async function startDemoRelay(options: DemoRelayOptions = {}): Promise<DemoRelay> {
  const { user = 'app@demo.test', password = randomBytes(12).toString('hex') } = options;
  const messages: DemoMessage[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'relay-doctor-demo-'));
  const caFile = join(folder, 'demo-ca.pem');
  const servers: SMTPServer[] = [];

  async function open(port: DemoPort, own: SMTPServerOptions): Promise<number> {
    const server = new SMTPServer({ ...shared, ...own, onData: keepMessage(port, messages) });
    // A client that breaks off a handshake is everyday life for a mail server; unheard, the event would end the process.
    server.on('error', () => {});
    servers.push(server);
    return listen(server);
  }

  async function close(): Promise<void> {
    await Promise.all(servers.map((server) => new Promise<void>((done) => server.close(done))));
    await rm(folder, { recursive: true, force: true });
  }

  try {
    const authority = await createAuthority('Relay Doctor demo CA');
    const { cert, key } = await authority.issue([HOST, ADDRESS]);
    await writeFile(caFile, authority.cert);
    const account = { cert, key, onAuth: checkAccount(user, password), authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'] };
    const ports = {
      plain: await open('plain', { disabledCommands: ['AUTH', 'STARTTLS'], onRcptTo: denyRelaying }),
      submission: await open('submission', { ...account, onConnect: hideAuth, onSecure: showAuth, onMailFrom: demandTls }),
      implicitTls: await open('implicitTls', { ...account, secure: true }),
    };
    return { host: HOST, ports, user, password, caFile, messages, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const shared: SMTPServerOptions = {
  name: HOST,
  banner: 'Relay Doctor demo',
  size: MAX_MESSAGE_BYTES,
  hideENHANCEDSTATUSCODES: false,
  authRequiredMessage: 'Authentication required',
  heloResponse: '%s',
  // No query leaves this machine.
  disableReverseLookup: true,
  closeTimeout: CLOSE_MS,
  logger: false,
};

/**
 * A refusal with its own enhanced code. smtp-server puts one fixed enhanced code before the text of every 554,
 * and none before a reply code that it does not know: so the code travels with it.
 */
function refusal(code: number, enhanced: string, text: string): Error {
  return Object.assign(new Error(text), { responseCode: `${code} ${enhanced}` as unknown as number });
}

type Done = (error?: Error | null) => void;

/** Relaying is for signed-in users; mail for the server itself is welcome (RFC 5321 §4.5.1: postmaster always). */
function denyRelaying({ address }: { address: string }, _session: SMTPServerSession, done: Done): void {
  const isLocal = address.toLowerCase() === 'postmaster' || address.toLowerCase().endsWith(`@${HOST}`);
  done(isLocal ? null : refusal(554, '5.7.1', `<${address}>: Relay access denied`));
}

/** Offered in clear text, AUTH would invite clients to leak their password (RFC 4954 §4). */
function hideAuth(session: SMTPServerSession, done: Done): void {
  session.disabledCommands = ['AUTH'];
  done();
}

function showAuth(_socket: unknown, session: SMTPServerSession, done: Done): void {
  session.disabledCommands = [];
  done();
}

function demandTls(_sender: unknown, session: SMTPServerSession, done: Done): void {
  done(session.secure ? null : refusal(530, '5.7.0', 'Must issue a STARTTLS command first'));
}

type AuthDone = (error: Error | null, response?: { user: string }) => void;

function checkAccount(user: string, password: string) {
  return (auth: SMTPServerAuthentication, _session: SMTPServerSession, done: AuthDone): void => {
    const isRight = auth.method === 'CRAM-MD5' ? auth.validatePassword(password) : auth.password === password;
    if (auth.username === user && isRight) done(null, { user });
    else done(refusal(535, '5.7.8', 'Error: authentication failed: wrong user name or password'));
  };
}

function keepMessage(port: DemoPort, messages: DemoMessage[]): NonNullable<SMTPServerOptions['onData']> {
  return (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', done);
    stream.on('end', () => {
      if (stream.sizeExceeded) return done(refusal(552, '5.3.4', 'Error: message file too big'));
      const { mailFrom, rcptTo } = session.envelope;
      messages.push({
        port,
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
        data: Buffer.concat(chunks).toString('utf8'),
      });
      done(null, `Ok: kept as message ${messages.length}, nothing is delivered`);
    });
  };
}

function listen(server: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, ADDRESS, () => {
      server.server.removeListener('error', reject);
      resolve((server.server.address() as AddressInfo).port);
    });
  });
}
