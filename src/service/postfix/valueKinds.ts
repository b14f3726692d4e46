import { type PostfixEnumeration, postfixEnumeration } from '../../data/postfixEnumerations.ts';
import type { TlsSide } from '../../data/postfixMeanings.ts';
import { type PostfixType, postfixParameter, serviceSuffixOf } from '../../data/postfixParameters.ts';

/** What the value of a parameter is made of. */
export type ValueKind =
  | { readonly kind: 'boolean' | 'time' | 'number' | 'size' | 'restrictions' | 'classes' | 'transport' | 'service' | 'tables' | 'text' }
  | { readonly kind: 'tls-level'; readonly side: TlsSide }
  | { readonly kind: 'enumeration'; readonly words: PostfixEnumeration };

const TYPE_KINDS: Readonly<Partial<Record<PostfixType, ValueKind['kind'] & ('boolean' | 'time' | 'number')>>> = {
  bool: 'boolean',
  nbool: 'boolean',
  int: 'number',
  nint: 'number',
  long: 'number',
  time: 'time',
};

/** Numbers that count bytes (postconf(5)); other limits count messages, processes or recipients. */
const SIZE_NAME = /(_size_limit|_checks_size_limit|_buffer_size|^queue_minfree|^lmdb_map_size|^line_length_limit|^header_size_limit)$/;

const TABLES_NAME = /(_maps?|_database|_checks|_access_maps)$/;
const TRANSPORT_NAME = /(_transport|^content_filter)$/;
const SERVICE_NAME = /_service_name$/;

/** Works out from a parameter's name and type what its value is made of; `text` where nothing is known. */
export function valueKindOf(name: string): ValueKind {
  const type = (postfixParameter(name) ?? serviceSuffixOf(name))?.type;
  const level = /^(?:(smtpd|postscreen|tlsproxy)|(smtp|lmtp|tlsproxy_client))_(?:tls_)?security_level$/.exec(name);
  if (level) return { kind: 'tls-level', side: level[1] === undefined ? 'client' : 'server' };
  const words = postfixEnumeration(name);
  if (words) return { kind: 'enumeration', words };
  const typed = type && TYPE_KINDS[type];
  if (typed) return { kind: typed === 'number' && SIZE_NAME.test(name) ? 'size' : typed };
  if (name === 'smtpd_restriction_classes') return { kind: 'classes' };
  if (/_restrictions$/.test(name)) return { kind: 'restrictions' };
  if (TRANSPORT_NAME.test(name)) return { kind: 'transport' };
  if (SERVICE_NAME.test(name)) return { kind: 'service' };
  return { kind: TABLES_NAME.test(name) ? 'tables' : 'text' };
}
