import type { ProbeCode, StageName } from '../types.ts';

/** Words by which programs and runtimes tell a failure that is no reply of the server. */
export interface Signature {
  readonly pattern: RegExp;
  readonly stage: StageName;
  readonly code: ProbeCode;
  /** Our own name of the low-level code; the words themselves when absent. */
  readonly detail?: string;
  /** Only these words settle it; any others leave room for another cause. */
  readonly certain?: true;
  /** What else to do where a program is known for a cause of its own. */
  readonly step?: string;
}

/**
 * In the order in which they decide: what is said in a nested cause before what encloses it, a certificate's
 * own fault before "handshake failed", a timeout with a place before one without. Every runtime has its own
 * words for the same event; see smtp/errors.ts for those that have codes.
 */
export const SIGNATURES: readonly Signature[] = [
  // Certificates: Node, OpenSSL, Java, Go, .NET and MailKit, curl, GnuTLS (msmtp).
  {
    pattern:
      /ERR_TLS_CERT_ALTNAME_INVALID|does(?: not|n't) match certificate's altnames|host ?name mismatch|certificate is valid for [^\n]{1,300}, not |host name did not match the name given in the server's SSL certificate|RemoteCertificateNameMismatch|No (?:subject alternative|name matching)[^\n]{0,300} (?:DNS name matching|found)|Peer certificate CN=[^\n]{1,300} did not match|certificate subject name [^\n]{1,300} does not match|(?:certificate|SSL)[^\n]{0,300}not (?:valid )?for (?:the )?(?:requested )?host|owner does not match hostname|does not match the server certificate|no alternative certificate subject name matches/i,
    stage: 'tls',
    code: 'tls/wrong-name',
    detail: 'ERR_TLS_CERT_ALTNAME_INVALID',
    certain: true,
  },
  { pattern: /certificate has expired or is not yet valid/i, stage: 'tls', code: 'tls/expired', detail: 'CERT_HAS_EXPIRED' },
  {
    pattern: /CERT_HAS_EXPIRED|certificate (?:has|is) expired|NotAfter: |CertificateExpiredException/i,
    stage: 'tls',
    code: 'tls/expired',
    detail: 'CERT_HAS_EXPIRED',
    certain: true,
  },
  { pattern: /PKIX path validation failed[^\n]{0,300}validity check failed/i, stage: 'tls', code: 'tls/expired', detail: 'CERT_HAS_EXPIRED' },
  {
    pattern: /CERT_NOT_YET_VALID|certificate is not yet valid|CertificateNotYetValidException/i,
    stage: 'tls',
    code: 'tls/not-yet-valid',
    detail: 'CERT_NOT_YET_VALID',
  },
  {
    pattern: /self[- ]signed certificate in (?:certificate )?chain|SELF_SIGNED_CERT_IN_CHAIN/i,
    stage: 'tls',
    code: 'tls/untrusted',
    detail: 'SELF_SIGNED_CERT_IN_CHAIN',
    certain: true,
  },
  {
    pattern: /DEPTH_ZERO_SELF_SIGNED_CERT|self[- ]signed certificate/i,
    stage: 'tls',
    code: 'tls/self-signed',
    detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    certain: true,
  },
  { pattern: /unable to get certificate CRL|unable to check revocation/i, stage: 'tls', code: 'tls/untrusted', detail: 'UNABLE_TO_GET_CRL', certain: true },
  {
    pattern: /trustAnchors parameter must be non-empty/,
    stage: 'tls',
    code: 'tls/untrusted',
    detail: 'no trust anchors',
    step: 'Java finds no trust store at all: install the package with its CA certificates, or name one with javax.net.ssl.trustStore.',
  },
  {
    pattern:
      /UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)|unable to (?:verify the first certificate|get (?:local )?issuer certificate)|PKIX path building failed|signed by unknown authority|certificate verify failed|CERTIFICATE_VERIFY_FAILED|remote certificate (?:is|was) (?:invalid|rejected)|RemoteCertificateChainErrors|certificate issuer is unknown|SSL certificate problem|TLS certificate verification failed|Server certificate not (?:verified|trusted)|not trusted by the system/i,
    stage: 'tls',
    code: 'tls/untrusted',
    certain: true,
  },
  // TLS spoken to a port that begins in clear text.
  {
    pattern:
      /wrong[ _]version[ _]number|first record does not look like a TLS handshake|unexpected packet format|Unrecognized SSL message, plaintext connection|unexpected TLS packet was received|packet length too long|(?:ssl|tls)\S{0,60}:unknown protocol|UNKNOWN_PROTOCOL|typically reserved for plain-text connections|Cannot determine the frame size|Unsupported or unrecognized SSL message/i,
    stage: 'tls',
    code: 'tls/plain-server',
    detail: 'WRONG_VERSION_NUMBER',
  },
  {
    pattern:
      /unsupported[ _]protocol(?: version)?|(?:alert[ _])?protocol[ _]version\b(?! \d)|do not possess a common algorithm|No appropriate protocol|no protocols? in common|PROTOCOL_VERSION/i,
    stage: 'tls',
    code: 'tls/protocol-version',
    detail: 'PROTOCOL_VERSION',
    certain: true,
  },
  { pattern: /dh[ _]key[ _]too[ _]small/i, stage: 'tls', code: 'tls/handshake', detail: 'DH_KEY_TOO_SMALL' },
  {
    pattern: /alert[ _]handshake[ _]failure|Received fatal alert: handshake_failure|sslv3 alert|HANDSHAKE_FAILURE/i,
    stage: 'tls',
    code: 'tls/handshake',
    detail: 'HANDSHAKE_FAILURE',
  },
  {
    pattern:
      /disconnected before secure TLS connection was established|Remote host (?:closed connection|terminated the handshake)[^\n]{0,300}|SSL_connect SYSCALL|SSL_ERROR_SYSCALL/i,
    stage: 'tls',
    code: 'tls/closed',
  },
  // STARTTLS and sign-in, as clients refuse to go on by themselves.
  {
    pattern:
      /STARTTLS is required but|STARTTLS extension not supported by server|does not support (?:the STARTTLS extension|TLS via the STARTTLS command|STARTTLS)|TLS is required, but was not offered|Server does not support secure connections|STARTTLS not supported|host does not support STARTTLS/i,
    stage: 'starttls',
    code: 'starttls/not-offered',
    certain: true,
  },
  { pattern: /\bunencrypted connection\b|cannot use a secure authentication method/i, stage: 'auth', code: 'auth/clear-text-refused', certain: true },
  {
    pattern:
      /SMTP AUTH extension not supported|server does(?: not|n't) support (?:AUTH\b|authentication(?! method))|Host did not advertise authentication|authentication (?:is )?not (?:supported|advertised) by/i,
    stage: 'auth',
    code: 'auth/not-offered',
    step: 'Many servers offer a sign-in only under TLS: make sure that STARTTLS is switched on and comes before the sign-in.',
  },
  {
    pattern: /no mechanism available|no worthy mechs/i,
    stage: 'auth',
    code: 'auth/no-common-mechanism',
    step: 'In Postfix and Cyrus SASL the plug-ins for PLAIN and LOGIN are a package of their own: libsasl2-modules in Debian, cyrus-sasl-plain in Red Hat.',
  },
  {
    pattern:
      /no compatible authentication mechanisms|No authentication mech\w+ supported by both|does not support authentication method|no (?:supported|common) (?:SASL )?authentication (?:mechanisms?|methods?)/i,
    stage: 'auth',
    code: 'auth/no-common-mechanism',
    certain: true,
  },
  {
    pattern: /Missing credentials for "?\w+"?|no password specified/i,
    stage: 'auth',
    code: 'auth/required',
    step: 'The app has the switch for a sign-in on, but user name or password is empty where it runs: check how its environment is filled.',
  },
  // Names.
  {
    pattern: /query[A-Z]+ (?:EREFUSED|ESERVFAIL|ENOTIMP)|server misbehaving|ESERVFAIL|SERVFAIL/i,
    stage: 'resolve',
    code: 'dns/server-failure',
    detail: 'ESERVFAIL',
    certain: true,
  },
  {
    pattern: /EAI_AGAIN|Temporary failure in name resolution|Host not found, try again|query[A-Z]+ ETIMEOUT/i,
    stage: 'resolve',
    code: 'dns/timeout',
    detail: 'EAI_AGAIN',
  },
  {
    pattern:
      /getaddrinfo (?:for \S+ )?(?:failed|ENOTFOUND)|ENOTFOUND|Name or service not known|nodename nor servname|No such host is known|no such host|Unknown host\b|UnknownHostException|Could not resolve host|cannot locate host|Host(?: or domain name)? not found|Name service error for name|"code":\s*"EDNS"|code: 'EDNS'/i,
    stage: 'resolve',
    code: 'dns/not-found',
    detail: 'ENOTFOUND',
    certain: true,
  },
  // A connection that stood, and no greeting.
  { pattern: /bad greeting from SMTP host[^\n]{0,200}response: 5\d\d/i, stage: 'greeting', code: 'greeting/rejected', certain: true },
  { pattern: /bad greeting from SMTP host[^\n]{0,200}response: 4\d\d/i, stage: 'greeting', code: 'greeting/temporary', certain: true },
  {
    pattern:
      /Greeting never received|timed out while receiving the initial server greeting|Connection unexpectedly closed: timed out|SocketTimeoutException: Read timed out/i,
    stage: 'greeting',
    code: 'greeting/timeout',
  },
  {
    pattern:
      /lost connection with \S+ while receiving the initial server greeting|Expected response code "?220"? but got (?:an empty response|empty code|code "")|port: \d+, response: (?:-1|\[EOF\])|EOF caught while checking if connected|The SMTP server has unexpectedly disconnected|in connect\n[^\n]{0,300}getreply|\(code, msg\) = self\.connect\([\s\S]{0,1000}unexpectedly closed/i,
    stage: 'greeting',
    code: 'greeting/closed',
    step: 'A port that wants TLS from the first byte, such as 465, closes like this when it is spoken to in clear text: check that mode and port fit.',
  },
  // The way there.
  {
    pattern: /ECONNREFUSED|Connection refused|actively refused|Connect(?:ion)? refused|WinError 10061|\[Errno 111\]/i,
    stage: 'connect',
    code: 'tcp/refused',
    detail: 'ECONNREFUSED',
    certain: true,
  },
  {
    pattern: /ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|Network is unreachable|No route to host|\[Errno 101\]/i,
    stage: 'connect',
    code: 'tcp/unreachable',
    certain: true,
  },
  {
    pattern: /(?:unable to|failed to) connect to [^\n]{0,300}\(?Permission denied|connect(?:ion)?[^\n]{0,300} EACCES/i,
    stage: 'connect',
    code: 'tcp/unreachable',
    detail: 'EACCES',
    step: 'This machine itself forbids the connection: look at SELinux (httpd_can_sendmail, httpd_can_network_connect) and at the local firewall.',
  },
  {
    pattern:
      /connect ETIMEDOUT|dial tcp [^\n]{0,300}i\/o timeout|Connection timed out|Connection timeout|Operation timed out|connect timed out|connect: timeout|WinError 10060|\[Errno 110\]|Net::OpenTimeout|did not properly respond after a period of time|Failed to connect to [^\n]{0,300}(?:Timeout|timed out)|context deadline exceeded/i,
    stage: 'connect',
    code: 'tcp/timeout',
    detail: 'ETIMEDOUT',
  },
  // In the middle.
  { pattern: /timed out while (?:sending|performing)|read ETIMEDOUT|Net::ReadTimeout/i, stage: 'message', code: 'protocol/timeout' },
  {
    pattern:
      /lost connection with \S+ while|ECONNRESET|Connection reset by peer|forcibly closed|Connection unexpectedly closed|got an empty response|Connection closed unexpectedly|unexpectedly disconnected/i,
    stage: 'message',
    code: 'protocol/closed',
  },
  // Nothing but that the sign-in failed.
  {
    pattern:
      /SMTP Error: Could not authenticate|curl: \(67\)|Login denied|No authentication type succeeded|msmtp: authentication failed|Failed to authenticate on SMTP server/i,
    stage: 'auth',
    code: 'auth/credentials',
    detail: 'the error says no more',
  },
  {
    pattern:
      /establish an SSL or TLS connection|SSLHandshakeException|TLS handshake failed|Cannot start TLS|Unable to connect with STARTTLS|stream_socket_enable_crypto|TLS startup failed/i,
    stage: 'tls',
    code: 'tls/handshake',
  },
];
