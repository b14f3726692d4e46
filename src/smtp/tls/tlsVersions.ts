import { info, type Run, type StageResult } from '../run.ts';
import type { TlsVersion, TlsVersionAnswer } from '../types.ts';
import { ALERT_BYTES } from './explainTls.ts';
import { type TlsOutcome, tryTls } from './tlsProbes.ts';

export const TLS_VERSIONS: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
/** What says no to a version: alerts, the server's choice of another, or its leaving. */
const REFUSALS: ReadonlySet<string> = new Set([
  'PROTOCOL_VERSION',
  'UNSUPPORTED_PROTOCOL',
  'WRONG_SSL_VERSION',
  'VERSION_TOO_LOW',
  'HANDSHAKE_FAILURE',
  'INSUFFICIENT_SECURITY',
  'INTERNAL_ERROR',
  'ECONNRESET',
  'RESET_BY_PEER',
]);

/** Stage `tls-versions`: offers one version at a time, each on a connection of its own, as the person asked for. */
export async function enumerateTls(run: Run): Promise<StageResult> {
  const tlsVersions: TlsVersionAnswer[] = [];
  for (const version of TLS_VERSIONS) {
    const outcome = await tryTls(run, {
      question: `does the server accept ${version}?`,
      request: { versions: { min: version, max: version } },
      isRequested: true,
    });
    const answer = answerOf(version, outcome);
    tlsVersions.push(answer);
    info(
      run,
      `${version}: ${answer.offered === undefined ? `not known (${answer.detail})` : answer.offered ? `accepted${answer.cipher ? `, ${answer.cipher}` : ''}` : `refused (${answer.detail})`}`,
    );
  }
  return { facts: { tlsVersions } };
}

/** Why there is nothing to enumerate, or undefined. */
export function noEnumeration({ plan, address, clearCapabilities, signal }: Run): string | undefined {
  if (signal.aborted) return 'cancelled';
  if (!address) return 'the server was not reached';
  if (plan.mode === 'none') return 'the configuration uses no TLS';
  return plan.mode === 'implicit-tls' || clearCapabilities?.startTls ? undefined : 'STARTTLS is not offered';
}

function answerOf(version: TlsVersion, outcome: TlsOutcome): TlsVersionAnswer {
  if (!outcome) return { version, detail: 'it came to no handshake' };
  if (outcome.ok) return { version, offered: true, cipher: outcome.tls.cipher };
  const { code: detail, answeredBytes = 0 } = outcome;
  // A server that refuses only after its own certificate has accepted the version and misses ours.
  if (detail === 'HANDSHAKE_FAILURE' && answeredBytes > ALERT_BYTES) return { version, offered: true };
  return { version, ...(REFUSALS.has(detail) ? { offered: false } : {}), detail };
}
