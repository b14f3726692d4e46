import { isLocalHost } from '../../discover/local.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import type { ConfigFile } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { yaml } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';

interface State {
  readonly setting: RelaySetting;
  readonly host: Located<string>;
  /** A service of the same file that takes mail. */
  readonly server: string | undefined;
}

const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i;
const MAIL_IMAGE = /(mailpit|mailhog|maildev|mailcatcher|greenmail|inbucket|smtp4dev|mailcrab|postfix|exim|docker-mailserver|smtp-relay)/i;

/** `localhost` inside a container, which is the container itself. */
export const unreachableLocalhost = defineRule<State>({
  meta: {
    id: 'relay/unreachable-localhost',
    severity: 'information',
    since: '0.1.0',
    kinds: ['yaml'],
    listens: ['host'],
    title: 'Local host inside a container',
    why: 'Each container has a network of its own, in which "localhost" is the container itself. A mail server beside it is reached by the name of its service, one on the machine by "host.docker.internal".',
    bad: yaml(
      'docker-compose.yml',
      'services:\n  app:\n    image: acme/app\n    environment:\n      SMTP_HOST: localhost\n      SMTP_PORT: 1025\n  mailpit:\n    image: axllent/mailpit\n',
    ),
    ok: yaml(
      'docker-compose.yml',
      'services:\n  app:\n    image: acme/app\n    network_mode: host\n    environment:\n      SMTP_HOST: localhost\n      SMTP_PORT: 1025\n',
    ),
    references: [{ title: 'Docker Compose: networking', url: 'https://docs.docker.com/compose/how-tos/networking/' }],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    for (const setting of settings) {
      const { host, anchor } = setting;
      const [services, service, environment] = anchor.path;
      if (!host || host.templated || services !== 'services' || environment !== 'environment' || !THIS_MACHINE.test(host.value)) continue;
      if (!sharesNetwork(file, service!) && !setting.url) yield { setting, host, server: mailService(file, service!) };
    }
  },
  word: ({ host, server }) => ({
    at: host.span,
    message: `"${host.value}" in "${keyName(host.entry)}" is the container itself. ${server ? `the mail server here is the service "${server}"` : 'a server on the machine is "host.docker.internal"'}`,
  }),
  fixes: ({ host, server }) =>
    server === undefined || host.entry.inherited
      ? []
      : [{ title: `Set ${keyName(host.entry)} to ${server}`, safety: 'unsafe', isPreferred: true, edits: [{ span: host.span, newText: server }] }],
});

const ofService = (file: ConfigFile, service: string, key: string) =>
  file.entries.find(({ path }) => path.length === 3 && path[0] === 'services' && path[1] === service && path[2] === key)?.value;

/** With the machine's network, or that of another container, local servers are in reach; an image with a mail server in it has its own. */
function sharesNetwork(file: ConfigFile, service: string): boolean {
  return ofService(file, service, 'network_mode') !== undefined || MAIL_IMAGE.test(ofService(file, service, 'image') ?? '');
}

/** A service that takes mail, by its image or its name. */
function mailService(file: ConfigFile, except: string): string | undefined {
  return file.entries
    .filter(({ path, key }) => path.length === 3 && path[0] === 'services' && key === 'image' && path[1] !== except)
    .find(({ path, value }) => MAIL_IMAGE.test(value) || isLocalHost(path[1]!))?.path[1];
}
