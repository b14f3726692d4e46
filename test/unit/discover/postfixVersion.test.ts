import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPostfixFolder, viewOfTexts } from '../../../src/discover/postfixFolder.ts';
import { postfixOfRecipe } from '../../../src/discover/postfixRecipe.ts';
import { guessPostfixVersion, type VersionEvidence } from '../../../src/discover/postfixVersion.ts';
import { parseConfig } from '../../../src/parse/index.ts';

const INSTALL = 'RUN apt-get install -y postfix\n';
const recipe = (text: string) => ({ name: 'Dockerfile', text });

function guess(evidence: VersionEvidence): string {
  const { version, because } = guessPostfixVersion(evidence);
  return `${version}, ${because}`;
}

describe('the release that files are judged by', () => {
  it('is the one of the setting before all others', () => {
    assert.equal(guess({ setting: '3.4', installed: '3.7', isSystemFolder: true, compatibilityLevel: '3.6' }), '3.4, setting');
  });
  it('is the installed one for the folder that it reads', () => {
    assert.equal(guess({ installed: '3.7', isSystemFolder: true, recipes: [recipe(`FROM debian:11\n${INSTALL}`)] }), '3.7, installed here');
  });
  it('is that of a Dockerfile for a folder elsewhere, the nearest one that says something', () => {
    const recipes = [recipe('FROM node:20\nRUN echo postfix\n'), recipe(`FROM debian:bullseye-slim\n${INSTALL}`), recipe(`FROM debian:12\n${INSTALL}`)];
    assert.equal(guess({ installed: '3.7', recipes }), '3.5, Dockerfile line 1: FROM debian:bullseye-slim');
    assert.equal(guess({ installed: '3.7' }), '3.7, installed here');
  });
  it('is never older than the compatibility level asks for', () => {
    assert.equal(guess({ recipes: [recipe(`FROM debian:11\n${INSTALL}`)], compatibilityLevel: '3.6' }), '3.11, newest known release');
    assert.equal(guess({ recipes: [recipe(`FROM debian:12\n${INSTALL}`)], compatibilityLevel: '3.6' }), '3.7, Dockerfile line 1: FROM debian:12');
    assert.equal(guess({ recipes: [recipe(`FROM debian:11\n${INSTALL}`)], compatibilityLevel: '2' }), '3.5, Dockerfile line 1: FROM debian:11');
    assert.equal(guess({ compatibilityLevel: ' 3.12 ' }), '3.12, compatibility_level = 3.12');
  });
  it('is the newest when nothing, or nothing sensible, is said', () => {
    for (const compatibilityLevel of ['', '2', '3.6', '3.99', '9', '$x', 'new']) assert.equal(guess({ compatibilityLevel }), '3.11, newest known release');
  });
  it('follows from the last compatibility_level of main.cf', () => {
    const main = parseConfig('postfix-main', 'compatibility_level = 2\ncompatibility_level = 3.12\n', 'main.cf');
    assert.equal(createPostfixFolder(main).version, '3.12');
    assert.equal(createPostfixFolder(main, undefined, { setting: '3.5' }).version, '3.5');
    const master = createPostfixFolder(parseConfig('postfix-master', '', 'master.cf'), viewOfTexts({ 'main.cf': main.text }));
    assert.deepEqual([master.version, master.versionSource], ['3.12', 'compatibility_level = 3.12']);
  });
});

describe('the Postfix of a Dockerfile', () => {
  const read = (text: string) => {
    const found = postfixOfRecipe(text);
    return found && `${found.version} ${found.line} ${found.words}`;
  };
  for (const [image, version] of [
    ['debian:bookworm', '3.7'],
    ['debian:12.5-slim', '3.7'],
    ['debian:bookworm-20240612-slim', '3.7'],
    ['docker.io/library/ubuntu:24.04', '3.8'],
    ['alpine:3.20', '3.9'],
    ['alpine:3.20.3@sha256:0123', '3.9'],
    ['rockylinux:9', '3.5'],
    ['quay.io/rockylinux/rockylinux:9.3-minimal', '3.5'],
    ['mailserver/docker-mailserver:13.3.1', '3.5'],
    ['ghcr.io/docker-mailserver/docker-mailserver:v14.0.0', '3.7'],
  ] as const) {
    it(`is that of ${image}`, () => {
      assert.equal(postfixOfRecipe(`FROM ${image}\n${INSTALL}`)?.version, version);
    });
  }
  for (const image of ['debian', 'debian:latest', 'debian:bookworm-backports', 'alpine:edge', 'alpine:3.2', 'debian:1', 'example/debian:12', '${BASE}']) {
    it(`can't be told from ${image}`, () => {
      assert.equal(read(`FROM ${image}\n${INSTALL}`), undefined);
    });
  }
  for (const [words, version] of [
    ['apk add --no-cache bash "postfix=3.8.1-r0"', '3.8 2 postfix=3.8.1'],
    ['apk add postfix~3.8', '3.8 2 postfix~3.8'],
    ['apt-get install -y postfix=3.7.11-0+deb12u1', '3.7 2 postfix=3.7.11'],
    ['dnf install -y postfix-2:3.5.25-1.el9', '3.5 2 postfix-2:3.5.25'],
    ['curl -O https://mirror.example.com/x && tar xf postfix-3.10.2.tar.gz', '3.10 2 postfix-3.10.2'],
  ] as const) {
    it(`is the one asked for by name: ${words}`, () => {
      assert.equal(read(`FROM debian:11\nRUN ${words}\n`), version);
    });
  }
  it('is not that of another package', () => {
    assert.equal(read('FROM debian:11\nRUN apt-get install postfix postfix-mta-sts-resolver=1.0 my-postfix=3.9\n'), '3.5 1 FROM debian:11');
  });
  it('is read in joined lines, with variables and without comments', () => {
    const text =
      '# postfix\nARG RELEASE=3.19\nFROM alpine:${RELEASE}\nARG VERSION="3.8.4-r0"\nRUN apk add \\\n# postfix=3.1.1\n    bash \\\n    postfix=${VERSION}\n';
    assert.equal(read(text), '3.8 5 postfix=3.8.4');
    assert.equal(read('ARG TAG\nFROM alpine:${TAG:-3.20}\nRUN apk add postfix\n'), '3.9 2 FROM alpine:3.20');
  });
  it('is that of the last stage and of those it builds on', () => {
    const stages =
      'FROM alpine:3.12 AS tools\nFROM --platform=linux/amd64 debian:12 AS base\nRUN apt-get install -y postfix\nFROM Base\nCOPY main.cf /etc/postfix/\n';
    assert.equal(read(stages), '3.7 2 FROM debian:12');
  });
  it("can't be told when packages come from a later release, or Postfix does not occur", () => {
    assert.equal(read('FROM debian:12\nRUN apt-get install -t bookworm-backports postfix\n'), undefined);
    assert.equal(read('FROM alpine:3.20\nRUN apk add --repository https://dl.example.com/alpine/edge/main postfix\n'), undefined);
    assert.equal(read('FROM debian:12\nCMD ["true"]\n'), undefined);
    assert.equal(read(''), undefined);
    assert.equal(read('RUN apk add postfix=3.8.1'), undefined);
  });
});
