import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSystemFolder, nameInFolder } from '../../../src/discover/postfixPaths.ts';

const NAMES: readonly (readonly [path: string, name: string | undefined])[] = [
  ['main.cf', 'main.cf'],
  ['./maps//virtual', 'maps/virtual'],
  ['/etc/postfix/sasl_passwd', 'sasl_passwd'],
  ['/etc/postfix/maps/x', 'maps/x'],
  ['$config_directory/x', 'x'],
  ['${config_directory}/x', 'x'],
  ['/home/me/mail/x', 'x'],
  ['/etc/postfix', undefined],
  ['/etc/postfix/', undefined],
  ['/etc/postfixes/x', undefined],
  ['/etc/postfix/../shadow', undefined],
  ['../x', undefined],
  ['/etc/aliases', undefined],
  ['$queue_directory/x', undefined],
  ['C:/x', undefined],
  ['..\\x', undefined],
  ['x\0', undefined],
  ['', undefined],
];

for (const [path, name] of NAMES) {
  test(`${JSON.stringify(path)} is ${name === undefined ? 'not in the folder' : `"${name}" of the folder`}`, () => {
    assert.equal(nameInFolder(path, '/home/me/mail'), name);
  });
}

test('the folders of an installed Postfix are known by their place', () => {
  for (const folder of ['/etc/postfix', '/etc/postfix-out', '/usr/local/etc/postfix']) assert.ok(isSystemFolder(folder), folder);
  for (const folder of ['/home/me/etc/postfix', '/etc/postfix/maps', '/etc', '/src/rootfs/etc/postfix']) assert.ok(!isSystemFolder(folder), folder);
});
