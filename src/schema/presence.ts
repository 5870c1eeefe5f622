import type { Data } from '../yaml/node.ts';
import { valueAt } from './data-path.ts';

/**
 * What a rule in CEL comes to by the presence of fields alone (`has(self.chart) && !has(self.chartRef)`); undefined where
 * values decide. Most rules of Flux need no more, so that no CEL is loaded for them.
 */
export function byPresence(rule: string, self: Data): boolean | undefined {
  const text = rule.trim();
  if (text.includes('?')) return undefined;
  const either = split(text, '||');
  if (either.length > 1) return joined(either, self, true);
  const both = split(text, '&&');
  if (both.length > 1) return joined(both, self, false);
  if (text.startsWith('!')) return not(byPresence(text.slice(1), self));
  if (isInBrackets(text)) return byPresence(text.slice(1, -1), self);
  const path = /^has\(self\.([\w.]+)\)$/.exec(text)?.[1]?.split('.');
  if (path === undefined) return undefined;
  // CEL refuses to look into what is not there.
  if (path.length > 1 && valueAt(self, path.slice(0, -1)) === undefined) return undefined;
  return valueAt(self, path) !== undefined;
}

/** Terms of an "or" (`decisive`: one true term decides) or an "and" (one false term). */
function joined(terms: readonly string[], self: Data, decisive: boolean): boolean | undefined {
  const values = terms.map((term) => byPresence(term, self));
  if (values.includes(decisive)) return decisive;
  return values.includes(undefined) ? undefined : !decisive;
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** Whether one pair of brackets holds the whole text. */
function isInBrackets(text: string): boolean {
  return text.startsWith('(') && endOfBracket(text, 0) === text.length - 1;
}

function endOfBracket(text: string, start: number): number {
  let depth = 0;
  for (const { index, character } of outsideQuotes(text)) {
    if (index < start) continue;
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

/** The parts of rules: there are few rules, and many objects. */
const known = new Map<string, readonly string[]>();

/** The parts of a text between an operator of two characters, where it stands in no brackets. */
function split(text: string, operator: string): readonly string[] {
  const key = operator + text;
  const before = known.get(key);
  if (before !== undefined) return before;
  const now = partsOf(text, operator);
  known.set(key, now);
  return now;
}

function partsOf(text: string, operator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { index, character } of outsideQuotes(text)) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth > 0 || index < start || !text.startsWith(operator, index)) continue;
    parts.push(text.slice(start, index));
    start = index + operator.length;
  }
  return [...parts, text.slice(start)];
}

function* outsideQuotes(text: string): Iterable<{ readonly index: number; readonly character: string }> {
  let quote: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quote !== undefined) {
      if (character === '\\') index += 1;
      else if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else yield { index, character };
  }
}
