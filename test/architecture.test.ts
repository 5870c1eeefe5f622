import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** A room may import itself and the rooms before it. Rooms of one step do not see each other. */
const order = [
  ['core'],
  ['yaml'],
  ['merge'],
  ['model'],
  ['schema'],
  ['chart', 'fleet'],
  ['rules'],
  ['lint'],
  ['scaffold', 'upgrade'],
  ['report'],
  ['docs'],
  ['io'],
  ['commands'],
  ['main.ts'],
] as const;

/** Each package is imported by one room only; what is missing here may not be imported at all. */
const packages: Readonly<Record<string, string>> = {
  'js-yaml': 'yaml',
  yaml: 'yaml',
  'jsonc-parser': 'yaml',
  ajv: 'schema',
  'ajv-formats': 'schema',
  '@marcbachmann/cel-js': 'schema',
  re2js: 'schema',
  ignore: 'model',
  'modern-tar': 'chart',
  diff: 'core',
  'node-diff3': 'merge',
  undici: 'io',
  handlebars: 'scaffold',
  '@dagrejs/dagre': 'report',
  'simple-git': 'io',
  globby: 'io',
  '@clack/prompts': 'io',
  yargs: 'commands',
  'yargs-parser': 'commands',
};

/** Pure parts of Node's library, open to every room. */
const pure = new Set(['node:crypto', 'node:zlib', 'node:util', 'node:buffer']);
const edges = new Set(['io', 'commands', 'main.ts']);

interface Import {
  readonly from: string;
  readonly room: string;
  readonly target: string;
}

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(src, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
const roomOf = (file: string): string => file.split('/')[0] ?? file;
const step = (room: string): number =>
  order.findIndex((rooms) => (rooms as readonly string[]).includes(room));
const imports: Import[] = files.flatMap((file) =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)'([^']+)'/g)].map(
    ([, target = '']) => ({
      from: file,
      room: roomOf(file),
      target,
    }),
  ),
);

describe('the direction of imports', () => {
  test('every file of src lies in a known room', () => {
    expect(files.filter((file) => step(roomOf(file)) === -1)).toEqual([]);
  });

  test('a room imports itself and rooms to its left', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map((each) => ({ ...each, to: roomOf(posix.join(posix.dirname(each.from), each.target)) }))
      .filter(({ room, to }) => to !== room && step(to) >= step(room))
      .map(({ from, target }) => `${from} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  test('a package is imported by one room only', () => {
    const wrong = imports
      .filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'))
      .map((each) => ({ ...each, name: /^(@[^/]+\/)?[^/]+/.exec(each.target)?.[0] ?? each.target }))
      .filter(({ room, name }) => packages[name] !== room)
      .map(({ from, target }) => `${from} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  test('only io, commands and main touch the world', () => {
    const wrong = imports
      .filter(({ room, target }) => target.startsWith('node:') && !pure.has(target) && !edges.has(room))
      .map(({ from, target }) => `${from} imports ${target}`);
    const words = files
      .filter((file) => !edges.has(roomOf(file)))
      .filter((file) =>
        /\bprocess\.|\bconsole\.|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bfetch\(/.test(code(file)),
      )
      .map((file) => `${file} touches the world`);
    expect([...wrong, ...words]).toEqual([]);
  });
});

/** A file without its comments: they may speak of anything. */
function code(file: string): string {
  return readFileSync(join(src, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}
