import type { Severity } from '../../rules/types.ts';

/** A finding by its place; what it says is left out, as it quotes a stranger's file. */
export interface FindingPlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
  readonly severity: Severity;
}

/** A finding that a person has judged by reading the file around it. */
export interface ReviewedFinding extends FindingPlace {
  /** `right`: true, useful and well worded. Anything else is a fault of the rule; `?` is not judged yet. */
  readonly verdict: string;
  readonly reason: string;
}

export interface GoldenComparison {
  /** Findings that nobody has judged. */
  readonly unreviewed: readonly FindingPlace[];
  /** Findings whose verdict is not `right`. */
  readonly faulty: readonly ReviewedFinding[];
  /** What was judged once and is found no more, in files that are still there. */
  readonly gone: readonly ReviewedFinding[];
}

const HEADER = 'file\tline\trule\tseverity\tverdict\treason';
const UNREVIEWED = '?';

const keyOf = ({ path, line, rule, severity }: FindingPlace) => `${path}\t${line}\t${rule}\t${severity}`;

/** Reads the reviewed list: a header, then one finding per line with tabs between its fields. */
export function readGolden(text: string): ReviewedFinding[] {
  const rows = text.split('\n').slice(1);
  return rows.flatMap((row) => {
    const [path = '', line = '', rule = '', severity = '', verdict = '', reason = ''] = row.split('\t');
    return path === '' ? [] : [{ path, line: Number(line), rule, severity: severity as Severity, verdict, reason }];
  });
}

/** The reviewed list for what is found now: verdicts are kept, a new finding waits for one, one that is gone is dropped. */
export function writeGolden(found: readonly FindingPlace[], reviewed: readonly ReviewedFinding[]): string {
  const known = queuesByKey(reviewed);
  const rows = found.map((one) => {
    const { verdict, reason } = known.get(keyOf(one))?.shift() ?? { verdict: UNREVIEWED, reason: '' };
    return `${keyOf(one)}\t${verdict}\t${reason}`;
  });
  return `${[HEADER, ...rows.sort(byPlace)].join('\n')}\n`;
}

/** Lays what is found now beside what was judged. */
export function compareGolden(found: readonly FindingPlace[], reviewed: readonly ReviewedFinding[], hasFile: (path: string) => boolean): GoldenComparison {
  const known = queuesByKey(reviewed);
  const unreviewed: FindingPlace[] = [];
  const faulty: ReviewedFinding[] = [];
  for (const one of found) {
    const match = known.get(keyOf(one))?.shift();
    if (!match || match.verdict === UNREVIEWED) unreviewed.push(one);
    else if (match.verdict !== 'right') faulty.push(match);
  }
  return { unreviewed, faulty, gone: [...known.values()].flat().filter(({ path }) => hasFile(path)) };
}

/** Two findings of a rule may stand on one line; each verdict is used once. */
function queuesByKey(reviewed: readonly ReviewedFinding[]): Map<string, ReviewedFinding[]> {
  const queues = new Map<string, ReviewedFinding[]>();
  for (const one of reviewed) queues.set(keyOf(one), [...(queues.get(keyOf(one)) ?? []), one]);
  return queues;
}

function byPlace(a: string, b: string): number {
  const [pathA = '', lineA = ''] = a.split('\t');
  const [pathB = '', lineB = ''] = b.split('\t');
  if (pathA !== pathB) return pathA < pathB ? -1 : 1;
  return Number(lineA) - Number(lineB) || (a < b ? -1 : a > b ? 1 : 0);
}
