import { keptUpTo } from '../core/once.ts';
import { plainValue } from './scalar.ts';
import { scalarText } from './write.ts';

/** Letters, digits and what stands in paths, URLs, ranges and digests; nothing that ends a plain scalar. */
const plain = /^[A-Za-z0-9_./][A-Za-z0-9_./:@+~=%-]*$/;
/** With a colon it must not look like `1:30`, which YAML 1.1 reads as a number, nor end like a key. */
const unsafe = /^[0-9.].*:|:$/;

/**
 * A text on one line as people write it: besides what `scalarText` leaves plain, paths, URLs, ranges and digests stay
 * so (`./podinfo`, `6.x`, `sha256:…`), provided that both readers take them as the same text.
 */
export function plainText(value: string): string {
  return value.length > longestKept ? written(value) : writtenShort(value);
}

/** The objects of a repository say the same words again and again. */
const writtenShort = keptUpTo(10_000, written);
const longestKept = 64;

function written(value: string): string {
  const isPlain =
    plain.test(value) &&
    !unsafe.test(value) &&
    plainValue(value, 'kubectl') === value &&
    plainValue(value, 'kustomize') === value;
  return isPlain ? value : scalarText(value);
}
