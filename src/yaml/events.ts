import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { lineStart } from '../core/text.ts';
import { limits } from './limits.ts';
import { confirmed, shortened, whole } from './shortened.ts';

/** Why js-yaml refuses a text, and where. */
export interface Refusal {
  readonly reason: string;
  readonly position: number;
}

/** A line whose indentation is deepened for js-yaml. */
interface Deepened {
  /** Where the line begins in the original text. */
  readonly at: number;
  /** Spaces put in front of it and of all such lines before it. */
  readonly total: number;
}

const depth = 200;
/** More lines than this are not deepened, nor more text read for it. */
const most = { lines: 200, characters: 8_000_000 } as const;

/**
 * js-yaml's events with offsets into the text. Inside `[ ]`, `{ }` and quotes Kubernetes' readers ignore indentation
 * while js-yaml insists on it; such lines are deepened for it, and the offsets moved back.
 */
export function eventsOf(
  text: string,
): { readonly events: readonly Event[] } | { readonly refusal: Refusal } {
  const events = shortEvents(text);
  return events === undefined ? wholeEvents(text) : { events };
}

/** Read without the middles of long literal blocks; undefined where these are none, or the text is refused. */
function shortEvents(text: string): readonly Event[] | undefined {
  const short = shortened(text);
  if (short === undefined) return undefined;
  try {
    const events = parseEvents(short.text, { maxDepth: limits.depth });
    return confirmed(short, events) ? moved(events, whole(short)) : undefined;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return undefined;
  }
}

function wholeEvents(text: string): ReturnType<typeof eventsOf> {
  const deepened: Deepened[] = [];
  let current = text;
  for (;;) {
    try {
      const events = parseEvents(current, { maxDepth: limits.depth });
      return {
        events: deepened.length === 0 ? events : moved(events, (offset) => original(offset, deepened)),
      };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const position = error.mark?.position ?? 0;
      const at = original(position, deepened);
      const start = lineStart(text, at);
      const last = deepened.at(-1);
      const isHopeless =
        error.reason !== 'deficient indentation' ||
        deepened.length >= most.lines ||
        deepened.length * text.length > most.characters ||
        (last !== undefined && last.at >= start);
      if (isHopeless) return { refusal: { reason: error.reason, position: at } };
      const line = lineStart(current, position);
      current = current.slice(0, line) + ' '.repeat(depth) + current.slice(line);
      deepened.push({ at: start, total: (last?.total ?? 0) + depth });
    }
  }
}

function original(position: number, deepened: readonly Deepened[]): number {
  let low = 0;
  let high = deepened.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = deepened[middle];
    if (line !== undefined && line.at + line.total <= position) low = middle + 1;
    else high = middle;
  }
  return position - (deepened[low - 1]?.total ?? 0);
}

function moved(events: readonly Event[], place: (offset: number) => number): Event[] {
  return events.map((event) => {
    const there: Record<string, unknown> = { ...event };
    for (const field of offsets) {
      const value = there[field];
      if (typeof value === 'number' && value !== -1) there[field] = place(value);
    }
    // The same event with other offsets.
    return there as unknown as Event;
  });
}

const offsets = [
  'start',
  'valueStart',
  'valueEnd',
  'anchorStart',
  'anchorEnd',
  'tagStart',
  'tagEnd',
] as const;
