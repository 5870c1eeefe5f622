import { plainValue } from '../yaml/scalar.ts';
import { scalarText } from '../yaml/write.ts';

/** Letters, digits and what stands in paths, URLs, ranges and digests; nothing that ends a plain scalar. */
const plain = /^[A-Za-z0-9_./][A-Za-z0-9_./:@+~=%-]*$/;
/** With a colon it must not look like `1:30`, which YAML 1.1 reads as a number, nor end like a key. */
const unsafe = /^[0-9.].*:|:$/;

/**
 * A template's value on one line. Besides what `scalarText` leaves plain, paths, URLs, ranges and digests stay so
 * (`./podinfo`, `6.x`, `sha256:…`), as people write them, provided that both readers take them as the same text.
 */
export function templateScalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return scalarText(value);
  const isPlain =
    plain.test(value) && !unsafe.test(value) && isText(value, 'kubectl') && isText(value, 'kustomize');
  return isPlain ? value : scalarText(value);
}

function isText(value: string, reader: 'kubectl' | 'kustomize'): boolean {
  return plainValue(value, reader) === value;
}
