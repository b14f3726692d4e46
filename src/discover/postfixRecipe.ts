import { postfixOfImage } from '../data/postfixReleases.ts';

/** What a Dockerfile says about the Postfix in its image. */
export interface RecipeVersion {
  readonly version: string;
  /** The line that says so, counted from one, and the words on it. */
  readonly line: number;
  readonly words: string;
}

interface Instruction {
  readonly name: string;
  readonly rest: string;
  readonly line: number;
}

/** A package by its version, as apk, apt-get, dnf and the name of a source archive write it: `postfix=3.8.1-r0`, `postfix-3.5.25`. */
const PINNED = /(?<![\w./-])(postfix(?:=~|~=|~|=|-)(?:\d+:)?(\d+\.\d+)(?:\.\d+)?)(?![\w])/;

/** Packages that are newer than the release of the distribution has them. */
const FROM_ELSEWHERE = /backports|\/edge\/|@edge|rawhide|[\s-]sid\b|ghettoforge/;

/**
 * Reads from a Dockerfile (docs.docker.com/reference/dockerfile) which Postfix branch its last stage holds: a version
 * that is asked for by name wins, else the base image tells. Undefined when neither does, or Postfix is not mentioned.
 */
export function postfixOfRecipe(text: string): RecipeVersion | undefined {
  if (!/postfix|docker-mailserver/i.test(text)) return undefined;
  const instructions = instructionsOf(text);
  const stages = stagesOf(instructions);
  const last = stages.at(-1);
  if (!last) return undefined;
  const chain = chainOf(last, stages);
  for (const { instructions: own } of chain) {
    for (const { name, rest, line } of own) {
      const [, words, version] = name === 'RUN' ? (PINNED.exec(rest) ?? []) : [];
      if (words !== undefined && version !== undefined) return { version, line, words };
    }
  }
  const { image, from } = chain.at(-1)!;
  const version = postfixOfImage(image);
  const isMixed = chain.some(({ instructions: own }) => own.some(({ rest }) => FROM_ELSEWHERE.test(rest)));
  return version === undefined || isMixed ? undefined : { version, line: from.line, words: `FROM ${image}` };
}

interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
}

/** The stages, in order, variables of the file itself filled in. */
function stagesOf(instructions: readonly Instruction[]): readonly Stage[] {
  const variables = new Map<string, string>();
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const written of instructions) {
    const instruction = { ...written, rest: filledIn(written.rest, variables) };
    const { name, rest } = instruction;
    if (name === 'FROM') {
      const [, image = '', alias] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(rest) ?? [];
      stages.push({ image, name: alias?.toLowerCase(), from: instruction, instructions: [] });
    } else {
      if (name === 'ARG' || name === 'ENV') for (const [key, value] of assignments(rest)) variables.set(key, value);
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  return stages;
}

/** A stage and those that it builds on, itself first. */
function chainOf(stage: Stage, stages: readonly Stage[]): readonly Stage[] {
  const chain = [stage];
  for (let index = stages.indexOf(stage) - 1; index >= 0; index -= 1) {
    const earlier = stages[index]!;
    if (earlier.name !== undefined && earlier.name === chain.at(-1)!.image.toLowerCase()) chain.push(earlier);
  }
  return chain;
}

function assignments(text: string): readonly (readonly [string, string])[] {
  const pairs = [...text.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g)].map(([, key = '', value = '']) => [key, value.replace(/^(["'])(.*)\1$/, '$2')] as const);
  const [, key, value] = pairs.length > 0 ? [] : (/^(\w+)\s+(\S+)$/.exec(text) ?? []);
  return key !== undefined && value !== undefined ? [[key, value]] : pairs;
}

/** Leaves alone what the file does not set: it comes from the command line of the build. */
function filledIn(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g,
    (whole, plain: string | undefined, braced: string | undefined, fallback: string | undefined) => variables.get(plain ?? braced ?? '') ?? fallback ?? whole,
  );
}

/** The instructions with their lines joined, comments left out. */
function instructionsOf(text: string): readonly Instruction[] {
  const instructions: Instruction[] = [];
  let joined = '';
  let start = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    if (joined === '') start = index + 1;
    const [, part = '', isContinued] = /^(.*?)\s*(\\)?\s*$/.exec(line) ?? [];
    joined += ` ${part}`;
    if (isContinued) continue;
    const [, name = '', rest = ''] = /^\s*(\w+)\s+(.*)$/.exec(joined) ?? [];
    instructions.push({ name: name.toUpperCase(), rest, line: start });
    joined = '';
  }
  return instructions;
}
