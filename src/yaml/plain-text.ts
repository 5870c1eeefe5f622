import { keptForWords } from '../core/once.ts';
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
export const plainText = keptForWords((value) => {
  const isPlain =
    plain.test(value) &&
    !unsafe.test(value) &&
    plainValue(value, 'kubectl') === value &&
    plainValue(value, 'kustomize') === value;
  return isPlain ? value : scalarText(value);
});
