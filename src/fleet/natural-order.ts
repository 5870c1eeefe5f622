/**
 * The order in which go-yaml v2 writes the keys of a mapping (`sorter.go`): other characters before letters, runs of digits
 * by their number, else by code point.
 */
export function compareNaturally(a: string, b: string): number {
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
  const seed = (one === '0' || other === '0') && followsNumber(left, at) ? '1' : '';
  const oneRun = digitsFrom(left, at);
  const otherRun = digitsFrom(right, at);
  const difference = Number(seed + oneRun) - Number(seed + otherRun);
  if (difference !== 0) return difference;
  return oneRun.length === otherRun.length ? byCode(one, other) : oneRun.length - otherRun.length;
}

const letter = /^\p{L}$/u;
const digit = /^\p{Nd}$/u;

function followsNumber(text: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && digit.test(text[before] ?? ''); before -= 1) {
    if (text[before] !== '0') return true;
  }
  return false;
}

function digitsFrom(text: readonly string[], at: number): string {
  let end = at;
  while (end < text.length && /^[0-9]$/.test(text[end] ?? '')) end += 1;
  return text.slice(at, end).join('');
}

function byCode(one: string, other: string): number {
  return (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
}
