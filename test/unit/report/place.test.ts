import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlaceInputs, runsElsewhere, testPlace } from '../../../src/report/place.ts';
import type { TestPlace } from '../../../src/report/runRecord.ts';

const inputs: readonly (readonly [Omit<PlaceInputs, 'env'> & { env?: PlaceInputs['env'] }, TestPlace])[] = [
  [{ uiKind: 'desktop' }, { kind: 'local', label: 'this computer' }],
  // Started from a terminal of a CI or SSH session, an editor's window is still on this computer.
  [
    { uiKind: 'desktop', env: { CI: 'true', SSH_CONNECTION: 'x' } },
    { kind: 'local', label: 'this computer' },
  ],
  [
    { uiKind: 'desktop', remoteName: 'ssh-remote', hostName: 'mail' },
    { kind: 'ssh', label: 'the SSH host "mail"' },
  ],
  [
    { uiKind: 'desktop', remoteName: 'wsl' },
    { kind: 'wsl', label: 'WSL on this computer' },
  ],
  [
    { uiKind: 'desktop', remoteName: 'dev-container' },
    { kind: 'container', label: 'the dev container' },
  ],
  [
    { uiKind: 'web', remoteName: 'codespaces' },
    { kind: 'codespace', label: 'the codespace' },
  ],
  [
    { uiKind: 'desktop', remoteName: 'tunnel', hostName: 'box' },
    { kind: 'ssh', label: 'the machine "box" at the other end of the tunnel' },
  ],
  [
    { uiKind: 'desktop', remoteName: 'somebody-elses' },
    { kind: 'ssh', label: 'the remote machine' },
  ],
  [
    { uiKind: 'web', isBrowser: true },
    { kind: 'web', label: 'the browser' },
  ],
  [
    { uiKind: 'web', hostName: 'box' },
    { kind: 'web', label: 'the server "box" that this editor runs on' },
  ],
  [{ uiKind: 'terminal' }, { kind: 'local', label: 'this computer' }],
  [
    { uiKind: 'terminal', env: { CI: '1', GITHUB_ACTIONS: 'true' } },
    { kind: 'ci', label: 'the GitHub Actions runner' },
  ],
  [
    { uiKind: 'terminal', env: { CI: 'true' } },
    { kind: 'ci', label: 'the CI runner' },
  ],
  [
    { uiKind: 'terminal', env: { CI: 'false', SSH_CONNECTION: '1 2 3 4' } },
    { kind: 'ssh', label: 'the SSH host' },
  ],
  [
    { uiKind: 'terminal', env: { WSL_DISTRO_NAME: 'Debian' } },
    { kind: 'wsl', label: 'WSL on this computer' },
  ],
  [
    { uiKind: 'terminal', env: { KUBERNETES_SERVICE_HOST: '192.0.2.1' } },
    { kind: 'container', label: 'the Kubernetes container' },
  ],
];

for (const [given, place] of inputs) test(`${JSON.stringify(given)} is ${place.label}`, () => assert.deepEqual(testPlace({ env: {}, ...given }), place));

const HERE: TestPlace = { kind: 'local', label: 'this computer' };
const CONTAINER: TestPlace = { kind: 'container', label: 'the dev container' };

test('a Compose service has its name between the containers only', () => {
  const signs = { host: 'mailpit', files: ['src/app.ts', 'deploy/compose.prod.yaml'], services: ['web', 'Mailpit'] };
  assert.deepEqual(runsElsewhere(signs, HERE), {
    kind: 'compose',
    isNameLocal: true,
    sentence: '"mailpit" is a Compose service (deploy/compose.prod.yaml): the name exists between those containers only, and the test runs on this computer',
  });
  assert.equal(runsElsewhere(signs, CONTAINER), undefined);
  assert.equal(runsElsewhere({ ...signs, host: 'mail' }, HERE), undefined);
});

test('names of container engines and clusters show where the app runs', () => {
  const kindOf = (host: string, place = HERE) => runsElsewhere({ host, files: [] }, place)?.kind;
  assert.equal(kindOf('host.docker.internal'), 'container-host');
  assert.equal(kindOf('host.docker.internal', CONTAINER), undefined);
  assert.equal(kindOf('smtp.mail.svc.cluster.local.'), 'cluster');
  assert.equal(kindOf('relay.railway.internal', CONTAINER), 'cluster');
  assert.equal(kindOf('smtp.example.com'), undefined);
  assert.equal(kindOf('svc.example.com'), undefined);
});

test('a file of a hosting platform shows it, wherever in the workspace', () => {
  const found = runsElsewhere({ host: 'smtp.example.com', files: ['shop/fly.toml'] }, { kind: 'ssh', label: 'the SSH host "dev"' });
  assert.equal(found?.kind, 'platform');
  assert.equal(found?.isNameLocal, false);
  assert.equal(found?.sentence, 'the app is set up for Fly.io (fly.toml), whose network may let through other ports, and the test runs on the SSH host "dev"');
  for (const file of ['render.yaml', 'vercel.json', 'netlify.toml', '.do/app.yaml'])
    assert.equal(runsElsewhere({ host: 'a.example', files: [file] }, HERE)?.kind, 'platform', file);
});

test('a file whose name belongs to others too shows nothing by its name', () => {
  assert.equal(runsElsewhere({ host: 'a.example', files: ['app.yaml', 'notfly.toml'] }, HERE), undefined);
});
