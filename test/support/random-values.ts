import type { Random } from './random-edits.ts';

const keys = [
  'image',
  'tag',
  'enabled',
  'replicas',
  'resources',
  'env',
  'service',
  'port',
  'config',
  'extra',
];

/** A chart's values as they may stand in a file: mappings, lists, blocks of text, and comments in all places. */
export function randomValues(random: Random): string {
  const head = random(2) === 0 ? ['# Default values for podinfo.', ''] : [];
  const start = random(10) === 0 ? ['---'] : [];
  const tail = random(4) === 0 ? ['', '# the end'] : [];
  return [...start, ...head, ...mapLines(random, 0, 0), ...tail, ''].join('\n');
}

function mapLines(random: Random, column: number, depth: number): string[] {
  const margin = ' '.repeat(column);
  const count = 1 + random(depth === 0 ? 6 : 4);
  const offset = random(keys.length);
  return Array.from({ length: count }, (_, index) => {
    const key = keys[(offset + index) % keys.length] ?? '';
    const above = random(3) === 0 ? [`${margin}# ${key} ${random(5)}`] : [];
    if (random(6) === 0) above.unshift('');
    const below =
      random(6) === 0 ? [`${margin}  # ${key}: example`, `${margin}  #   more: ${random(3)}`] : [];
    return [...above, ...entryLines(random, { key, column, depth }), ...below];
  }).flat();
}

function entryLines(
  random: Random,
  { key, column, depth }: { readonly key: string; readonly column: number; readonly depth: number },
): string[] {
  const margin = ' '.repeat(column);
  const note = random(5) === 0 ? ` # note ${random(3)}` : '';
  const line = (value: string): string[] => [`${margin}${key}:${value}${note}`];
  switch (random(depth < 3 ? 12 : 8)) {
    case 0:
      return line(` ${random(4)}`);
    case 1:
      return line([' true', ' false', '', ' ~', ' {}', ' []'][random(6)] ?? '');
    case 2:
      return line(` "text ${random(3)}"`);
    case 3:
      return line(` [a, ${random(3)}]`);
    case 4:
      return line(` { cpu: ${random(3)}, memory: 1Gi }`);
    case 5:
      return [
        ...line([' |', ' |-', ' >-', ' |+'][random(4)] ?? ''),
        `${margin}  one ${random(3)}`,
        '',
        `${margin}  # two`,
      ];
    case 6:
    case 7:
      return line(` word-${random(4)}`);
    case 8: {
      const inner = random(2) === 0 ? margin : `${margin}  `;
      const items = Array.from({ length: 1 + random(3) }, () => `${inner}- item ${random(4)}`);
      return [...line(''), ...items];
    }
    case 9: {
      const inner = random(2) === 0 ? margin : `${margin}  `;
      const names = ['A', 'B', 'C', 'D'].slice(random(3));
      const items = names.flatMap((name) => [
        ...(random(4) === 0 ? [`${inner}# ${name}`] : []),
        `${inner}- name: ${name}`,
        `${inner}  value: ${random(3)}`,
      ]);
      return [...line(''), ...items];
    }
    default:
      return [...line(''), ...mapLines(random, column + 2, depth + 1)];
  }
}
