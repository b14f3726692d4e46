import * as vscode from 'vscode';

/** What a task of type "relay-doctor" says in tasks.json. */
interface RelayDoctorTask extends vscode.TaskDefinition {
  readonly command: 'lint' | 'test';
  /** Files and folders, relative to the workspace folder; the folder itself when absent. */
  readonly paths?: readonly string[];
  /** Further options of the command line. */
  readonly options?: readonly string[];
}

/**
 * The tasks that every folder on this machine has: lint it, and test all relays in it. They run our command line with the
 * Node that runs us. In an untrusted workspace no test is offered.
 */
export function offeredTasks(cli: vscode.Uri): vscode.Task[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return folders.flatMap((folder) => (['lint', 'test'] as const).flatMap((command) => taskFor(cli, { type: TASK_TYPE, command }, folder) ?? []));
}

/** Completes a task that tasks.json names; undefined for what can't run here. */
export function resolvedTask(cli: vscode.Uri, { definition, scope }: vscode.Task): vscode.Task | undefined {
  const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' && isOurs(definition) ? taskFor(cli, definition, folder) : undefined;
}

const TASK_TYPE = 'relay-doctor';

function isOurs(definition: vscode.TaskDefinition): definition is RelayDoctorTask {
  const { command, paths = [], options = [] } = definition;
  return (command === 'lint' || command === 'test') && [paths, options].every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string'));
}

function taskFor(cli: vscode.Uri, definition: RelayDoctorTask, folder: vscode.WorkspaceFolder): vscode.Task | undefined {
  const isTest = definition.command === 'test';
  // The editor asks for trust before it lists tasks; this holds for whoever asks us directly.
  if (isTest && !vscode.workspace.isTrusted) return undefined;
  const { paths = ['.'], options = [] } = definition;
  const args = [cli.fsPath, definition.command, ...(isTest ? ['--all'] : []), ...options, '--', ...paths];
  // On a desktop the extension host is Electron, which has to be told to be Node.
  const env: Record<string, string> = process.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {};
  const execution = new vscode.ProcessExecution(process.execPath, args, { cwd: folder.uri.fsPath, env });
  const name = isTest ? 'test all relays' : 'lint mail settings';
  const task = new vscode.Task(definition, folder, name, TASK_TYPE, execution, isTest ? '$relay-doctor-test' : '$relay-doctor');
  task.group = isTest ? vscode.TaskGroup.Test : vscode.TaskGroup.Build;
  task.detail = isTest
    ? 'tests every relay that files of the folder name, live and side by side'
    : 'finds mistakes in the outgoing-mail settings of the folder';
  return task;
}
