/** The candidate nearest to `word`, if near enough to be a slip; at most one, since no suggestion beats a bad one. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // What has nothing in common with the word is no slip: of one letter none can be wrong.
  const limit = Math.min(Math.max(1, Math.floor(word.length / 3)), word.length - 1);
  let best: string | undefined;
  let bestDistance = limit + 1;
  const row = rowOf(word);
  for (const candidate of candidates) {
    if (rowOf(candidate) === row && candidate.toLowerCase() !== word.toLowerCase()) continue;
    if (candidate === word || Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = slips(word.toLowerCase(), candidate.toLowerCase());
    if (distance >= candidate.length) continue;
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** What names have in common that are numbered: `member9` is no slip of `member1`, but another of them. */
function rowOf(word: string): string {
  return word.toLowerCase().replace(/\d+/g, '0');
}

/** `; did you mean X?` or nothing: the tail of a message about a name that was not found. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === undefined ? '' : `; did you mean ${found}?`;
}

/** A message without such a tail: what is wrong stays the same when another name comes nearer. */
export function withoutGuess(message: string): string {
  return message.replace(/; did you mean [^;]+\?$/, '');
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
function slips(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
}
