import { compareVersions } from '../data/postfixParameters.ts';
import type { CommandSpec } from './args.ts';
import { type CliPorts, UsageError } from './ports.ts';
import { postconfHere } from './postconfHost.ts';

const OLDEST = '3.0';
const NEWEST = '3.12';

export const postconfCommand: CommandSpec = {
  name: 'postconf',
  operands: '[NAME…]',
  about: 'Shows Postfix settings as postconf(1) does, from main.cf and master.cf alone: no Postfix is needed.',
  options: {
    c: { value: 'DIR', about: 'the folder with main.cf and master.cf (default $MAIL_CONFIG, else /etc/postfix)' },
    n: { about: 'only what main.cf sets' },
    d: { about: 'the defaults instead of the settings' },
    x: { about: 'expand $name in values' },
    f: { about: 'fold long lines' },
    h: { about: 'values without names' },
    H: { about: 'names without values' },
    C: { value: 'CLASS', about: 'only parameters of these classes: builtin, service, user, all' },
    o: { value: 'NAME=VALUE', about: 'put a value above the one in main.cf' },
    M: { about: 'the services of master.cf; a NAME is service[/type]' },
    F: { about: 'their columns; a NAME is service[/type[/column]]' },
    P: { about: 'their "-o" parameters; a NAME is service[/type[/parameter]]' },
    p: { about: 'main.cf, as without -M, -F and -P' },
    q: { about: 'no warnings about unused or deprecated parameters (3.9 and later)' },
    'postfix-version': { value: 'VERSION', fallback: '3.7', about: `the Postfix to speak for, ${OLDEST} to ${NEWEST} (default 3.7)` },
  },
  notes: [
    'Text, warnings and exit status are those of postconf on Debian. Host name and networks are this machine\'s;\n"-o myhostname=…" and "-o mynetworks=…" put others in their place. Options that edit files, or ask what an\ninstalled Postfix can do, are not there.',
  ],
};

/** `relay-doctor postconf`. Returns the exit status that postconf(1) would. @throws UsageError */
export async function postconfCli(argv: readonly string[], { out, err, env }: CliPorts): Promise<number> {
  const { args, version } = takeVersion(argv);
  const result = await postconfHere({ args, version, env });
  if (result.unsupported !== undefined) throw new UsageError(`"${result.unsupported}" is for an installed Postfix: this command only shows settings`);
  err.write(result.stderr);
  out.write(Buffer.from(result.stdout, 'latin1'));
  return result.status;
}

/** Takes our one option out of the arguments that postconf(1) would understand; in them a byte is a character. */
function takeVersion(argv: readonly string[]): { args: string[]; version: string } {
  const args: string[] = [];
  let version = '3.7';
  for (let at = 0; at < argv.length; at += 1) {
    const [name, inline] = argv[at]!.split(/=(.*)/s);
    if (name === '--postfix-version') version = inline ?? argv[++at] ?? '';
    else if (name?.startsWith('--') && name !== '--') throw new UsageError(`unknown option "${name}"`);
    else args.push(Buffer.from(argv[at]!, 'utf8').toString('latin1'));
  }
  const isKnown = /^\d+\.\d+$/.test(version) && compareVersions(version, OLDEST) >= 0 && compareVersions(version, NEWEST) <= 0;
  if (!isKnown) throw new UsageError(`unknown Postfix version "${version}". expected one from ${OLDEST} to ${NEWEST}`);
  return { args, version };
}
