import type { FileKind } from '../../parse/types.ts';

export const ALL_KINDS: readonly FileKind[] = ['postfix-main', 'dotenv', 'yaml', 'json'];
