/** The keys under which Postfix looks a sender up in a table, in its order: the address, the same without its +extension, `@domain`. */
export function senderKeys(sender: string): string[] {
  const at = sender.lastIndexOf('@');
  if (at === -1) return [sender];
  const local = sender.slice(0, at);
  const domain = sender.slice(at);
  const plus = local.indexOf('+');
  return [...(local === '' ? [] : [sender]), ...(plus > 0 ? [local.slice(0, plus) + domain] : []), domain];
}
