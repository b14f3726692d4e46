import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files that have to do with mail: every 40th. */
const EVERY = 40;
const PER_FOLDER = 50;

const LINES: Readonly<Record<string, (index: number) => string>> = {
  ts: (index) => `export const total${index} = items.filter((item) => item.amount > ${index}).map(({ amount }) => amount * 2);\n`,
  py: (index) => `def total_${index}(items):\n    return sum(item.amount * 2 for item in items if item.amount > ${index})\n\n`,
  php: (index) => `<?php function total${index}(array $items): int { return array_sum(array_map(fn ($item) => $item['amount'] * 2, $items)); } ?>\n`,
  rb: (index) => `def total_${index}(items)\n  items.select { |item| item.amount > ${index} }.sum { |item| item.amount * 2 }\nend\n\n`,
  go: (index) => `func total${index}(items []Item) (sum int) {\n\tfor _, item := range items {\n\t\tsum += item.Amount * 2\n\t}\n\treturn\n}\n\n`,
  md: (index) => `## Part ${index}\n\nHow the totals of an order are worked out, and where rounding takes place.\n\n`,
  css: (index) => `.total-${index} > .amount { display: grid; margin: 0 auto; color: rebeccapurple; }\n`,
  yml: (index) => `step_${index}:\n  image: example/tool:${index}\n  script:\n    - make part-${index}\n  retries: 2\n`,
  json: (index) => `"part${index}": { "title": "Part ${index}", "amount": ${index}, "tags": ["a", "b"] },\n`,
};

/** Of 20 files, what a web project has. */
const MIX = ['ts', 'ts', 'ts', 'ts', 'ts', 'ts', 'py', 'py', 'php', 'rb', 'go', 'go', 'md', 'md', 'css', 'css', 'yml', 'yml', 'json', 'json'];

const RELEVANT: readonly (readonly [string, (index: number) => string])[] = [
  ['.env', (index) => `APP_KEY=x\nSMTP_HOST=smtp${index}.example.com\nSMTP_PORT=587\nSMTP_USER=shop\nSMTP_PASS=\n`],
  [
    'compose.yml',
    (index) => `services:\n  app:\n    image: n8nio/n8n\n    environment:\n      N8N_SMTP_HOST: smtp${index}.example.com\n      N8N_SMTP_PORT: 465\n`,
  ],
  ['appsettings.json', (index) => `{ "Smtp": { "Host": "smtp${index}.example.com", "Port": 587, "Username": "shop" } }\n`],
  ['mailer.js', (index) => `const t = nodemailer.createTransport({ host: 'smtp${index}.example.com', port: 465, secure: true });\n`],
  ['application.properties', (index) => `spring.mail.host=smtp${index}.example.com\nspring.mail.port=587\n`],
];

/** Writes a project of `count` small files below `folder`, every 40th of which names a relay. */
export function writeScanFolder(folder: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const part = join(folder, `part${Math.floor(index / PER_FOLDER / 20)}`, `module${Math.floor(index / PER_FOLDER)}`);
    if (index % PER_FOLDER === 0) mkdirSync(part, { recursive: true });
    const relevant = index % EVERY === 0 ? RELEVANT[(index / EVERY) % RELEVANT.length]! : undefined;
    if (relevant) {
      const own = join(part, `app${index}`);
      mkdirSync(own);
      writeFileSync(join(own, relevant[0]), relevant[1](index));
      continue;
    }
    const ending = MIX[index % MIX.length]!;
    const lines = Array.from({ length: 10 + (index % 40) }, (_, line) => LINES[ending]!(line)).join('');
    writeFileSync(join(part, `file${index}.${ending}`), ending === 'json' ? `{\n${lines}"end": true }\n` : lines);
  }
}
