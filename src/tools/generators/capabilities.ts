import { readTable } from './readTable.ts';

const MARKS: Readonly<Record<string, string>> = { yes: '●', partly: '◐', no: '○', later: 'later', unknown: '?', 'n/a': '–' };
const OWN_COLUMNS = new Set(['number', 'capability', 'ours', 'test']);

/** What relay testers can do, ours first, each of our marks linked to the test that shows it. */
export function capabilitiesTable(): string {
  const rows = readTable('capabilities');
  const others = Object.keys(rows[0] ?? {}).filter((column) => !OWN_COLUMNS.has(column));
  const mark = (word = '') => {
    const sign = MARKS[word];
    if (sign === undefined) throw new Error(`capabilities.tsv: unknown mark "${word}"`);
    return sign;
  };
  const lines = rows.map(({ capability, ours, test, ...row }) => {
    const own = test ? `[${mark(ours)}](${test})` : mark(ours);
    return `| ${[capability, own, ...others.map((other) => mark(row[other]))].join(' | ')} |`;
  });
  return [`| | ${['**Relay Doctor**', ...others].join(' | ')} |`, `| --- |${' :-: |'.repeat(others.length + 1)}`, ...lines].join('\n');
}
