/**
 * The order in which go-yaml v2 writes the keys of a mapping (`sorter.go`): other characters before letters, runs of digits
 * by their number, else by code point. It is no order of all keys (`a1a`, `a2`, `a10` go in a circle): then the order is
 * whatever sorting makes of it, in Go as here.
 */
export function compareNaturally(a: string, b: string): number {
  // Nearly all keys differ first in two plain letters.
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const [first, second] = [a.charCodeAt(same), b.charCodeAt(same)];
  if (isPlainLetter(first) && isPlainLetter(second)) return first - second;
  return compareByCharacters(a, b);
}

function isPlainLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function compareByCharacters(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const one = left[at] ?? '';
    const other = right[at] ?? '';
    if (one !== other) return compareAt(left, right, at);
  }
  return left.length - right.length;
}

/** From the first character in which they differ. */
function compareAt(left: readonly string[], right: readonly string[], at: number): number {
  const one = left[at] ?? '';
  const other = right[at] ?? '';
  const isOneLetter = letter.test(one);
  const isOtherLetter = letter.test(other);
  if (isOneLetter && isOtherLetter) return byCode(one, other);
  if (isOneLetter || isOtherLetter) return isOtherLetter ? -1 : 1;
  // A zero counts as a digit of a number that has begun before it.
  const seed = (one === '0' || other === '0') && followsNumber(left, at) ? 1 : 0;
  const oneRun = runFrom(left, at, seed);
  const otherRun = runFrom(right, at, seed);
  if (oneRun.number !== otherRun.number) return oneRun.number < otherRun.number ? -1 : 1;
  return oneRun.end === otherRun.end ? byCode(one, other) : oneRun.end - otherRun.end;
}

const letter = /^\p{L}$/u;
const digit = /^\p{Nd}$/u;

function followsNumber(text: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && digit.test(text[before] ?? ''); before -= 1) {
    if (text[before] !== '0') return true;
  }
  return false;
}

/** The digits from a place on, as a number; those of other scripts count by their distance from `0`, as in Go. */
function runFrom(
  text: readonly string[],
  at: number,
  seed: number,
): { readonly number: number; readonly end: number } {
  let number = seed;
  let end = at;
  for (; end < text.length && digit.test(text[end] ?? ''); end += 1) {
    number = number * 10 + byCode(text[end] ?? '', '0');
  }
  return { number, end };
}

function byCode(one: string, other: string): number {
  return (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
}
