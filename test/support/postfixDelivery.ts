import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeCertificates } from './certificates.ts';
import { type PostfixInstance, startPostfix } from './postfixInstance.ts';

/** What became of one message. */
export interface Delivery {
  /** `sent`, `deferred` or `bounced`; absent when nothing was said in time. */
  readonly status: string | undefined;
  /** The reason that stands behind the status in the log. */
  readonly reason: string;
  /** Lines that the client wrote at warning or above. */
  readonly complaints: readonly string[];
}

const PATIENCE_MS = 45_000;
const LOOK_AGAIN_MS = 50;
const RELAY_FOR_US = 'check_client_access inline:{ 127.0.0.1=permit }, reject_unauth_destination';

/**
 * Sends a message through each of several smtp(8) clients to a server of ours that offers STARTTLS, and says what came of it.
 * `parameters` are the clients' own; `$PORT` in a value is the server's port.
 */
export async function deliverThrough(clients: ReadonlyMap<string, Readonly<Record<string, string>>>): Promise<Map<string, Delivery>> {
  const { servers } = await makeCertificates();
  const relay = await startPostfix({
    services: {
      tls: {
        parameters: { myhostname: 'relay.lab.test', smtpd_tls_security_level: 'may', smtpd_relay_restrictions: RELAY_FOR_US },
        certificate: servers.valid,
      },
    },
  });
  const stops = [relay.stop];
  try {
    const port = String(relay.ports.tls);
    const own = [...clients].map(([name, parameters]) => [
      name,
      Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, value.replaceAll('$PORT', port)])),
    ]);
    const routes = [...clients.keys()].map((name) => `{ ${name}.test = ${name}:[127.0.0.1]:${port} }`);
    const sender = await startPostfix({
      services: { entry: { parameters: { smtpd_relay_restrictions: RELAY_FOR_US } } },
      clients: Object.fromEntries(own),
      main: { transport_maps: `inline:{ ${routes.join(' ')} }`, smtp_tls_security_level: 'may' },
    });
    stops.push(sender.stop);
    for (const name of clients.keys()) await send(sender, `user@${name}.test`);
    await settled(sender, [...clients.keys()]);
    return new Map([...clients.keys()].map((name) => [name, deliveryOf(sender.log(), name)]));
  } finally {
    for (const stop of stops.reverse()) stop();
  }
}

async function send(sender: PostfixInstance<'entry'>, recipient: string): Promise<void> {
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  await promisify(execFile)('smtp-source', ['-f', 'me@lab.test', '-t', recipient, `127.0.0.1:${sender.ports.entry}`], { env, timeout: PATIENCE_MS });
}

/** Postfix says nothing when it is done, but in its log. */
async function settled(sender: PostfixInstance<'entry'>, names: readonly string[]): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const log = sender.log();
    // A client that gave up is not started anew for a minute.
    if (names.every((name) => log.includes(`to=<user@${name}.test>`) || new RegExp(`postfix/${name}/smtp\\[\\d+\\]: fatal:`).test(log))) return;
    await wait(LOOK_AGAIN_MS);
  }
}

function deliveryOf(log: string, name: string): Delivery {
  const lines = log.split('\n');
  const [, status, reason = ''] =
    lines.map((line) => new RegExp(`to=<user@${name}\\.test>.* status=(\\w+) \\((.*)\\)`).exec(line)).find((match) => match) ?? [];
  const complaints = lines.flatMap((line) => new RegExp(`postfix/${name}/smtp\\[\\d+\\]: ((?:warning|error|fatal|panic): .*)`).exec(line)?.[1] ?? []);
  return { status, reason, complaints };
}
