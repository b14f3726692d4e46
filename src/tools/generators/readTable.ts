import { readFileSync } from 'node:fs';

const FOLDER = 'src/tools/input';

export type Row = Readonly<Record<string, string>>;

/** Reads src/tools/input/<name>.tsv, whose first line names the columns. */
export function readTable(name: string): Row[] {
  const [head = '', ...lines] = readFileSync(`${FOLDER}/${name}.tsv`, 'utf8').trimEnd().split('\n');
  const columns = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}

/** An exported array of strings, one per line, as lines of TypeScript. */
export function listOf(name: string, rows: readonly string[]): string[] {
  return [`export const ${name}: readonly string[] = [`, ...rows.map((row) => `  ${JSON.stringify(row)},`), '];', ''];
}
