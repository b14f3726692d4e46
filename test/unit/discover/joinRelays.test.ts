import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeOfRelay, wholeRelays } from '../../../src/discover/joinedPlaces.ts';
import { createProject } from '../../../src/discover/project.ts';
import type { Finding } from '../../../src/rules/types.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import { planFor } from '../../../src/smtp/plan.ts';
import { applyEdits } from '../../../src/text/span.ts';

const service = createMailConfigService({
  logger: {
    error(message) {
      throw new Error(message);
    },
  },
});

type Files = Readonly<Record<string, string>>;

/** The analysis of one of the files of a folder; names may lead out of it. */
function analyze(name: string, files: Files, path?: string) {
  const project = createProject({ readText: (asked) => files[asked], stat: () => undefined, ...(path !== undefined && { path }) });
  return service.analyze({ path: name, text: files[name]!, kind: service.kindOf(name) ?? 'dotenv', project })!;
}

/** What a finding is about, and in which file. */
const placed = (files: Files, name: string, { path, span }: Finding) => `${path ?? name}: ${files[path ?? name]!.slice(span.start, span.end)}`;

const service_ = (more: string) => `services:\n  flow:\n    image: n8nio/n8n\n${more}`;
const MAIL = 'N8N_SMTP_HOST=mail.acme.io\nN8N_SMTP_SSL=true\nN8N_SMTP_USER=robot\nN8N_SMTP_PASS=h0rse-battery\n';
const PORT = '    environment:\n      N8N_SMTP_PORT: "587"\n';

describe('a service with env_file and environment', () => {
  const forms: readonly (readonly [string, string])[] = [
    ['one file', '    env_file: ./mail.env\n'],
    ['a list', '    env_file:\n      - mail.env\n'],
    ['the long form', '    env_file:\n      - path: ./mail.env\n        required: false\n'],
  ];
  for (const [what, form] of forms) {
    it(`is one relay with ${what}`, () => {
      const [relay, ...others] = wholeRelays(analyze('compose.yml', { 'compose.yml': service_(form + PORT), 'mail.env': MAIL }));
      assert.deepEqual(others, []);
      assert.deepEqual([relay?.profile, relay?.host?.value, relay?.port?.value, relay?.security.effective], ['n8n', 'mail.acme.io', 587, 'implicit-tls']);
      assert.equal(placeOfRelay(relay!).path, 'mail.env');
    });
  }

  const files = { 'compose.yml': service_('    env_file: ./mail.env\n') + PORT, 'mail.env': MAIL };

  it('is judged as a whole, and changed in the file that sets the key', () => {
    const [finding, ...others] = analyze('compose.yml', files).findings;
    assert.deepEqual(others, []);
    assert.equal(finding?.rule, 'tls/mismatched-port-587');
    assert.equal(placed(files, 'compose.yml', finding!), 'compose.yml: 587');
    const keep = finding!.fixes.find(({ title }) => title.startsWith('Keep'))!;
    assert.deepEqual([keep.edits, keep.elsewhere?.map(({ path }) => path)], [[], ['mail.env']]);
    assert.equal(applyEdits(MAIL, keep.elsewhere![0]!.edits), MAIL.replace('SSL=true', 'SSL=false'));
    const change = finding!.fixes.find(({ title }) => title.startsWith('Switch'))!;
    assert.equal(applyEdits(files['compose.yml'], change.edits), files['compose.yml'].replace('587', '465'));
  });

  it('is judged the same from the side of the .env file', () => {
    const { findings, settings, joined } = analyze('mail.env', files);
    assert.deepEqual(
      findings.map((one) => [one.rule, placed(files, 'mail.env', one)]),
      [['tls/mismatched-port-587', 'compose.yml: 587']],
    );
    assert.equal(settings.length, 1);
    assert.equal(joined?.[0]?.port?.value, 587);
  });

  it('is judged from a folder below', () => {
    const below = { '../compose.yml': files['compose.yml'].replace('./mail.env', 'config/mail.env'), 'mail.env': MAIL };
    assert.deepEqual(
      analyze('mail.env', below, '/project/config').findings.map(({ path }) => path),
      ['../compose.yml'],
    );
    assert.equal(analyze('mail.env', below, '/project/other').joined, undefined);
  });

  it('marks the line of the .env file where that is wrong', () => {
    const wrong = {
      ...files,
      'mail.env': `# relay\n${MAIL.replace('robot', 'robot\nN8N_SMTP_PORT=465')}`,
      'compose.yml': service_('    env_file: mail.env\n    environment:\n      N8N_SMTP_SSL: "false"\n'),
    };
    const found = analyze('compose.yml', wrong).findings.map((one) => placed(wrong, 'compose.yml', one));
    assert.deepEqual(found, ['mail.env: 465']);
  });

  it('lets a later file win, and environment over all of them', () => {
    const order = service_('    env_file: [first.env, second.env]\n    environment:\n      N8N_SMTP_USER: third\n');
    const [relay] = wholeRelays(
      analyze('compose.yml', { 'compose.yml': order, 'first.env': MAIL, 'second.env': 'N8N_SMTP_HOST=relay.acme.io\nN8N_SMTP_USER=second\n' }),
    );
    assert.deepEqual([relay?.host?.value, relay?.user?.value, relay?.security.mode], ['relay.acme.io', 'third', 'implicit-tls']);
  });

  it('knows the variables of the .env file beside it, and takes values as they stand with format: raw', () => {
    const env = { '.env': 'RELAY=mail.acme.io\n', 'mail.env': 'SMTP_HOST=$' + '{RELAY}\nSMTP_PORT=587\n' };
    const hostWith = (form: string) =>
      wholeRelays(analyze('compose.yml', { ...env, 'compose.yml': `services:\n  app:\n${form}    environment:\n      SMTP_USER: x\n` }))[0]?.host?.value;
    assert.equal(hostWith('    env_file: mail.env\n'), 'mail.acme.io');
    assert.equal(hostWith('    env_file:\n      - path: mail.env\n        format: raw\n'), '$' + '{RELAY}');
  });

  it('is tested with the password of either file', () => {
    const result = planFor(wholeRelays(analyze('compose.yml', files))[0]!);
    assert.ok(result.ok);
    assert.equal(result.plan.password?.reveal(), 'h0rse-battery');
  });

  it('obeys a suppression in the file that the finding is placed in', () => {
    const text = files['compose.yml'].replace(
      '      N8N_SMTP_PORT',
      '      # relay-doctor-disable-next-line tls/mismatched-port-587 : lab\n      N8N_SMTP_PORT',
    );
    assert.deepEqual(analyze('compose.yml', { ...files, 'compose.yml': text }).findings, []);
  });

  it('leaves what is about the .env file as such where it is', () => {
    const todo = { ...files, 'mail.env': MAIL.replace('h0rse-battery', 'changeme') };
    const found = analyze('mail.env', todo).findings.map(({ rule, path }) => [rule, path]);
    assert.deepEqual(found, [
      ['secrets/placeholder-credentials', undefined],
      ['tls/mismatched-port-587', 'compose.yml'],
    ]);
  });

  it('says nothing of a file that is not there', () => {
    const { joined, findings } = analyze('compose.yml', { 'compose.yml': files['compose.yml'] });
    assert.deepEqual([joined, findings], [undefined, []]);
  });

  it('is one relay where several services share the file', () => {
    const shared = { ...files, 'compose.yml': `${files['compose.yml']}  db:\n    image: postgres\n    env_file: mail.env\n` };
    assert.deepEqual(
      wholeRelays(analyze('compose.yml', shared)).map(({ profile }) => profile),
      ['n8n'],
    );
  });
});

describe('a container with envFrom', () => {
  const pod = (from: string) =>
    `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: app\n      image: n8nio/n8n\n      envFrom:\n        - ${from}:\n            name: mail\n      env:\n        - name: N8N_SMTP_PORT\n          value: "587"\n---\n`;
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mail\ndata:\n  N8N_SMTP_HOST: mail.acme.io\n  N8N_SMTP_SSL: "true"\n';

  it('is joined with the ConfigMap in the same file', () => {
    const files = { 'pod.yaml': pod('configMapRef') + map };
    const analysis = analyze('pod.yaml', files);
    assert.deepEqual(
      wholeRelays(analysis).map(({ host, port, security }) => [host?.value, port?.value, security.effective]),
      [['mail.acme.io', 587, 'implicit-tls']],
    );
    const [finding] = analysis.findings;
    assert.deepEqual([finding?.rule, placed(files, 'pod.yaml', finding!)], ['tls/mismatched-port-587', 'pod.yaml: 587']);
    assert.equal(applyEdits(files['pod.yaml'], finding!.fixes[0]!.edits), files['pod.yaml'].replace('SSL: "true"', 'SSL: "false"'));
  });

  it('is joined with a Secret, base64 read', () => {
    const secret = map.replace('ConfigMap', 'Secret').replace('mail.acme.io', btoa('mail.acme.io')).replace('"true"', btoa('true'));
    const [relay] = wholeRelays(analyze('pod.yaml', { 'pod.yaml': pod('secretRef') + secret }));
    assert.deepEqual([relay?.host?.value, relay?.security.effective], ['mail.acme.io', 'implicit-tls']);
  });

  it('is left alone where the name is that of another', () => {
    assert.equal(analyze('pod.yaml', { 'pod.yaml': pod('configMapRef') + map.replace('name: mail', 'name: other') }).joined, undefined);
  });
});

describe('a systemd unit with EnvironmentFile', () => {
  async function unit(line: string, files: Files) {
    const text = `[Service]\nEnvironment=N8N_SMTP_PORT=587\nEnvironment=N8N_SMTP_USER=unit\nEnvironmentFile=${line}\n`;
    await service.prepare({ kind: 'systemd', text });
    return { text, analysis: analyze('flow.service', { 'flow.service': text, ...files }) };
  }

  it('is joined with the file, which wins over Environment', async () => {
    const { text, analysis } = await unit('-/etc/default/mail.env', { 'mail.env': MAIL });
    const [relay] = wholeRelays(analysis);
    assert.deepEqual([relay?.host?.value, relay?.port?.value, relay?.user?.value], ['mail.acme.io', 587, 'robot']);
    const [finding] = analysis.findings;
    assert.equal(placed({ 'flow.service': text }, 'flow.service', finding!), 'flow.service: 587');
    const change = finding!.fixes.find(({ title }) => title.startsWith('Switch'))!;
    assert.equal(applyEdits(text, change.edits), text.replace('587', '465'));
  });

  it('is left alone where the file is not there or its name is a pattern', async () => {
    assert.equal((await unit('/etc/default/other', { 'mail.env': MAIL })).analysis.joined, undefined);
    assert.equal((await unit('/etc/default/*.env', { 'mail.env': MAIL })).analysis.joined, undefined);
  });
});
