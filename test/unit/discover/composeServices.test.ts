import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeServices } from '../../../src/discover/composeServices.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });
const servicesIn = (text: string) => composeServices(service.analyze({ path: 'compose.yaml', text })!.file);

test('each service of a Compose file is named once', () => {
  assert.deepEqual(servicesIn('services:\n  web:\n    image: ghost:5\n    ports: ["80:80"]\n  mailpit:\n    image: axllent/mailpit\n'), ['web', 'mailpit']);
});

test('what stands beside the services is none', () => {
  assert.deepEqual(servicesIn('name: shop\nvolumes:\n  data:\n    driver: local\n'), []);
});
