import { PLATFORMS, type Platform } from '../../data/platforms.ts';
import { isImplicitTlsPort, SMTP_PORT } from '../../data/ports.ts';
import { isPrivateHost } from '../../discover/local.ts';
import type { Project } from '../../discover/project.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { objectKindOf } from '../support/manifests.ts';
import { writtenPort } from '../support/portAndMode.ts';
import { isPatternFile, providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import { retarget, retargetFix } from '../support/retarget.ts';
import type { Fix } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly port: Located<number>;
  readonly platform: Platform;
  /** The file that shows the platform, as the folder's view names it. */
  readonly shownBy: string;
  /** Ports of the provider that are not blocked, the best one first. */
  readonly open: readonly number[];
}

/** Settings of a developer's own machine, which is not on the platform. */
const DEVELOPMENT_FILE = /(^|[/\\._-])(local|dev|development)([._-][^/\\]*)?$/i;

/** A port that the hosting platform blocks. */
export const unreachablePlatformPort = defineRule<State>({
  meta: {
    id: 'relay/unreachable-platform-port',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['port', 'host'],
    title: 'Port that the hosting platform blocks',
    why: 'Hosting platforms block ports for mail to keep spam out of their networks, and say nothing: the connection runs into a timeout, though the same settings work at home. Many providers listen on 2525 for this reason.',
    bad: {
      ...dotenv('SMTP_HOST=smtp.mailgun.org\nSMTP_PORT=587\nSMTP_USER=postmaster@mg.acme.io\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
      around: { 'render.yaml': 'services:\n  - type: web\n    plan: free\n' },
    },
    ok: {
      ...dotenv('SMTP_HOST=smtp.mailgun.org\nSMTP_PORT=587\nSMTP_USER=postmaster@mg.acme.io\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
      around: { 'render.yaml': 'services:\n  - type: web\n    plan: starter\n' },
    },
    references: [
      { title: 'Railway: outbound networking', url: 'https://docs.railway.com/reference/outbound-networking' },
      { title: 'Google Cloud: sending email from an instance', url: 'https://cloud.google.com/compute/docs/tutorials/sending-mail' },
      { title: 'Cloudflare Workers: TCP sockets', url: 'https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    const { file, project } = context;
    if (!project || isPatternFile(file.path) || DEVELOPMENT_FILE.test(file.path)) return;
    const settings = remoteRelays(context).filter((setting) => isDeployedThere(setting));
    const shown = settings.length > 0 ? platformsAround(project) : [];
    for (const setting of settings) {
      const port = writtenPort(setting);
      // Port 25 of a provider has a finding of its own, wherever the app runs.
      if (!port || (port.value === SMTP_PORT && setting.provider !== undefined)) continue;
      const found = shown.find(({ platform }) => platform.blocks.includes(port.value));
      if (found) yield { setting, port, ...found, open: openPorts(setting, found.platform) };
    }
  },
  word: ({ setting, port, platform, shownBy, open }) => ({
    at: port.span,
    severity: severityFor(setting, platform.isSure ? 'warning' : 'information'),
    message: `${platform.name} blocks port ${port.value}${platform.forWhom ? ` for ${platform.forWhom}` : ''}, so nothing answers there. ${
      open.length > 0 ? `expected ${open.length > 1 ? `one of ${open.join(', ')}` : open[0]}` : "take another port, or the provider's HTTPS API"
    }`,
    related: [{ path: shownBy, span: span(0, 0), message: `this file shows that the app runs on ${platform.name}` }],
  }),
  fixes({ setting, open }): Fix[] {
    return open.flatMap((port, index) => {
      const found = retarget(setting, { port, modes: isImplicitTlsPort(port) ? ['implicit-tls'] : ['starttls-required', 'starttls-opportunistic'] });
      return found ? [retargetFix(`Switch to port ${port}`, found, 'unsafe', index === 0)] : [];
    });
  },
});

interface Shown {
  readonly platform: Platform;
  readonly shownBy: string;
}

/** The first row of each platform that its file agrees with. */
function platformsAround(project: Project): Shown[] {
  const shown = new Map<string, Shown>();
  for (const platform of PLATFORMS) {
    if (shown.has(platform.name)) continue;
    const found = platform.files.map((name) => project.nearest(name)).find((each) => each !== undefined);
    const agrees = found && matches(platform.holds, found.text, true) && !matches(platform.lacks, found.text, false);
    if (agrees) shown.set(platform.name, { platform, shownBy: found.path });
  }
  return [...shown.values()];
}

const matches = (pattern: string | undefined, text: string, unset: boolean) => (pattern === undefined ? unset : new RegExp(pattern, 'm').test(text));

/** Compose files and manifests of Kubernetes run elsewhere, and names of a private network never leave the platform. */
function isDeployedThere({ file, host, anchor }: RelaySetting): boolean {
  return host !== undefined && !host.templated && !isPrivateHost(host.value) && anchor.path[0] !== 'services' && objectKindOf(file, anchor) === undefined;
}

const ORDER = [587, 2525, 2587, 465, 2465];

function openPorts(setting: RelaySetting, { blocks }: Platform): number[] {
  const offered = providerOfRelay(setting)?.ports.map(({ port }) => port) ?? [];
  return ORDER.filter((port) => offered.includes(port) && !blocks.includes(port));
}
