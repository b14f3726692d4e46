import { readFileSync } from 'node:fs';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { ServerCertificate } from './certificates.ts';

/**
 * A server that plays a written dialogue, one line each:
 *
 *     S: 220 lab.test ESMTP     send a line
 *     S> 250-half               send as it is, with \r \n \t \xNN, without a line end
 *     C: EHLO                   wait for a line that begins so, in any case
 *     C: *                      wait for any line
 *     BYTES                     wait for anything at all, such as a TLS hello, and forget it
 *     UNTIL .                   wait for a line that is exactly this
 *     TLS                       speak TLS from here on
 *     CLOSE, RESET              end the connection with FIN or RST
 *     SILENCE                   say nothing more, but stay
 *     LOOP                      back to the first line of this section
 *     ==                        the next connection gets what follows; the last section serves all others
 *
 * Lines that begin with # are comments. At the end of a section the server stays silent. A client that says
 * something else than the script expects gets `599` and the connection is closed; see `mismatches`.
 */
export interface ScriptedServer {
  readonly port: number;
  /** What each connection received, in clear text or decrypted, line by line. */
  readonly received: readonly (readonly string[])[];
  /** Where a client left the script. */
  readonly mismatches: readonly string[];
  /** Resolves when a connection has come to a SILENCE or the end of its script. */
  readonly silent: Promise<void>;
  /** Sockets that are still open. */
  openSockets(): number;
  /** Resolves when every socket has closed. */
  allClosed(): Promise<void>;
  close(): Promise<void>;
}

interface Connection {
  socket: net.Socket;
  buffer: string;
  isEnded: boolean;
  readonly received: string[];
  wake?: (() => void) | undefined;
}

const FIXTURES = new URL('../fixtures/smtp/', import.meta.url);

/** Starts a server that plays `test/fixtures/smtp/<name>.script`. */
export function playScript(name: string, certificate?: ServerCertificate): Promise<ScriptedServer> {
  return startScriptedServer(readFileSync(new URL(`${name}.script`, FIXTURES), 'utf8'), certificate);
}

/** Starts a server on a free loopback port that plays the script for each connection. */
export async function startScriptedServer(script: string, certificate?: ServerCertificate, tlsOptions: tls.TlsOptions = {}): Promise<ScriptedServer> {
  const sections = parseSections(script);
  const received: string[][] = [];
  const mismatches: string[] = [];
  const sockets = new Set<net.Socket>();
  let onSilent: () => void = () => undefined;
  let onAllClosed: (() => void) | undefined;
  const silent = new Promise<void>((resolve) => {
    onSilent = resolve;
  });

  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', ignoreClientLeaving);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) onAllClosed?.();
    });
    const connection: Connection = { socket, buffer: '', isEnded: false, received: [] };
    const section = sections[Math.min(received.length, sections.length - 1)] ?? [];
    received.push(connection.received);
    play(connection, section, { ...tlsOptions, ...certificate }, mismatches, onSilent).catch((error: Error) => mismatches.push(error.message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as net.AddressInfo).port,
    received,
    mismatches,
    silent,
    openSockets: () => sockets.size,
    allClosed: () =>
      new Promise((resolve) => {
        onAllClosed = resolve;
        if (sockets.size === 0) resolve();
      }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function parseSections(script: string): string[][] {
  const sections: string[][] = [[]];
  for (const line of script.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (line.trim() === '==') sections.push([]);
    else sections.at(-1)!.push(line);
  }
  return sections;
}

async function play(connection: Connection, section: readonly string[], tlsOptions: tls.TlsOptions, mismatches: string[], onSilent: () => void): Promise<void> {
  listen(connection);
  for (let at = 0; at < section.length; at += 1) {
    const line = section[at]!;
    const { socket } = connection;
    if (socket.destroyed) return;
    if (line.startsWith('S: ')) socket.write(`${line.slice(3)}\r\n`);
    else if (line.startsWith('S> ')) socket.write(unescaped(line.slice(3)), 'latin1');
    else if (line.startsWith('C: ')) {
      const said = await nextLine(connection);
      if (said === undefined) return;
      const wanted = line.slice(3);
      if (wanted !== '*' && !said.toLowerCase().startsWith(wanted.toLowerCase())) {
        mismatches.push(`expected "${wanted}", got "${said}"`);
        socket.end(`599 script expected ${wanted}\r\n`);
        return;
      }
    } else if (line.startsWith('UNTIL ')) {
      for (let said = await nextLine(connection); said !== line.slice(6); said = await nextLine(connection)) if (said === undefined) return;
    } else if (line === 'BYTES') {
      while (connection.buffer === '' && !connection.isEnded) await moreBytes(connection);
      connection.buffer = '';
    } else if (line === 'TLS') {
      if (!(await upgrade(connection, tlsOptions))) return;
    } else if (line === 'CLOSE') {
      socket.end();
      return;
    } else if (line === 'RESET') {
      socket.resetAndDestroy();
      return;
    } else if (line === 'LOOP') at = -1;
    else if (line === 'SILENCE') break;
    else throw new Error(`unknown script line "${line}"`);
  }
  onSilent();
}

function listen(connection: Connection): void {
  const { socket } = connection;
  socket.on('data', (chunk: Buffer) => {
    connection.buffer += chunk.toString('utf8');
    connection.wake?.();
  });
  const onEnd = () => {
    connection.isEnded = true;
    connection.wake?.();
  };
  socket.on('end', onEnd).on('close', onEnd).on('error', onEnd);
}

async function nextLine(connection: Connection): Promise<string | undefined> {
  for (;;) {
    const end = connection.buffer.indexOf('\r\n');
    if (end !== -1) {
      const line = connection.buffer.slice(0, end);
      connection.buffer = connection.buffer.slice(end + 2);
      connection.received.push(line);
      return line;
    }
    if (connection.isEnded) {
      // What came without a line end is still something that came.
      if (connection.buffer !== '') connection.received.push(connection.buffer);
      connection.buffer = '';
      return undefined;
    }
    await moreBytes(connection);
  }
}

function moreBytes(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    connection.wake = resolve;
  });
}

/** Resolves to false when no TLS came about. */
function upgrade(connection: Connection, tlsOptions: tls.TlsOptions): Promise<boolean> {
  if (!tlsOptions.cert) throw new Error('the script says TLS, but no certificate is given');
  const plain = connection.socket;
  plain.removeAllListeners('data');
  // A client's hello may already be in the buffer when the script says TLS at once.
  plain.pause();
  const secure = new tls.TLSSocket(plain, { isServer: true, ...tlsOptions });
  connection.socket = secure;
  return new Promise((resolve) => {
    secure.on('error', () => {
      plain.destroy();
      resolve(false);
    });
    plain.once('close', () => resolve(false));
    secure.once('secure', () => {
      connection.isEnded = false;
      listen(connection);
      resolve(true);
    });
  });
}

function unescaped(text: string): string {
  return text.replace(/\\(r|n|t|\\|x[0-9a-f]{2})/gi, (_, what: string) => {
    if (what.startsWith('x')) return String.fromCharCode(Number.parseInt(what.slice(1), 16));
    return { r: '\r', n: '\n', t: '\t', '\\': '\\' }[what] ?? what;
  });
}

/** Clients under test leave as they like; what they leave behind is checked by the tests. */
function ignoreClientLeaving(): void {}
