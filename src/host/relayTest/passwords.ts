import * as vscode from 'vscode';
import { Secret } from '../../smtp/credentials/secret.ts';

const INDEX = 'relayDoctor.savedPasswords';

/** Passwords that the user chose to keep, in the editor's secret storage; one per account and server. */
export interface PasswordStore {
  get(account: string): Promise<Secret | undefined>;
  keep(account: string, password: Secret): Promise<void>;
  forget(account: string): Promise<void>;
  /** Removes all of them. Returns how many there were. */
  forgetAll(): Promise<number>;
}

export function createPasswordStore({ secrets, globalState }: Pick<vscode.ExtensionContext, 'secrets' | 'globalState'>): PasswordStore {
  // The secret storage can't list its keys: the names of the accounts, no more, are remembered beside it.
  const accounts = () => globalState.get<string[]>(INDEX, []);
  const keyOf = (account: string) => `relayDoctor.password:${account}`;
  // One change after the other, and no reading in between: the next test may start while a password is being kept.
  let settled: Promise<unknown> = Promise.resolve();
  function change<T>(work: () => Promise<T>): Promise<T> {
    const result = settled.then(work);
    settled = result.catch(() => undefined);
    return result;
  }
  return {
    async get(account) {
      await settled;
      const text = await secrets.get(keyOf(account));
      return text === undefined ? undefined : new Secret(text);
    },
    keep: (account, password) =>
      change(async () => {
        await globalState.update(INDEX, [...new Set([...accounts(), account])]);
        await secrets.store(keyOf(account), password.reveal());
      }),
    forget: (account) =>
      change(async () => {
        await secrets.delete(keyOf(account));
        await globalState.update(
          INDEX,
          accounts().filter((one) => one !== account),
        );
      }),
    forgetAll: () =>
      change(async () => {
        const all = accounts();
        for (const account of all) await secrets.delete(keyOf(account));
        await globalState.update(INDEX, undefined);
        return all.length;
      }),
  };
}

/** The command "Forget Saved Passwords". */
export async function forgetPasswords(store: PasswordStore): Promise<void> {
  const count = await store.forgetAll();
  const said = count === 0 ? 'no password was saved.' : count === 1 ? 'the saved password is gone.' : `${count} saved passwords are gone.`;
  await vscode.window.showInformationMessage(`Relay Doctor: ${said}`);
}
