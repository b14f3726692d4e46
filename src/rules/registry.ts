import type { Rule } from './types.ts';

/** Every rule, sorted by id. One import and one line each, so that two branches rarely collide. */
export const rules: readonly Rule[] = [];
