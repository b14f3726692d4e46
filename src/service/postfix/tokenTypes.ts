/** The kinds of a token, under the names that themes know. */
export const TOKEN_TYPES = ['property', 'variable', 'function', 'type', 'enumMember', 'number', 'class'] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

/** What more is known: set here, out of date, or part of Postfix. A property without `defaultLibrary` is the files' own. */
export const TOKEN_MODIFIERS = ['declaration', 'deprecated', 'defaultLibrary'] as const;
export type TokenModifier = (typeof TOKEN_MODIFIERS)[number];
