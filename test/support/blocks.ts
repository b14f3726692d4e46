import { loadFormat } from '../../src/parse/format.ts';
import { BLOCK_KINDS } from '../../src/parse/types.ts';
import { NO_GRAMMARS } from './formatEdits.ts';

// Importing this makes all of them ready.
for (const kind of BLOCK_KINDS) await loadFormat(kind, NO_GRAMMARS);
