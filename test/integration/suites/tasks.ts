import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, relay, until, writeFile } from '../support.ts';

const TYPE = 'relay-doctor';

/** Runs a task to its end and returns the exit code of its process. */
async function runTask(task: vscode.Task): Promise<number | undefined> {
  const codes: (number | undefined)[] = [];
  const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
    if (execution.task.name === task.name) codes.push(exitCode);
  });
  try {
    await vscode.tasks.executeTask(task);
    await until(vscode.tasks.onDidEndTaskProcess, () => codes.length > 0);
    return codes[0];
  } finally {
    subscription.dispose();
  }
}

/** Waits for what a task's problem matcher finds in a file that no editor shows. */
async function matchedIn(uri: vscode.Uri, source: string): Promise<readonly vscode.Diagnostic[]> {
  const matched = () => vscode.languages.getDiagnostics(uri).filter((one) => one.source === source);
  await until(vscode.languages.onDidChangeDiagnostics, () => matched().length > 0);
  return matched();
}

describe('tasks', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('are offered for the folder, with a group and a detail', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: TYPE });
    assert.deepEqual(
      tasks.map(({ name, definition, source }) => [name, definition.command, source]),
      [
        ['lint mail settings', 'lint', TYPE],
        ['test all relays', 'test', TYPE],
      ],
    );
  });

  it('lint a folder, and what they find stands among the problems of a file that is not open', async () => {
    const uri = await writeFile('tasks/lint/.env', 'SMTP_HOST=smtp.example.com\nSMTP_PORT=465\nSMTP_SECURE=false\n');
    const task = await ownTask({ command: 'lint', paths: ['tasks/lint'] });
    assert.equal(await runTask(task), 1);
    const [problem] = await matchedIn(uri, 'relay-doctor');
    assert.match(String(problem?.code), /^[a-z]/);
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
  });

  it('test all relays, and a failure stands at the setting', async () => {
    const uri = await writeFile('tasks/test/.env', `SMTP_PORT=${relay.ports.plain}\nSMTP_HOST=${relay.host}\nSMTP_SECURE=false\nSMTP_FROM=jo@example.org\n`);
    const task = await ownTask({ command: 'test', paths: ['tasks/test'] });
    assert.equal(await runTask(task), 1);
    const [problem] = await matchedIn(uri, 'relay-doctor test');
    assert.equal(String(problem?.code), 'rcpt/relay-denied');
    assert.equal(problem?.range.start.line, 1);
  });

  /** A task as tasks.json may hold it, which the extension completes. */
  async function ownTask(definition: { readonly command: 'lint' | 'test'; readonly paths: readonly string[] }): Promise<vscode.Task> {
    const offered = (await vscode.tasks.fetchTasks({ type: TYPE })).find((task) => task.definition.command === definition.command)!;
    const execution = offered.execution as vscode.ProcessExecution;
    const args = [...execution.args.slice(0, execution.args.indexOf('--') + 1), ...definition.paths];
    const task = new vscode.Task(
      { type: TYPE, ...definition },
      offered.scope as vscode.WorkspaceFolder,
      offered.name,
      TYPE,
      new vscode.ProcessExecution(execution.process, args, execution.options ?? {}),
      offered.problemMatchers,
    );
    return task;
  }
});
