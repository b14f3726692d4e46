import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DemoRelay } from './relay.ts';

/** A file of the demo workspace that a live test is worth running on, and what the test should conclude. */
export interface DemoCase {
  readonly file: string;
  /** The cause code of the verdict, `undefined` when mail would go through. */
  readonly code: string | undefined;
}

/** In the order in which the README of the workspace goes through them. */
export const DEMO_CASES: readonly DemoCase[] = [
  { file: '.env', code: 'tls/plain-server' },
  { file: 'broken/starttls-on-tls-port.env', code: 'greeting/tls-expected' },
  { file: 'broken/wrong-password.env', code: 'auth/credentials' },
  { file: 'broken/port-25.env', code: 'auth/not-offered' },
  { file: 'broken/no-credentials.env', code: 'rcpt/relay-denied' },
  { file: '.env.working', code: undefined },
];

/**
 * Writes a small project into `folder` (made when missing). Half of its files name real providers, for the
 * editor: nothing connects there. The other half names the demo relay, for live tests.
 */
export async function writeDemoWorkspace(folder: string, relay: DemoRelay): Promise<void> {
  const files = { ...editorFiles(), ...liveFiles(relay), 'README.md': readme(relay), '.vscode/settings.json': settings() };
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  await copyFile(relay.caFile, join(folder, CA_FILE));
}

const CA_FILE = 'demo-ca.pem';

function settings(): string {
  return `${JSON.stringify({ 'relayDoctor.test.certificateAuthorities': [CA_FILE], 'workbench.startupEditor': 'readme' }, null, 2)}\n`;
}

function editorFiles(): Record<string, string> {
  return {
    'postfix/main.cf': `# Postfix on the web server: everything leaves through the company's Gmail account.
compatibility_level = 3.6
myhostname = web1.example.net
mydestination = localhost
inet_interfaces = loopback-only

# Port 25 is closed in most clouds, and Gmail wants 587 for signed-in users.
relayhost = smtp.gmail.com:25

smtp_sasl_auth_enable = yes
smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd
smtp_sasl_security_optons = noanonymous

smtp_use_tls = yes
smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt

message_size_limit = 10240000
mynetworks = 127.0.0.0/8
message_size_limit = 20480000
`,
    'docker-compose.yml': `services:
  app:
    image: registry.example.net/shop:2.4
    environment:
      SMTP_HOST: smtp.sendgrid.net
      SMTP_PORT: "465"
      SMTP_SECURE: "false"
      SMTP_USER: apikey
      SMTP_PASS: changeme
      SMTP_FROM: shop@example.net

  grafana:
    image: grafana/grafana:11.2.0
    environment:
      - GF_SMTP_ENABLED=true
      - GF_SMTP_HOST=smtp.mailgun.org:25
      - GF_SMTP_USER=alerts@mg.example.net
      - GF_SMTP_PASSWORD=\${GRAFANA_SMTP_PASSWORD}
      - GF_SMTP_FROM_ADDRESS=alerts@example.net

  mailpit:
    image: axllent/mailpit:v1.20
    ports: ["8025:8025"]
`,
    'config.json': `{
  "name": "newsletter",
  "smtp": {
    "host": "smtp.office365.com",
    "port": 587,
    "secure": true,
    "user": "news@example.net",
    "password": "\${SMTP_PASSWORD}",
    "from": "Newsletter <news@example.net>"
  }
}
`,
    '.env.production': `APP_ENV=production

MAIL_MAILER=smtp
MAIL_HOST=smtp.gmial.com
MAIL_PORT=587
MAIL_USERNAME=shop@example.net
MAIL_PASSWORD=abcd efgh ijkl mnop
MAIL_FROM_ADDRESS=shop@example.net
`,
  };
}

function liveFiles(relay: DemoRelay): Record<string, string> {
  const { plain, submission, implicitTls } = relay.ports;
  const { user, password } = relay;
  return {
    '.env': dotenv('TLS from the first byte, on a port that starts in clear text.', { port: submission, secure: true, user, password, relay }),
    'broken/starttls-on-tls-port.env': dotenv('Clear text, on a port that speaks TLS from the first byte.', {
      port: implicitTls,
      secure: false,
      user,
      password,
      relay,
    }),
    'broken/wrong-password.env': dotenv('Everything right but the password.', { port: submission, secure: false, user, password: 'not-the-password', relay }),
    'broken/port-25.env': dotenv('Signing in, on a port that is for servers.', { port: plain, secure: false, user, password, relay }),
    'broken/no-credentials.env': dotenv('Relaying without signing in.', { port: plain, secure: false, relay }),
    '.env.working': dotenv('What .env should say.', { port: submission, secure: false, user, password, relay }),
  };
}

interface DotenvValues {
  readonly port: number;
  readonly secure: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly relay: DemoRelay;
}

function dotenv(comment: string, { port, secure, user, password, relay }: DotenvValues): string {
  const credentials = user === undefined ? '' : `SMTP_USER=${user}\nSMTP_PASS=${password}\n`;
  return `# ${comment}\nSMTP_HOST=${relay.host}\nSMTP_PORT=${port}\nSMTP_SECURE=${secure}\n${credentials}SMTP_FROM=${relay.user}\n`;
}

function readme({ host, ports, user }: DemoRelay): string {
  return `# Relay Doctor demo

A made-up project with the mistakes that keep mail from leaving. Nothing here connects anywhere until you click, and
the live tests below go to a demo relay on this computer only.

## See and fix

1. Open \`postfix/main.cf\`. F8 walks through the problems, Ctrl+. (⌘.) offers the fixes.
   On \`smtp.gmail.com:25\` choose the switch to port 587: every line that has to change along does.
2. Run "Relay Doctor: Fix All Safe Problems in This File" from the command palette (F1).
3. Rest the pointer on \`SMTP_HOST\` in \`docker-compose.yml\`: what was understood, and from which keys.
4. Look into \`config.json\` and \`.env.production\` as well.

## Prove it live

"Test SMTP Relay" stands above each relay setting. The panel "Relay Doctor" shows each stage and ends with one cause.

| file | mistake |
| --- | --- |
| \`.env\` | TLS from the first byte on the STARTTLS port |
| \`broken/starttls-on-tls-port.env\` | clear text on the TLS port |
| \`broken/wrong-password.env\` | wrong password |
| \`broken/port-25.env\` | signing in on a port that is for servers |
| \`broken/no-credentials.env\` | relaying without signing in |
| \`.env.working\` | none: mail would go through |

In \`.env\` set \`SMTP_SECURE=false\`, test again, and it passes. In a terminal: \`relay-doctor test .env --ca ${CA_FILE}\`.

## The demo relay

| port of ${host} | behaves like |
| --- | --- |
| ${ports.submission} | 587: STARTTLS, then sign-in |
| ${ports.implicitTls} | 465: TLS from the first byte, then sign-in |
| ${ports.plain} | 25: no TLS, no sign-in, no relaying |

Its only account is \`${user}\`. Its certificate comes from an authority that was made a moment ago
(\`${CA_FILE}\`); \`.vscode/settings.json\` tells Relay Doctor to trust it. It keeps what it accepts in memory and delivers
nothing. Ctrl+C in the terminal ends it and removes this folder.
`;
}
