import { NEWEST_POSTFIX, OLDEST_POSTFIX } from '../discover/postfixVersion.ts';
import { FAMILY_BITS, parseIpAddress } from '../parse/ipAddress.ts';
import type { InterfaceAddress } from '../service/postconf/types.ts';
import type { CommandSpec } from './args.ts';
import { type CliPorts, UsageError } from './ports.ts';
import { type PostconfRequest, postconfHere } from './postconfHost.ts';
import { readPostfixVersion } from './postfixVersion.ts';

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
    'host-name': { value: 'NAME', about: "the name of the machine that the files are from (default this one's)" },
    interface: { value: 'ADDRESS/BITS', about: "an interface of that machine, as often as need be (default this one's)" },
    'postfix-version': { value: 'VERSION', fallback: '3.7', about: `the Postfix to speak for, ${OLDEST_POSTFIX} to ${NEWEST_POSTFIX} (default 3.7)` },
  },
  notes: ['Text, warnings and exit status are those of postconf on Debian. Options that edit files, or ask what an installed\nPostfix can do, are not there.'],
};

/** `relay-doctor postconf`. Returns the exit status that postconf(1) would. @throws UsageError */
export async function postconfCli(argv: readonly string[], { out, err, env }: CliPorts): Promise<number> {
  const result = await postconfHere({ ...takeOwnOptions(argv), env });
  if (result.unsupported !== undefined) throw new UsageError(`"${result.unsupported}" is for an installed Postfix: this command only shows settings`);
  err.write(result.stderr);
  out.write(Buffer.from(result.stdout, 'latin1'));
  return result.status;
}

const OWN_OPTIONS = new Set(['--postfix-version', '--host-name', '--interface']);

/** Takes our own options out of the arguments that postconf(1) would understand; in the rest a byte is a character. */
function takeOwnOptions(argv: readonly string[]): Pick<PostconfRequest, 'args' | 'version' | 'facts'> {
  const args: string[] = [];
  const own = new Map<string, string[]>();
  for (let at = 0; at < argv.length; at += 1) {
    const [name = '', inline] = argv[at]!.split(/=(.*)/s);
    if (!name.startsWith('--') || name === '--') args.push(Buffer.from(argv[at]!, 'utf8').toString('latin1'));
    else if (!OWN_OPTIONS.has(name)) throw new UsageError(`unknown option "${name}"`);
    else own.set(name, [...(own.get(name) ?? []), inline ?? argv[++at] ?? '']);
  }
  const hostName = own.get('--host-name')?.at(-1);
  const interfaces = own.get('--interface');
  const facts = { ...(hostName === undefined ? {} : { hostName }), ...(interfaces ? { addresses: interfaces.map(readInterface) } : {}) };
  return { args, version: readPostfixVersion(own.get('--postfix-version')?.at(-1) ?? '3.7'), facts };
}

function readInterface(text: string): InterfaceAddress {
  const [address = '', bits = ''] = text.split('/');
  const ip = parseIpAddress(address);
  if (!ip || !/^\d{1,3}$/.test(bits) || Number(bits) > FAMILY_BITS[ip.family])
    throw new UsageError(`"${text}" is no interface. expected an address and the bits of its network, such as 192.0.2.1/24`);
  return { address, prefix: Number(bits) };
}
