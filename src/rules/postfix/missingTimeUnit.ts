import { span } from '../../text/span.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { defaultTimeUnit, secondsOf } from '../support/postfixNumbers.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { mainCfFormat } from '../support/references.ts';

const UNITS: Readonly<Record<string, string>> = { m: 'minutes', h: 'hours', d: 'days', w: 'weeks' };

/** A time without a unit that does not count in seconds (get_def_time_unit in mail_conf_time.c). */
export const missingTimeUnit = folderRule(
  {
    id: 'postfix/missing-time-unit',
    severity: 'hint',
    listens: ['maximal_queue_lifetime', 'bounce_queue_lifetime', 'delay_warning_time'],
    title: 'Time without a unit',
    why: 'A bare number counts in the unit of the default, which is days for the lifetimes of the queue and hours for the delay warning. With the unit behind it the line says what it means.',
    bad: mainCf('maximal_queue_lifetime = 5\n'),
    ok: mainCf('maximal_queue_lifetime = 5d\nsmtp_helo_timeout = 300\nbounce_queue_lifetime = 0\n'),
    references: [mainCfFormat],
    fix: 'safe',
  },
  function* (context) {
    for (const { entry, value, parameters } of scopedValues(context, (_, type) => type === 'time')) {
      const unit = defaultTimeUnit(entry.key);
      const name = UNITS[unit];
      if (name === undefined || !/^[1-9]\d*$/.test(value) || secondsOf(parameters, entry.key) === undefined) continue;
      yield {
        at: entry.valueSpan,
        message: `"${value}" counts as ${value} ${name} in "${entry.key}"`,
        fixes:
          value === entry.value
            ? [{ title: `Write ${value}${unit}`, safety: 'safe', edits: [{ span: span(entry.valueSpan.end, entry.valueSpan.end), newText: unit }] }]
            : [],
      };
    }
  },
);
