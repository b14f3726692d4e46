export interface GeneratedFile {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly content: string;
}

export interface Generator {
  /** A folder in which every file is generated: others are removed. */
  readonly ownedFolder?: string;
  run(): Promise<readonly GeneratedFile[]> | readonly GeneratedFile[];
}
