import type { Path } from './node.ts';

/** A path as Helm's `--set` writes it: `a.b[0]`, a dot inside a key behind a backslash. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = step.replaceAll('.', '\\.');
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
