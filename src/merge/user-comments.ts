import { commentsIn } from '../yaml/comments.ts';
import type { Path } from '../yaml/node.ts';
import { type Body, outlineOf } from './outline.ts';
import type { Line, Side } from './read-side.ts';
import type { LostComment } from './values-merge.ts';

/** A comment of one side, known by its line. */
export interface Comment {
  readonly line: number;
  /** From its `#`. */
  readonly text: string;
  /** The key that it stands at. */
  readonly path: Path;
}

/**
 * The comments that ours has and base has not, by their lines. One that base has at another key only moved, when a key
 * beside it came or went: it is not the user's.
 */
export function userComments(base: Side, ours: Side): Map<number, Comment> {
  const known: Bag = new Map();
  const elsewhere: Bag = new Map();
  for (const comment of commentsOf(base)) {
    put(known, idOf(comment));
    put(elsewhere, comment.text);
  }
  const unknown = commentsOf(ours).filter((comment) => {
    if (!take(known, idOf(comment))) return true;
    take(elsewhere, comment.text);
    return false;
  });
  const own = unknown.filter(({ text }) => !take(elsewhere, text));
  return new Map(own.map((comment) => [comment.line, comment]));
}

/**
 * The user's comments that the merged text does not have. Lines of one comment are one.
 * @param lines what the text was made of
 */
export function lostComments(
  own: ReadonlyMap<number, Comment>,
  lines: readonly Line[],
  text: string,
): LostComment[] {
  const taken = new Set(lines.map(({ at }) => at));
  const written: Bag = new Map();
  for (const comment of commentsIn(text)) put(written, comment);
  const lost = [...own.values()].filter(
    (comment) => !taken.has(comment.line) || !take(written, comment.text),
  );
  const found: LostComment[] = [];
  let end = -1;
  for (const { line, text: comment, path } of lost.sort((a, b) => a.line - b.line)) {
    const above = line === end ? found.pop() : undefined;
    found.push(
      above === undefined
        ? { text: comment, line: line + 1, path }
        : { ...above, text: `${above.text}\n${comment}` },
    );
    end = line + 1;
  }
  return found;
}

function commentsOf(side: Side): Comment[] {
  const paths = new Map<number, Path>();
  const outline = outlineOf(side);
  if (outline !== undefined) claim(outline, [], paths);
  return [...side.comments].map(([line, column]) => {
    const text = (side.lines[line]?.text ?? '').slice(column).trimEnd();
    return { line, text, path: paths.get(line) ?? [] };
  });
}

function claim(body: Body, path: Path, paths: Map<number, Path>): void {
  const claimAll = (lines: readonly Line[], at: Path): void => {
    for (const line of lines) paths.set(line.at, at);
  };
  claimAll(body.intro, path);
  for (const part of body.parts) {
    const at = [...path, body.kind === 'list' ? Number(part.name) : part.name];
    for (const lines of [part.lead, part.head, part.trail]) claimAll(lines, at);
    if (part.body !== undefined) claim(part.body, at, paths);
  }
}

function idOf({ path, text }: Comment): string {
  return `${JSON.stringify(path)} ${text}`;
}

/** How often each text is there. */
type Bag = Map<string, number>;

function put(bag: Bag, text: string): void {
  bag.set(text, (bag.get(text) ?? 0) + 1);
}

/** Whether there was one to take out. */
function take(bag: Bag, text: string): boolean {
  const count = bag.get(text) ?? 0;
  if (count > 0) bag.set(text, count - 1);
  return count > 0;
}
