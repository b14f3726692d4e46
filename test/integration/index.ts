/**
 * The test module that VS Code's extension host loads: runs one group of suites under Mocha and writes each
 * result, as it comes, to the file that run.ts reads.
 */
import { appendFileSync } from 'node:fs';
import type { Result } from './result.ts';

const GROUPS: Readonly<Record<string, () => Promise<unknown>>> = {
  trusted: () =>
    Promise.all([
      import('./suites/contributions.ts'),
      import('./suites/problems.ts'),
      import('./suites/fixes.ts'),
      import('./suites/editor.ts'),
      import('./suites/postfixWriting.ts'),
      import('./suites/postfixNavigation.ts'),
      import('./suites/postfixFormat.ts'),
      import('./suites/postfixFolder.ts'),
      import('./suites/postfixRecognition.ts'),
      import('./suites/postfixActions.ts'),
      import('./suites/postfixTables.ts'),
      import('./suites/projects.ts'),
      import('./suites/relayTest.ts'),
      import('./suites/relayVerdict.ts'),
      import('./suites/relayConsent.ts'),
      import('./suites/relaysView.ts'),
      import('./suites/testExplorer.ts'),
      import('./suites/reports.ts'),
      import('./suites/tasks.ts'),
    ]),
  untrusted: () => import('./suites/untrusted.ts'),
};

export async function run(): Promise<void> {
  const { RELAY_DOCTOR_RESULTS: results, RELAY_DOCTOR_GROUP: group = 'trusted', RELAY_DOCTOR_PATTERN: grep } = process.env;
  if (!results) throw new Error('run by hand? start it with: npm run test:integration');
  const report = (result: Result) => appendFileSync(results, `${JSON.stringify(result)}\n`);
  // An ES module, which the bundle can't require in every host.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, ...(grep ? { grep } : {}), reporter: Mocha.reporters.Base });
  // Puts `describe` and `it` where the suites look for them while they are being loaded.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await GROUPS[group]?.();
  await new Promise<void>((done, fail) => {
    mocha
      .run((failures) => (failures > 0 ? fail(new Error(`${failures} failed`)) : done()))
      .on('pass', (test) => report({ state: 'passed', title: test.fullTitle() }))
      .on('pending', (test) => report({ state: 'skipped', title: test.fullTitle() }))
      .on('fail', (test, error: Error) => report({ state: 'failed', title: test.fullTitle(), error: error.stack ?? String(error) }));
  });
}
