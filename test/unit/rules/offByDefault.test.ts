import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProject } from '../../../src/discover/project.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';

const service = createMailConfigService({
  logger: {
    error(message) {
      throw new Error(message);
    },
  },
});

const rulesIn = (path: string, files: Readonly<Record<string, string>>) =>
  service
    .analyze({ path, text: files[path]!, project: createProject({ readText: (name) => files[name], stat: () => undefined }) })!
    .findings.map(({ rule, severity }) => `${severity} ${rule}`);

describe('a switch that is off by default', () => {
  const env = 'GF_SMTP_HOST=mail.acme.io:587\nGF_SMTP_USER=robot\nGF_SMTP_PASSWORD=h0rse-battery\n';
  const compose = 'services:\n  grafana:\n    image: grafana/grafana\n    env_file: grafana.env\n';

  it('is information in a file of variables, which may be a part only', () => {
    assert.deepEqual(rulesIn('grafana.env', { 'grafana.env': env }), ['information relay/missing-switch']);
  });

  it('is nothing where a configuration file lies nearby that may set it', () => {
    assert.deepEqual(rulesIn('grafana.env', { 'grafana.env': env, 'grafana.ini': '[smtp]\nenabled = true\n' }), []);
    assert.deepEqual(rulesIn('grafana.env', { 'grafana.env': env, '../custom.ini': '[smtp]\nenabled = true\n' }), []);
  });

  it('is a warning where the whole environment of the container is known', () => {
    const files = { 'grafana.env': env, 'compose.yml': compose };
    assert.deepEqual(rulesIn('grafana.env', files), ['warning relay/missing-switch']);
    assert.deepEqual(rulesIn('compose.yml', files), ['warning relay/missing-switch']);
  });

  it('is nothing where the container sets it beside the file', () => {
    const files = { 'grafana.env': env, 'compose.yml': `${compose}    environment:\n      GF_SMTP_ENABLED: "true"\n` };
    assert.deepEqual(rulesIn('grafana.env', files), []);
    assert.deepEqual(rulesIn('compose.yml', files), []);
  });
});
