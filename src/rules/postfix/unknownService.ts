import { postfixParameter, serviceSuffixOf } from '../../data/postfixParameters.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';

/** A per-transport parameter for a service that master.cf lacks (postconf_service.c). */
export const unknownService = mainRule(
  {
    id: 'postfix/unknown-service',
    severity: 'warning',
    listens: ['default_destination_concurrency_limit', 'default_destination_rate_delay', 'command_time_limit'],
    title: 'Parameter for a service that is not there',
    why: 'Parameters such as "slow_destination_rate_delay" begin with the name of a delivery service of master.cf. When there is no such service, nothing reads the parameter and the limit does not hold.',
    bad: mainCfAmong('slwo_destination_rate_delay = 1s\n', { 'master.cf': 'slow unix - - y - - smtp\n' }),
    ok: mainCfAmong('slow_destination_rate_delay = 1s\n', { 'master.cf': 'slow unix - - y - - smtp\n' }),
    references: [postconf5('transport_destination_rate_delay')],
    fix: 'unsafe',
  },
  function* ({ file, folder }) {
    const services = folder?.master?.services;
    if (!services || services.length === 0) return;
    for (const { key, keySpan } of file.entries) {
      const suffix = postfixParameter(key) ? undefined : serviceSuffixOf(key);
      if (!suffix) continue;
      const name = key.slice(0, -suffix.suffix.length);
      const same = services.filter(({ fields }) => fields.service.text === name);
      if (same.some(({ fields }) => suffix.commands.includes(fields.command.text))) continue;
      const candidates = services.flatMap(({ fields }) => (suffix.commands.includes(fields.command.text) ? [fields.service.text] : []));
      const meant = same.length > 0 ? undefined : didYouMean(name, candidates);
      const what = same.length > 0 ? `service "${name}" runs none of ${suffix.commands.join(', ')}` : `master.cf has no service "${name}"`;
      yield {
        at: keySpan,
        message: `${what}, so "${key}" has no effect${meant ? `. did you mean "${meant}"?` : ''}`,
        fixes: meant
          ? [{ title: `Rename to "${meant}${suffix.suffix}"`, safety: 'unsafe', edits: [{ span: keySpan, newText: `${meant}${suffix.suffix}` }] }]
          : [],
      };
    }
  },
);
