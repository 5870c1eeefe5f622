import { lineEnd, lineStart } from '../core/text.ts';
import type { Refusal } from './events.ts';
import { limits } from './limits.ts';
import type { YamlProblem } from './node.ts';
import { secondOpinion } from './second-opinion.ts';
import { slipIn } from './slips.ts';
import { tabFlaw } from './tabs.ts';

/** A refusal as a problem, in the words of the reader that says it best. */
export function refusalProblem(text: string, { reason, position }: Refusal): YamlProblem {
  const here = { start: position, end: Math.min(position + 1, text.length) };
  if (reason.startsWith('nesting exceeded')) {
    return {
      kind: 'limit',
      range: here,
      message: `nesting deeper than ${limits.depth}`,
      help: 'no Kubernetes object nests so deep',
      fatal: true,
    };
  }
  const tab = /^ *\t/.exec(text.slice(lineStart(text, position), position + 1));
  if (tab !== null) {
    const start = lineStart(text, position) + tab[0].length - 1;
    return { kind: 'syntax', range: { start, end: start + 1 }, ...tabFlaw, fatal: true };
  }
  const second = secondOpinion(text, position);
  const slip = slipIn(text, second ?? { range: here, message: reason });
  if (slip !== undefined) return { kind: 'syntax', ...slip, fatal: true };
  const help = isTemplate(text, position)
    ? 'a template of Helm or Go is no YAML before it is rendered'
    : undefined;
  // Of an entry indented too far `yaml` blames the line before it.
  const isElsewhere =
    second === undefined || lineStart(text, second.range.start) !== lineStart(text, position);
  const own = isElsewhere && reason.startsWith('bad indentation');
  if (own) {
    const range = { start: lineStart(text, position), end: lineEnd(text, position) };
    const spaces = /^ */.exec(text.slice(range.start, range.end))?.[0].length ?? 0;
    return {
      kind: 'syntax',
      range: { start: range.start + spaces, end: range.end },
      message: 'indented further than the entry before it, which has a value of its own',
      help: help ?? 'indent the entries of one mapping alike',
      fatal: true,
    };
  }
  return {
    kind: 'syntax',
    range: second === undefined ? here : second.range,
    message: second === undefined ? lowerFirst(reason) : second.message,
    ...(help === undefined ? {} : { help }),
    fatal: true,
  };
}

function isTemplate(text: string, position: number): boolean {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  const end = text.indexOf('\n', position);
  return /\{\{.*\}\}/.test(text.slice(start, end === -1 ? undefined : end).slice(0, 1_000));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
