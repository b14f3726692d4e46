/** One line of the file that carries results out of the extension host. */
export interface Result {
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly title: string;
  readonly error?: string;
}

/** What the runner tells the suites about the demo relay, as JSON in the environment. */
export interface RelayFacts {
  readonly host: string;
  readonly ports: { readonly plain: number; readonly submission: number; readonly implicitTls: number };
  readonly user: string;
  readonly password: string;
  readonly caFile: string;
}
