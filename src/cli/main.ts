export { processPorts } from './processPorts.ts';
export { runCli } from './run.ts';
