import { PLATFORMS } from '../data/platforms.ts';
import type { TestPlace } from './runRecord.ts';

/** What a host knows about the machine that it runs on. */
export interface PlaceInputs {
  /** `vscode.env.remoteName`: `ssh-remote`, `wsl`, `dev-container`, `codespaces` and others; absent on the machine of the window. */
  readonly remoteName?: string;
  /** Where the window is; `terminal` for the command line. */
  readonly uiKind: 'desktop' | 'web' | 'terminal';
  /** The environment of the process, of which only flags are read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The name of the machine, where it tells more than its kind. */
  readonly hostName?: string;
  /** Sockets are out of reach, as in the extension host of a browser. */
  readonly isBrowser?: boolean;
}

const REMOTES: Readonly<Record<string, (name: string) => TestPlace>> = {
  'ssh-remote': (name) => ({ kind: 'ssh', label: `the SSH host${name}` }),
  tunnel: (name) => ({ kind: 'ssh', label: `the machine${name} at the other end of the tunnel` }),
  wsl: () => ({ kind: 'wsl', label: 'WSL on this computer' }),
  'dev-container': () => ({ kind: 'container', label: 'the dev container' }),
  'attached-container': () => ({ kind: 'container', label: 'the attached container' }),
  'k8s-container': () => ({ kind: 'container', label: 'the Kubernetes container' }),
  codespaces: () => ({ kind: 'codespace', label: 'the codespace' }),
};

/** CI services by the variable that each sets. */
const CI_SERVICES: readonly (readonly [string, string])[] = [
  ['GITHUB_ACTIONS', 'the GitHub Actions runner'],
  ['GITLAB_CI', 'the GitLab CI runner'],
  ['TF_BUILD', 'the Azure Pipelines agent'],
  ['BITBUCKET_BUILD_NUMBER', 'the Bitbucket Pipelines runner'],
  ['JENKINS_URL', 'the Jenkins agent'],
  ['CI', 'the CI runner'],
];

/** Where a test runs, in words. The editor's own word counts before what the environment suggests. */
export function testPlace({ remoteName, uiKind, env, hostName, isBrowser = false }: PlaceInputs): TestPlace {
  const name = hostName ? ` "${hostName}"` : '';
  if (isBrowser) return { kind: 'web', label: 'the browser' };
  const remote = remoteName === undefined ? undefined : REMOTES[remoteName];
  if (remote) return remote(name);
  if (uiKind === 'desktop') return remoteName === undefined ? { kind: 'local', label: 'this computer' } : { kind: 'ssh', label: `the remote machine${name}` };
  const fromEnvironment = environmentPlace(env, name);
  if (fromEnvironment) return fromEnvironment;
  return uiKind === 'web' ? { kind: 'web', label: `the server${name} that this editor runs on` } : { kind: 'local', label: 'this computer' };
}

function environmentPlace(env: PlaceInputs['env'], name: string): TestPlace | undefined {
  const isOn = (flag: string) => env[flag] !== undefined && env[flag] !== '' && env[flag] !== 'false' && env[flag] !== '0';
  const service = CI_SERVICES.find(([flag]) => isOn(flag));
  if (service) return { kind: 'ci', label: service[1] };
  if (isOn('CODESPACES')) return { kind: 'codespace', label: 'the codespace' };
  if (isOn('REMOTE_CONTAINERS')) return { kind: 'container', label: 'the dev container' };
  if (isOn('KUBERNETES_SERVICE_HOST')) return { kind: 'container', label: 'the Kubernetes container' };
  if (isOn('container')) return { kind: 'container', label: 'the container' };
  if (isOn('WSL_DISTRO_NAME')) return { kind: 'wsl', label: 'WSL on this computer' };
  return isOn('SSH_CONNECTION') ? { kind: 'ssh', label: `the SSH host${name}` } : undefined;
}

/** What a workspace shows about where its app runs. */
export interface WorkspaceSigns {
  /** The host of the relay setting. */
  readonly host: string;
  /** Paths of files, relative to the workspace. */
  readonly files: readonly string[];
  /** Names of services in Compose files. */
  readonly services?: readonly string[];
}

/** The app runs somewhere else than the test did. */
export interface Elsewhere {
  readonly kind: 'compose' | 'container-host' | 'cluster' | 'platform';
  /** One sentence for the verdict, without a full stop. */
  readonly sentence: string;
  /** The name means nothing where the test ran: a failed look-up is no mistake of the setting. */
  readonly isNameLocal: boolean;
}

const COMPOSE_FILE = /(^|\/)(docker-)?compose([.-][\w.-]+)?\.ya?ml$/;
/** Files whose presence tells where the app runs, as glob patterns of their last names; what `WorkspaceSigns.files` is to hold. */
export const SIGN_FILES: readonly string[] = [
  ...['compose', 'docker-compose'].flatMap((name) => ['yml', 'yaml'].flatMap((ending) => [`${name}.${ending}`, `${name}[.-]*.${ending}`])),
  ...PLATFORMS.flatMap(({ files, holds }) => (holds === undefined ? files : [])),
];

/** Says whether a file is a Compose file by its name, whose services belong to the signs. */
export function isComposeFile(path: string): boolean {
  return COMPOSE_FILE.test(path);
}

/** Names that container engines give the machine they run on. */
const CONTAINER_HOST = /^(host\.docker\.internal|gateway\.docker\.internal|host\.containers\.internal|host\.minikube\.internal)$/;
/** Names that only a cluster or a platform's private network resolves (Kubernetes DNS, Fly.io, Railway). */
const CLUSTER_NAME = /\.(svc(\.[\w.-]+)?|cluster\.local|railway\.internal|flycast)$/;

/** What shows that the app runs elsewhere than the test did, and so sees another network; undefined when nothing does. */
export function runsElsewhere({ host, files, services = [] }: WorkspaceSigns, place: TestPlace): Elsewhere | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  const tested = `the test runs on ${place.label}`;
  const compose = files.find(isComposeFile);
  if (place.kind !== 'container') {
    if (services.some((service) => service.toLowerCase() === name)) {
      const where = compose ? ` (${compose})` : '';
      return {
        kind: 'compose',
        isNameLocal: true,
        sentence: `"${host}" is a Compose service${where}: the name exists between those containers only, and ${tested}`,
      };
    }
    if (CONTAINER_HOST.test(name))
      return {
        kind: 'container-host',
        isNameLocal: true,
        sentence: `"${host}" is what a container calls the machine it runs on: the app runs in a container, and ${tested}`,
      };
  }
  if (CLUSTER_NAME.test(name))
    return { kind: 'cluster', isNameLocal: true, sentence: `"${host}" is a name of a private network that the app runs in, and ${tested}` };
  // A name that others use too shows nothing without a look inside.
  const shown = PLATFORMS.flatMap(({ name: platform, files: marks, holds }) => (holds === undefined ? marks.map((mark) => ({ platform, mark })) : []));
  const found = shown.find(({ mark }) => files.some((file) => `/${file}`.endsWith(`/${mark}`)));
  if (!found) return undefined;
  return {
    kind: 'platform',
    isNameLocal: false,
    sentence: `the app is set up for ${found.platform} (${found.mark}), whose network may let through other ports, and ${tested}`,
  };
}
