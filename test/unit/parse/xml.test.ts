import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { insertAfter, removeEntry, setValue, spanInValue } from '../../../src/parse/edit.ts';
import { loadFormat } from '../../../src/parse/format.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import { applyEdits, type TextEdit } from '../../../src/text/span.ts';
import {
  assertInserts,
  assertRemoves,
  assertSets,
  assertSound,
  BLANK_VALUES,
  entryOf,
  LINE_VALUES,
  NO_GRAMMARS,
  settingsIn,
} from '../../support/formatEdits.ts';

before(() => loadFormat('xml', NO_GRAMMARS));

const settings = (text: string) => settingsIn('xml', text, 'a.xml');
const problems = (text: string) => parseConfig('xml', text).problems.map(({ code }) => code);

const WEB_CONFIG = `<?xml version="1.0"?>
<configuration>
  <system.net>
    <mailSettings>
      <smtp from="robot@example.com">
        <!-- the relay -->
        <network host="smtp.example.com" port="587" enableSsl='true' />
      </smtp>
    </mailSettings>
  </system.net>
  <appSettings>
    <add key="Smtp:Host" value="a" />
    <add key="Smtp:Port" value="25" />
  </appSettings>
</configuration>
`;

describe('parseXml', () => {
  it('reads attributes and what names its key', () => {
    assert.deepEqual(settings(WEB_CONFIG), [
      'configuration/system.net/mailSettings/smtp/from=robot@example.com',
      'configuration/system.net/mailSettings/smtp/network/host=smtp.example.com',
      'configuration/system.net/mailSettings/smtp/network/port=587',
      'configuration/system.net/mailSettings/smtp/network/enableSsl=true',
      'configuration/appSettings/add/Smtp:Host=a',
      'configuration/appSettings/add/Smtp:Port=25',
    ]);
    assert.deepEqual(problems(WEB_CONFIG), []);
  });

  for (const [what, text, expected] of [
    ['reads texts', '<a><host> smtp.example.com\n</host><b/></a>', ['a/host=smtp.example.com', 'a/b=']],
    ['resolves references', '<a b="&lt;&#x41;&#66;&quot;&x;"><c>1 &amp; 2</c></a>', ['a/b=<AB"&x;', 'a/c=1 & 2']],
    ['reads CDATA', '<a><b><![CDATA[<x>&amp;]]></b></a>', ['a/b=<x>&amp;']],
    ['leaves comments out of a text', '<a><b>x<!-- y -->z</b></a>', ['a/b=xz']],
    ['takes a single value for the text', '<a><smtpHost value="h" /></a>', ['a/smtpHost=h']],
    [
      'reads all ways of naming a value',
      '<p><property name="A" value="b"/><prop key="C">d</prop><e><name>F</name><value>g</value></e></p>',
      ['p/property/A=b', 'p/prop/C=d', 'p/e/F=g'],
    ],
    ['keeps attributes of elements that are more', '<a name="b" value="c" host="d"/>', ['a/name=b', 'a/value=c', 'a/host=d']],
    [
      'tells siblings apart by id, name or place',
      '<r><m id="x"><g>1</g></m><m name="y"><g>2</g></m><m><g>3</g></m><n><g>4</g></n></r>',
      ['r/x/m/id=x', 'r/x/m/g=1', 'r/y/m/name=y', 'r/y/m/g=2', 'r/2/m/g=3', 'r/n/g=4'],
    ],
    ['drops prefixes and name spaces', '<b:beans xmlns:b="urn:x" xmlns="y"><b:host>h</b:host></b:beans>', ['beans/host=h']],
    ['skips document types and instructions', '<!DOCTYPE a [ <!ENTITY x "y"> ]>\n<?x y?><a b="c"/>', ['a/b=c']],
    ['reads CRLF and a byte order mark', '\uFEFF<a>\r\n<b>c</b>\r\n</a>\r\n', ['a/b=c']],
    ['keeps what is there twice', '<a b="c" b="d"/>', ['a/b=c', 'a/b=d']],
    ['tolerates templates', '<a b="<%= x %>" c="{{ y }}"><% if z %><d>e</d><% end %></a>', ['a/b=<%= x %>', 'a/c={{ y }}', 'a/d=e']],
  ] as const) {
    it(what, () => assert.deepEqual(settings(text), expected));
  }

  for (const [what, text, expected, codes] of [
    ['an open quote', '<a>\n<n host="h port=1\n  <m c="d"/></a>', ['a/n/host=h port=1', 'a/n/m/c=d'], ['unterminated-quote', 'unclosed-tag', 'unclosed-tag']],
    ['a tag that is not closed', '<a><b>c<d e="f"/></a>', ['a/b/d/e=f'], ['unclosed-tag']],
    ['a tag that closes nothing', '<a b="c"></x></a>', ['a/b=c'], ['unexpected-tag']],
    ['a tag without end', '<a><b c="d"\n<e>f</e></a>', ['a/b/c=d', 'a/b/e=f'], ['unclosed-tag', 'unclosed-tag']],
    ['an open comment', '<a b="c"/><!-- d', ['a/b=c'], ['unclosed-markup']],
  ] as const) {
    it(`reads on behind ${what}`, () => {
      assert.deepEqual(settings(text), expected);
      assert.deepEqual(problems(text), codes);
    });
  }

  it('finds a part of a value behind references', () => {
    const file = parseConfig('xml', '<a A="&amp;smtp.example.com"/>');
    const place = spanInValue(entryOf(file, 'A'), 1, 17);
    assert.equal(file.text.slice(place.start, place.end), 'smtp.example.com');
  });

  it('survives what makes careless readers slow or stop', () => {
    for (const text of [
      '<a>'.repeat(100_000),
      '</a>'.repeat(100_000),
      '<!>'.repeat(100_000),
      `<a ${'b="c" '.repeat(50_000)}/>`,
      '<a b="'.repeat(50_000),
      '<'.repeat(300_000),
      '&'.repeat(300_000),
      `<a>${'<b c="d"/>'.repeat(30_000)}</a>`,
      `<a>${' '.repeat(300_000)}</a>`,
    ])
      assertSound(parseConfig('xml', text));
  });
});

describe('editing XML', () => {
  for (const text of [
    '<s A="b" Y="2"/>\n',
    "<s\r\n  A='b'\r\n  Y='2'>\r\n</s>\r\n",
    '<s>\n  <A>b</A>\n  <Y>2</Y>\n</s>\n',
    '<s><A>b</A><Y>2</Y></s>',
    '<s>\n  <A value="b" /><!-- c -->\n  <Y value="2" />\n</s>\n',
    '<s>\n  <add key="A" value="b"/>\n  <add key="Y" value="2"/>\n</s>\n',
    '<s>\n  <prop key="A">b</prop>\n  <prop key="Y">2</prop>\n</s>\n',
    '<s>\n  <p>\n    <name>A</name>\n    <value>b</value>\n  </p>\n  <p><name>Y</name><value>2</value></p>\n</s>\n',
    '<s>\n  <A/>\n  <Y>2</Y>\n</s>\n',
    '<s>\n  <A><![CDATA[b]]></A>\n  <Y>2</Y>\n</s>\n',
  ]) {
    const place = { kind: 'xml', path: 'a.xml', text } as const;
    it(`sets, adds and removes in ${JSON.stringify(text)}`, () => {
      const values = text.includes('CDATA') ? LINE_VALUES : [...LINE_VALUES, ...BLANK_VALUES];
      assertSets(place, values);
      assertInserts(place, values);
      assertRemoves(place);
    });
  }

  it('keeps lines and forms', () => {
    const file = parseConfig('xml', WEB_CONFIG);
    const after = (edit: TextEdit) => applyEdits(WEB_CONFIG, [edit]);
    assert.match(after(setValue(file, entryOf(file, 'port'), '465')), / port="465" enableSsl='true' /);
    assert.match(after(insertAfter(file, entryOf(file, 'enableSsl'), 'userName', 'x')), / enableSsl='true' userName='x' \/>/);
    assert.match(
      after(insertAfter(file, entryOf(file, 'Smtp:Host'), 'Smtp:User', 'x')),
      /value="a" \/>\n {4}<add key="Smtp:User" value="x" \/>\n {4}<add key="Smtp:Port"/,
    );
    assert.match(after(removeEntry(file, entryOf(file, 'Smtp:Host'))), /<appSettings>\n {4}<add key="Smtp:Port"/);
    assert.match(after(removeEntry(file, entryOf(file, 'port'))), /<network host="smtp.example.com" enableSsl/);
  });
});
