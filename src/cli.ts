import { keepCode } from './cli/codeCache.ts';

const argv = process.argv.slice(2);
// Run from the sources, the only CommonJS is that of packages, which may hold an `import()` that kept code can't do.
if (typeof __dirname !== 'undefined') keepCode(argv[0] ?? '', process.env);

async function main(): Promise<number> {
  const { processPorts, runCli } = await import('./cli/main.ts');
  return runCli(argv, processPorts());
}

// The code is set, not forced: a long list on its way into a pipe is still written to the end.
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`relay-doctor: internal error: ${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 3;
  },
);
