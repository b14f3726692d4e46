/**
 * The programs in Postfix's daemon_directory and what they demand of their line in master.cf. Source: the
 * CA_MAIL_SERVER_* flags in each program's main() (3.12 snapshot, read 2026-11-21), tried on 3.7.11.
 */
export interface PostfixDaemon {
  readonly name: string;
  /** The process limit without which the program stops: 1 for a program of its own kind, 0 for one without a limit. */
  readonly processLimit?: 0 | 1;
  /** The program stops unless the unprivileged column is `n`. */
  readonly needsRoot?: true;
  /** It reaches for the rest of the machine, which it can't see from a chroot jail. */
  readonly isNeverChrooted?: true;
}

const rows: readonly PostfixDaemon[] = [
  { name: 'anvil', processLimit: 1 },
  { name: 'bounce', processLimit: 0 },
  { name: 'cleanup', processLimit: 0 },
  { name: 'discard' },
  { name: 'dnsblog', processLimit: 0 },
  { name: 'error' },
  { name: 'flush', processLimit: 0 },
  { name: 'lmtp' },
  { name: 'local', needsRoot: true, isNeverChrooted: true },
  { name: 'nbdb_reindexd', processLimit: 1, isNeverChrooted: true },
  // qmgr's name in Debian for as long as it was new.
  { name: 'nqmgr', processLimit: 1 },
  { name: 'oqmgr', processLimit: 1 },
  { name: 'pickup', processLimit: 1 },
  { name: 'pipe', needsRoot: true, isNeverChrooted: true },
  { name: 'postlogd', processLimit: 1, isNeverChrooted: true },
  { name: 'postscreen', processLimit: 1 },
  { name: 'proxymap', isNeverChrooted: true },
  { name: 'qmgr', processLimit: 1 },
  { name: 'qmqpd' },
  { name: 'scache', processLimit: 1 },
  { name: 'showq' },
  { name: 'smtp' },
  { name: 'smtpd' },
  { name: 'spawn', needsRoot: true, isNeverChrooted: true },
  { name: 'tlsmgr', processLimit: 1 },
  { name: 'tlsproxy', processLimit: 0 },
  { name: 'trivial-rewrite' },
  { name: 'verify', processLimit: 1 },
  { name: 'virtual', needsRoot: true, isNeverChrooted: true },
];

const daemons = new Map(rows.map((row) => [row.name, row]));

/** A daemon by the name in master.cf's command column; undefined for other programs. */
export function postfixDaemon(command: string): PostfixDaemon | undefined {
  return daemons.get(command);
}

/** The names of all daemons, sorted. */
export const POSTFIX_DAEMONS: readonly string[] = rows.map(({ name }) => name);
