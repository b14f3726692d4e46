import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { Secret } from '../../src/smtp/credentials/secret.ts';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import { planForTarget } from '../../src/smtp/plan.ts';
import { probe } from '../../src/smtp/probe.ts';
import { makeCertificates } from '../support/certificates.ts';
import { postfixObstacle, startPostfix } from '../support/postfixInstance.ts';
import { startDelayProxy } from './delayProxy.ts';
import { duel, hasProgram, ms, type Result, startProgram } from './measure.ts';

const USER = 'bench';
const PASSWORD = 'bench-only';
const SWAKS = 'swaks --quit-after RCPT';
/** What the network adds to a round trip. */
const DELAYS = [0, 50];
/**
 * EHLO, STARTTLS, the hello of TLS 1.3, EHLO with its end, AUTH with initial response, MAIL with RCPT (RFC 2920), and the
 * farewell, which has to wait for what RCPT brings. A client without PIPELINING needs one more.
 */
const NEEDED_ROUND_TRIPS = 7;

interface Peers {
  readonly ca: string;
  readonly caFile: string;
  readonly cli: string;
  readonly runs: number;
}

/**
 * The same dialogue by several programs with the same real server, behind a proxy that delays: STARTTLS with a checked
 * certificate, AUTH PLAIN, MAIL, RCPT, QUIT. nodemailer's verify() knows no envelope and leaves after AUTH.
 */
export async function againstPeers(cli: string, folder: string, runs: number): Promise<Result[]> {
  if (!existsSync(cli)) return [`relay test | ${SWAKS}: not built. run: npm run build`];
  if (!hasProgram('swaks')) return [`relay test | ${SWAKS}: swaks is not installed. run: sudo apt-get install -y swaks`];
  const obstacle = postfixObstacle('dovecot');
  if (obstacle) return [`relay test | ${SWAKS}: ${obstacle}`];
  const { ca, servers } = await makeCertificates();
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, ca);
  process.env.BENCH_PASSWORD = PASSWORD;
  const submission = { parameters: { smtpd_tls_security_level: 'encrypt', smtpd_sasl_auth_enable: 'yes' }, certificate: servers.valid };
  const postfix = await startPostfix({ services: { submission }, sasl: { type: 'dovecot', user: USER, password: PASSWORD } });
  const results: Result[] = [];
  try {
    for (const delay of DELAYS) {
      const proxy = await startDelayProxy(postfix.ports.submission, delay / 2);
      try {
        results.push(...(await behind(proxy, delay, { ca, caFile, cli, runs })));
      } finally {
        await proxy.close();
      }
    }
    return results;
  } finally {
    postfix.stop();
  }
}

async function behind(proxy: Awaited<ReturnType<typeof startDelayProxy>>, delay: number, { ca, caFile, cli, runs }: Peers): Promise<Result[]> {
  const server = `localhost:${proxy.port}`;
  const trips = new Map<string, number>();
  const counted = (name: string, work: () => Promise<unknown>) => async () => {
    await work();
    trips.set(name, proxy.roundTrips());
  };
  const envelope = ['--from', 'jo@lab.test', '--rcpt', 'jo@example.com'];
  const signIn = ['--user', USER, '--password-env', 'BENCH_PASSWORD', '--ca', caFile];
  const ours = counted('ours', () => startProgram(process.execPath, [cli, 'test', `smtp://${server}`, ...signIn, ...envelope]));
  const options = ['--server', server, '--tls', '--tls-verify', '--tls-ca-path', caFile, '--auth', 'PLAIN', '--auth-user', USER, '--auth-password', PASSWORD];
  const swaks = counted('swaks', () =>
    startProgram('swaks', [...options, '--from', 'jo@lab.test', '--to', 'jo@example.com', '--quit-after', 'RCPT', '--hide-all']),
  );
  const alone = counted('probe', () => probeOnce(server, ca));
  const verify = counted('verify', () => verifyOnce(proxy.port, ca));
  const [mine, theirs] = await duel(ours, swaks, { runs });
  const [inProcess, nodemailer] = await duel(alone, verify, { runs });
  const at = `${delay} ms away`;
  return [
    { what: `relay-doctor test | ${SWAKS}, Postfix ${at}`, ours: ms(mine), peer: ms(theirs), ratio: mine / theirs },
    { what: `  the probe alone, in a running process | swaks, ${at}`, ours: ms(inProcess), peer: ms(theirs), ratio: inProcess / theirs },
    { what: `  the probe | nodemailer verify(), which asks for no envelope, ${at}`, ours: ms(inProcess), peer: ms(nodemailer), ratio: inProcess / nodemailer },
    ...(delay > 0 ? roundTrips(trips) : []),
  ];
}

/** Only a delay keeps what is sent together from being told apart by chance. */
function roundTrips(trips: ReadonlyMap<string, number>): Result[] {
  const row = (what: string, own: number, peer: number): Result => ({ what, ours: String(own), peer: String(peer), ratio: own / peer });
  return [
    row('  round trips | as few as the protocol needs', trips.get('probe')!, NEEDED_ROUND_TRIPS),
    row('  round trips | swaks', trips.get('ours')!, trips.get('swaks')!),
    row('  round trips | nodemailer verify(), no envelope', trips.get('probe')!, trips.get('verify')!),
  ];
}

/** What a click in the editor runs. @throws Error when the relay does not take the envelope. */
async function probeOnce(server: string, ca: string): Promise<void> {
  const options = { user: USER, password: new Secret(PASSWORD), ca: [ca], mailFrom: 'jo@lab.test', rcptTo: 'jo@example.com' };
  const result = planForTarget(`smtp://${server}`, options);
  if (!result?.ok) throw new Error('the test could not be planned');
  for await (const event of probe(result.plan, createNodeTransport())) {
    if (event.type === 'verdict' && !event.ok) throw new Error(event.summary);
  }
}

async function verifyOnce(port: number, ca: string): Promise<void> {
  const transport = createTransport({ host: 'localhost', port, requireTLS: true, auth: { user: USER, pass: PASSWORD }, authMethod: 'PLAIN', tls: { ca } });
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}
