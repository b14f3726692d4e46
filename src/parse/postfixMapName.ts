import type { MapGrammar } from './postfixMapTypes.ts';

/** What a lookup table is for: whose keys and results it holds. */
export type MapUse =
  | 'passwords'
  | 'transport'
  | 'virtual'
  | 'access'
  | 'checks'
  | 'generic'
  | 'canonical'
  | 'tls-policy'
  | 'relocated'
  | 'relayhosts'
  | 'sender-transports'
  | 'aliases';

/** Names without their endings; `_maps`, `-map` and the like are taken off before. */
const NAMES: readonly (readonly [RegExp, MapUse])[] = [
  [/^(sasl|smtp_sasl|relay|smtp)_?passw(or)?d$/, 'passwords'],
  [/^transports?$/, 'transport'],
  [/^virtual(_alias(es)?)?$/, 'virtual'],
  [/^(\w+_)?access$/, 'access'],
  [/^(\w+_)?(header|body)_checks$/, 'checks'],
  [/^(smtp_)?generic$/, 'generic'],
  [/^((sender|recipient)_)?canonical$/, 'canonical'],
  [/^(smtp_)?tls_policy$/, 'tls-policy'],
  [/^relocated$/, 'relocated'],
  [/^(relayhosts?|sender_relay(hosts?)?|sender_dependent_relayhosts?)$/, 'relayhosts'],
  [/^aliases$/, 'aliases'],
];

/** Names that no other program has, so that the folder does not matter. */
const UNMISTAKABLE = /^(smtp_)?sasl_passw(or)?d$|^smtp_(header_checks|tls_policy|generic)$|^(sender|recipient)_canonical$|^sender_dependent_relayhosts?$/;

/** The tables of docker-mailserver that have Postfix's own form. */
const IN_CONTAINER: Readonly<Record<string, MapUse>> = {
  'postfix-virtual.cf': 'virtual',
  'postfix-aliases.cf': 'aliases',
  'postfix-sasl-password.cf': 'passwords',
  'postfix-relaymap.cf': 'relayhosts',
  'postfix-send-access.cf': 'access',
  'postfix-receive-access.cf': 'access',
};

/** Stands in every name above: one look spares most files of a folder all others. */
const NAME_PART = /passw|transport|virtual|access|checks|generic|canonical|policy|relocated|relay|alias/;

const TYPE_ENDING = /\.(cidr|regexp|regex|pcre|hash|texthash|map|maps)$/;

/**
 * What the name of a file says it is for, when it is a lookup table's; undefined for other files and for the databases
 * that postmap(1) makes of them. Short names count in folders named `postfix` only, `aliases` in `mail` and /etc too.
 */
export function mapUseByName(path: string): MapUse | undefined {
  const whole = path.toLowerCase();
  const name = whole.slice(Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('\\')) + 1);
  if (!NAME_PART.test(name)) return undefined;
  const parts = whole.replaceAll('\\', '/').split('/').slice(0, -1);
  if (Object.hasOwn(IN_CONTAINER, name)) return IN_CONTAINER[name];
  const plain = name.replace(TYPE_ENDING, '').replaceAll('-', '_');
  const word = NAMES.some(([form]) => form.test(plain)) ? plain : plain.replace(/_maps?$/, '');
  const inPostfix = parts.slice(-2).includes('postfix');
  if (inPostfix && word === 'passwd' && parts.at(-1) === 'sasl') return 'passwords';
  const use = NAMES.find(([form]) => form.test(word))?.[1];
  if (use === 'aliases') return name === 'aliases' && /^(postfix|mail|etc)$/.test(parts.at(-1) ?? '') ? use : undefined;
  return inPostfix || UNMISTAKABLE.test(word) ? use : undefined;
}

/** A line of a table of expressions, in which nothing but an expression or a condition begins one. */
const EXPRESSION_LINE = /^(?:(?:if[ \t]+)?!?[/|].*|endif[ \t]*)$/i;
const NETWORK_LINE = /^!?[\d.]+\/\d{1,2}[ \t]|^!?[\da-f:]+\/\d{1,3}[ \t]/i;

/** How a table is most likely written, by the ending of its name, then by its first lines; what Postfix reads it as, its settings say. */
export function mapGrammarByName(path: string, text: string): MapGrammar {
  const ending = /\.(cidr|regexp|regex|pcre)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === 'cidr' || ending === 'pcre') return ending;
  if (ending) return 'regexp';
  const use = mapUseByName(path);
  if (use === 'aliases') return 'aliases';
  const lines = text.slice(0, 10_000).split(/\r?\n/);
  const first = lines.filter((line) => /^[^\s#]/.test(line)).slice(0, 20);
  if (first.length > 0 && first.every((line) => EXPRESSION_LINE.test(line))) return 'pcre';
  if (use === 'checks') return 'pcre';
  return use === 'access' && first.length > 0 && first.every((line) => NETWORK_LINE.test(line)) ? 'cidr' : 'indexed';
}
