import { grammarFiles } from '../../src/cli/grammarFiles.ts';
import { loadFormat } from '../../src/parse/format.ts';
import type { CodeKind } from '../../src/parse/types.ts';

export const CODE_KINDS: readonly CodeKind[] = ['javascript', 'typescript', 'tsx', 'php', 'python', 'ruby', 'powershell', 'go'];

// Importing this makes all of them ready.
for (const kind of CODE_KINDS) await loadFormat(kind, grammarFiles);
