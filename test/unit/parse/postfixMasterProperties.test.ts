import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePostfixMaster } from '../../../src/parse/postfixMaster.ts';
import { contains, type Span, span } from '../../../src/text/span.ts';
import { anyPostfixText, masterText } from '../../support/postfixText.ts';
import { createRandom } from '../../support/random.ts';

function forEachText(check: (text: string) => void): void {
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = createRandom(seed);
    const text = seed % 4 === 0 ? anyPostfixText(random) : masterText(random);
    try {
      check(text);
    } catch (error) {
      throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
    }
  }
}

describe('any master.cf', () => {
  it('keeps every place inside the text, and each part inside its service', () => {
    forEachText((text) => {
      const { services, problems, entries, comments } = parsePostfixMaster(text);
      const isInside = (where: Span) => assert.ok(where.start <= where.end && contains(span(0, text.length), where), JSON.stringify(where));
      for (const { span: where } of [...problems, ...comments]) isInside(where);
      for (const service of services) {
        isInside(service.span);
        const parts = [...Object.values(service.fields), ...service.arguments].map((part) => part.span);
        for (const part of parts) assert.ok(contains(service.span, part));
        for (const [index, part] of parts.entries()) if (index > 0) assert.ok(parts[index - 1]!.end <= part.start);
        for (const { keySpan, valueSpan, span: where } of service.overrides) for (const part of [keySpan, valueSpan]) assert.ok(contains(where, part));
      }
      assert.equal(
        entries.length,
        services.reduce((sum, { overrides }) => sum + overrides.length, 0),
      );
    });
  });

  it('gives columns, names and values that stand in the text', () => {
    forEachText((text) => {
      for (const { fields, overrides, attributes } of parsePostfixMaster(text).services) {
        for (const field of Object.values(fields)) if (!field.text.includes('{')) assert.equal(text.slice(field.span.start, field.span.end), field.text);
        for (const { key, keySpan, value, valueSpan, segments } of overrides) {
          assert.equal(text.slice(keySpan.start, keySpan.end), key);
          const pieces = segments ?? [{ source: valueSpan.start, length: value.length }];
          assert.equal(pieces.map(({ source, length }) => text.slice(source, source + length)).join(''), value);
        }
        for (const { name, nameSpan } of attributes) if (!name.includes(' ')) assert.equal(text.slice(nameSpan.start, nameSpan.end), name);
      }
    });
  });

  it('is read in time that grows with its length', () => {
    for (const piece of ['smtp inet n - n - - smtpd\n', ' -o a=b\n', '{', '} ', ' -vvo{a=b}', '-', '- ', '\0', '#\n ']) {
      const text = `smtp inet n - n - - smtpd ${piece.repeat(Math.floor(200_000 / piece.length))}`;
      assert.ok(parsePostfixMaster(text).services.length >= 0);
    }
  });
});
