import { addressFamily } from '../hostName.ts';

/** Programs by what only they write. */
const APPS: readonly (readonly [RegExp, string])[] = [
  [
    /nodemailer|SMTPConnection\.|code: '?(?:ESOCKET|EAUTH|EENVELOPE|EDNS|ECONNECTION|ETLS|EPROTOCOL|EMESSAGE)\b|"code":\s*"E(?:DNS|AUTH|SOCKET|ENVELOPE)"/,
    'nodemailer',
  ],
  [/PHPMailer|SMTP connect\(\) failed|SERVER -> CLIENT|SMTP Error: (?:Could not|data not|The following)|SMTP ERROR:/, 'PHPMailer'],
  [/Swift_(?:Transport|IoException|Rfc)|swiftmailer/i, 'Swift Mailer'],
  [
    /Symfony\\+Component\\+Mailer|symfony\/mailer|stream_socket_client\(\)|Expected response code|Connection could not be established with host/,
    'Symfony Mailer',
  ],
  [
    /smtplib|SMTP(?:AuthenticationError|ServerDisconnected|RecipientsRefused|SenderRefused|NotSupportedError|DataError|ConnectError)\b(?<!Net::\w+)|\bb'|\(_ssl\.c:|socket\.gaierror|\[Errno -?\d+\]|\[WinError \d+\]/,
    'smtplib',
  ],
  [
    /(?:javax|jakarta)\.mail|com\.sun\.mail|org\.eclipse\.angus|org\.springframework\.mail|javax\.net\.ssl|sun\.security|java\.net\.|java\.lang\./,
    'Jakarta Mail',
  ],
  [/MailKit/, 'MailKit'],
  [/System\.Net\.Mail|The SMTP server requires a secure connection|The server response was:|SmtpException|System\.Net\.Sockets/, '.NET SmtpClient'],
  [/Net::(?:SMTP|OpenTimeout|ReadTimeout)|OpenSSL::SSL::SSLError|ActionMailer|Errno::E|SSL_connect returned/, 'Net::SMTP'],
  [/\bdial tcp\b|\bx509: |\btls: |gomail|net\/smtp|smtp: server doesn't support AUTH/, 'Go'],
  [/\bcurl: \(\d+\)|libcurl/, 'curl'],
  [/msmtp: /, 'msmtp'],
  [/postfix\/|status=(?:deferred|bounced|softbounce)|relay=\S+\[/, 'Postfix'],
  [/^(?:===|\*\*\*|<\*\*|<~\*|<- {2}|<~ {2})/m, 'swaks'],
];

/** The program whose words these are, or undefined. */
export function appOf(text: string): string | undefined {
  return APPS.find(([pattern]) => pattern.test(text))?.[1];
}

/** Advice that MailKit prints whatever has happened: words of causes that are none. */
const BOILERPLATE = [
  /This usually means that the SSL certificate presented by the server is not trusted[^:]*:?/g,
  /(?:\d\.\s*)?(?:The server is using a self-signed certificate which cannot be verified|The local system is missing a Root or Intermediate certificate needed to verify the server's certificate|A Certificate Authority CRL server for one or more of the certificates in the chain is temporarily unavailable|The certificate presented by the server is expired or invalid|The set of SSL\/TLS protocols supported by the client and server do not match)\.?/g,
  /It is also possible that the set of SSL\/TLS protocols supported by the client and server do not match\./g,
  /One possibility is that you are trying to connect to a port which does not support SSL\/TLS\./g,
  /The other possibility is that the SSL certificate presented by the server is not trusted[^:]*:?/g,
];

/** An error as it was meant to be read: quotes and line ends of program literals, line numbers of log frames and fixed advice undone. */
export function normaliseErrorText(text: string): string {
  const flat = text
    .replace(/\r\n?/g, '\n')
    .replace(/(?:\\r)?\\n['"]? ?\+\s*['"]/g, '\n')
    .replace(/(?:\\r)?\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\+(["'])/g, '$1');
  return BOILERPLATE.reduce((result, pattern) => result.replace(pattern, ' '), flat);
}

export interface Endpoint {
  readonly host?: string;
  readonly port?: number;
}

const NAME = String.raw`\[?([\w.-]+|[0-9a-f]*:[0-9a-f:.]+)\]?`;

/** Where programs name host and port together, the plainest first. */
const ENDPOINTS: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:ssl|tls|tcp|smtps?):\/\/(?:[^@\s"']*@)?${NAME}:(\d{1,5})\b`, 'i'),
  new RegExp(String.raw`host, port: "?${NAME}"?, (\d{1,5})`, 'i'),
  new RegExp(String.raw`host:? "?${NAME}"?[,;]? port:? "?(\d{1,5})`, 'i'),
  new RegExp(String.raw`(?:relay=|connect to |Trying |Connected to )${NAME}(?:\[[^\]]*\])?:(\d{1,5})`, 'i'),
  new RegExp(String.raw`with host "?${NAME}:(\d{1,5})`, 'i'),
  /\b(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|dial tcp) \[?([0-9a-f:.]+|[\w.-]+?)\]?:(\d{1,5})\b/,
  new RegExp(String.raw`Failed to connect to ${NAME} port (\d{1,5})`, 'i'),
  new RegExp(String.raw`\bhost = ${NAME}\s+port = (\d{1,5})`, 'i'),
  new RegExp(String.raw`address: '${NAME}',\s*port: (\d{1,5})`, 'i'),
  /\b(?:not|for) ([\w.-]+\.[a-z]{2,}):(\d{1,5})\b/i,
];

/** Where they name a host alone. What stands in quotes may be no host name at all. */
const HOSTS: readonly RegExp[] = [
  /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (\S+?)(?: \S+:\d+)?(?=[\]\n]|$|\s)/,
  /hostname["']?:\s*["']([^'\n]+?)["'],?\s*(?:[\n}]|"|$)/,
  /query[A-Z]+ E\w+ (\S+)/,
  /lookup ([\w.-]+)(?: on \S+)?: /,
  /UnknownHostException: ([\w.-]+?)\.?(?=[\s;,]|$)/,
  /Could not resolve host:? ([\w.-]+)/i,
  /getaddrinfo for (\S+) failed/,
  /Name service error for name=([\w.-]+)/,
  /Host: ([\w.-]+?)\.? is not in the cert/,
  /altnames: IP: ([\d.]+) is not/,
  /certificate is valid for [^\n]*?, not ([\w.-]+)/,
  /(?:host|server|connection with|conversation with) ([\w.-]+\.[\w-]+)\[/,
  /Connected to ([\w.-]+\.[a-z]{2,})/,
  /\b220[ -]([\w-]+(?:\.[\w-]+)+) /,
  /with host "?([\w-]+(?:\.[\w-]+)+)/,
];

/** The server that an error is about, as far as it says so. */
export function endpointOf(text: string): Endpoint {
  for (const pattern of ENDPOINTS) {
    const [, host, rawPort] = pattern.exec(text) ?? [];
    const port = Number(rawPort);
    if (host !== undefined && port >= 1 && port <= 65535) return { host: named(text) && addressFamily(host) !== 0 ? named(text)! : host, port };
  }
  const host = named(text);
  const port = Number(/\bport["']?[ :=]+["']?(\d{2,5})\b/i.exec(text)?.[1]);
  return { ...(host === undefined ? {} : { host }), ...(port >= 1 && port <= 65535 ? { port } : {}) };
}

function named(text: string): string | undefined {
  for (const pattern of HOSTS) {
    const host = pattern.exec(text)?.[1]?.trim();
    if (host) return host;
  }
  return undefined;
}
