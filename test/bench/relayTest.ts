import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import { planForTarget } from '../../src/smtp/plan.ts';
import { probe } from '../../src/smtp/probe.ts';
import { Secret } from '../../src/smtp/secret.ts';
import { makeCertificates } from '../support/certificates.ts';
import { postfixObstacle, startPostfix } from '../support/postfixInstance.ts';
import { duel, hasProgram, median, ms, type Result, runProgram } from './measure.ts';

const USER = 'bench';
const PASSWORD = 'bench-only';
const WHAT = 'relay-doctor test | swaks --quit-after RCPT, on one Postfix';

/** The same dialogue by both programs with the same real server: STARTTLS with a checked certificate, AUTH PLAIN, MAIL, RCPT, QUIT. */
export async function againstSwaks(cli: string, folder: string, runs: number): Promise<Result[]> {
  if (!existsSync(cli)) return [`${WHAT}: not built. run: npm run build`];
  const obstacle =
    postfixObstacle('dovecot') ??
    (hasProgram('swaks') ? undefined : 'swaks is not installed: sudo apt-get install -y swaks libnet-ssleay-perl libauthen-sasl-perl');
  if (obstacle) return [`${WHAT}: ${obstacle}`];
  const { ca, servers } = await makeCertificates();
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, ca);
  const submission = { parameters: { smtpd_tls_security_level: 'encrypt', smtpd_sasl_auth_enable: 'yes' }, certificate: servers.valid };
  const postfix = await startPostfix({ services: { submission }, sasl: { type: 'dovecot', user: USER, password: PASSWORD } });
  try {
    const server = `localhost:${postfix.ports.submission}`;
    process.env.BENCH_PASSWORD = PASSWORD;
    const envelope = ['--from', 'jo@lab.test', '--rcpt', 'jo@example.com'];
    const ours = () =>
      runProgram(process.execPath, [cli, 'test', `smtp://${server}`, '--user', USER, '--password-env', 'BENCH_PASSWORD', '--ca', caFile, ...envelope]);
    const swaks = ['--server', server, '--tls', '--tls-verify', '--tls-ca-path', caFile, '--auth', 'PLAIN', '--auth-user', USER, '--auth-password', PASSWORD];
    const theirs = () => runProgram('swaks', [...swaks, '--from', 'jo@lab.test', '--to', 'jo@example.com', '--quit-after', 'RCPT', '--hide-all']);
    const [mine, peer] = await duel(ours, theirs, { runs });
    const alone = await median(() => probeOnce(server, ca), { runs });
    return [
      { what: WHAT, ours: ms(mine), peer: ms(peer), ratio: mine / peer },
      { what: '  the probe alone, in a running process | swaks', ours: ms(alone), peer: ms(peer), ratio: alone / peer },
    ];
  } finally {
    postfix.stop();
  }
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
