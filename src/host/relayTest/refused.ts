import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { type RefusedCredentials, refusedCredentials, type TriedCredentials } from '../../smtp/credentials/refusedCredentials.ts';
import type { ProbeCode, RelayPlan } from '../../smtp/types.ts';
import type { Run } from './run.ts';

const SALT = 'relayDoctor.refusedSalt';
const REFUSED = 'relayDoctor.refusedCredentials';

/** Refusals that a server counts against the account when they are repeated. */
const REFUSALS: ReadonlySet<ProbeCode> = new Set<ProbeCode>([
  'auth/credentials',
  'auth/user-name',
  'auth/secret-kind',
  'auth/token',
  'auth/locked-out',
  'auth/throttled',
]);

/** Which credentials servers have refused: keyed hashes in the workspace's storage, their key in the secret storage. */
export interface Refused {
  /** When the credentials of a plan were last refused, in milliseconds of the epoch; undefined when they were not, or when there are none. */
  at(plan: RelayPlan): Promise<number | undefined>;
  /** Takes note of how a run ended. */
  learn(plan: RelayPlan, run: Pick<Run, 'verdict' | 'events'>): Promise<void>;
}

export function createRefused(secrets: vscode.SecretStorage, memory: vscode.Memento): Refused {
  let opening: Promise<RefusedCredentials> | undefined;
  const open = () => {
    opening ??= readSalt(secrets).then((salt) => refusedCredentials(salt, memory.get<string[]>(REFUSED, [])));
    return opening;
  };
  return {
    async at(plan) {
      const tried = triedBy(plan);
      return tried && (await open()).refusedAt(tried);
    },
    async learn(plan, { verdict, events }) {
      const tried = triedBy(plan);
      if (!tried) return;
      const { cause } = verdict;
      const isRefused = cause?.stage === 'auth' && REFUSALS.has(cause.code);
      const isTaken = events.some((event) => event.type === 'stage' && event.stage === 'auth' && event.state === 'passed');
      if (!isRefused && !isTaken) return;
      const known = await open();
      if (isRefused) known.remember(tried, Date.now());
      else if (known.refusedAt(tried) === undefined) return;
      else known.forget(tried);
      await memory.update(REFUSED, known.entries());
    },
  };
}

function triedBy({ host, user, password }: RelayPlan): TriedCredentials | undefined {
  return user === undefined || password === undefined ? undefined : { host, user, password };
}

async function readSalt(secrets: vscode.SecretStorage): Promise<string> {
  const known = await secrets.get(SALT);
  if (known !== undefined) return known;
  const salt = randomBytes(24).toString('base64url');
  await secrets.store(SALT, salt);
  return salt;
}

/** A time of today as a clock shows it, another with its date. */
export function timeText(atMs: number, now = new Date()): string {
  const at = new Date(atMs);
  const clock = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return at.toDateString() === now.toDateString() ? `at ${clock}` : `on ${at.toLocaleDateString()} at ${clock}`;
}
