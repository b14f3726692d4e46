import { parseMacros } from '../../parse/postfixMacro.ts';
import type { MacroNode, MacroText } from '../../parse/postfixMacroNodes.ts';

/** Every macro of a value, those in the branches and operands of others too, outermost first. */
export function macroNodes(value: string): Iterable<MacroNode> {
  return value.includes('$') ? nodesOf(parseMacros(value)) : parseMacros(value).nodes;
}

function* nodesOf({ nodes }: MacroText): Generator<MacroNode> {
  for (const node of nodes) {
    yield node;
    if (node.kind === 'comparison') for (const side of [node.left, node.right]) if (side) yield* nodesOf(side);
    if (node.kind === 'function' && node.argument) yield* nodesOf(node.argument);
    if ('whenTrue' in node && node.whenTrue) yield* nodesOf(node.whenTrue);
    if ('whenFalse' in node && node.whenFalse) yield* nodesOf(node.whenFalse);
  }
}
