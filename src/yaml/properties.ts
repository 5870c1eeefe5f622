import type { ScalarEvent } from 'js-yaml';
import type { YamlProblem } from './node.ts';

/** Where the anchor and tag of a node stand; -1 where there is none. */
export type Properties = Pick<ScalarEvent, 'anchorStart' | 'anchorEnd' | 'tagStart' | 'tagEnd'>;

/** The anchor and tag of a node as text. */
export interface Named {
  readonly anchor?: string;
  readonly tag?: string;
}

/** The anchor and tag that stand before a value. */
export function properties(text: string, event: Properties): Named {
  if (event.anchorStart === -1 && event.tagStart === -1) return none;
  return {
    ...(event.anchorStart === -1 ? {} : { anchor: text.slice(event.anchorStart, event.anchorEnd) }),
    ...(event.tagStart === -1 ? {} : { tag: text.slice(event.tagStart, event.tagEnd) }),
  };
}

const none: Named = {};

/** Kubernetes' readers want a blank behind an anchor or tag, and know no `!<…>`. */
export function propertyProblems(
  text: string,
  event: Properties,
  inFlow: boolean,
  problems: YamlProblem[],
): void {
  if (event.anchorStart === -1 && event.tagStart === -1) return;
  if (event.anchorStart !== -1)
    nameProblem(text.slice(event.anchorStart, event.anchorEnd), event.anchorStart, problems);
  for (const [start, end] of [
    [event.anchorStart, event.anchorEnd],
    [event.tagStart, event.tagEnd],
  ] as const) {
    if (start === -1) continue;
    const next = text[end] ?? ' ';
    const isVerbatim = start === event.tagStart && text[start + 1] === '<';
    const isClean = !isVerbatim && !text.slice(start, end).includes('#');
    if (isClean && (/\s/.test(next) || (inFlow && /[,\]}]/.test(next)))) continue;
    problems.push({
      kind: 'syntax',
      range: { start, end },
      message: `${text.slice(start, end)} is refused by Kubernetes' readers`,
      help: isVerbatim ? 'write the tag in its short form, or remove it' : 'put a blank behind it',
      fatal: false,
    });
  }
}

/** Kubernetes' readers take letters, digits, `_` and `-` only. */
function nameProblem(name: string, start: number, problems: YamlProblem[]): void {
  if (/^[0-9A-Za-z_-]+$/.test(name)) return;
  problems.push({
    kind: 'alias',
    range: { start, end: start + name.length },
    message: `anchor name ${name} is refused by Kubernetes`,
    help: 'use letters, digits, _ and - only',
    fatal: false,
  });
}
