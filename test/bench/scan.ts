import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { duel, hasProgram, ms, type Result, runProgram } from './measure.ts';
import { writeScanFolder } from './scanFolder.ts';

const FILES = 20_000;
const RUNS = 5;

/** A search for relays through a whole project, beside one for a single word. Both start as programs, on files that were just written. */
export async function scans(cli: string, folder: string): Promise<Result[]> {
  if (!existsSync(cli)) return [`search of a folder: ${cli} is not built. run: npm run build`];
  if (!hasProgram('rg')) return ['search of a folder: rg is missing. install ripgrep'];
  const project = join(folder, 'project');
  mkdirSync(project);
  writeScanFolder(project, FILES);
  const word = () => runProgram('rg', ['-l', '-i', 'smtp', project]);
  const [relays, peer] = await duel(() => runProgram(process.execPath, [cli, 'relays', project]), word, { runs: RUNS });
  // Findings are what it exits with 1 for.
  const [lint, again] = await duel(() => runProgram(process.execPath, [cli, 'lint', project], [0, 1]), word, { runs: RUNS });
  const what = `of ${FILES} files, 500 with a relay`;
  return [
    { what: `relay-doctor relays ${what} | rg -l -i smtp`, ours: ms(relays), peer: ms(peer), ratio: relays / peer },
    { what: `relay-doctor lint ${what} | rg -l -i smtp`, ours: ms(lint), peer: ms(again), ratio: lint / again },
  ];
}
