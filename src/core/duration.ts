/** The form of every duration in a Flux API (CRD pattern of interval, timeout, retryInterval); days do not exist. */
const form = /^(?:[0-9]+(?:\.[0-9]+)?(?:ms|s|m|h))+$/;

/** The timeout of Flux sources has no hours (CRD pattern of GitRepository, HelmRepository and the others, Flux 2.x). */
const sourceTimeoutForm = /^(?:[0-9]+(?:\.[0-9]+)?(?:ms|s|m))+$/;

const nanoseconds: Readonly<Record<string, number>> = { ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** Go's time.Duration is an int64 of nanoseconds: about 292 years. */
const most = 2n ** 63n - 1n;

/**
 * A Flux duration (`15m`, `1h30m`, `1.5s`, `500ms`) in milliseconds, as Go's time.ParseDuration reads it;
 * undefined when it is none, or longer than Go can hold.
 */
export function parseDuration(text: string): number | undefined {
  if (!form.test(text)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(
    /([0-9]+)(?:\.([0-9]+))?(ms|[smh])/g,
  )) {
    const size = nanoseconds[unit] ?? 0;
    total += BigInt(whole) * BigInt(size) + fractionOf(fraction, size);
    if (total > most) return undefined;
  }
  return Number(total) / 1e6;
}

/** Whether two texts are the same duration: `60m`, `1h` and `1h0m0s` are. False when either is none. */
export function sameDuration(a: string, b: string): boolean {
  const length = parseDuration(a);
  return length !== undefined && length === parseDuration(b);
}

/** Whether a text may stand as the timeout of a Flux source: a duration without hours. */
export function isSourceTimeout(text: string): boolean {
  return sourceTimeoutForm.test(text) && parseDuration(text) !== undefined;
}

/** The shortest usual spelling of a duration in milliseconds (at least 0): `15m`, `1h30m`, `0s`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds);
  let text = '';
  for (const [unit, size] of [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}

/** The digits behind the point, as Go does it: digits that an int64 cannot hold are dropped, the product is truncated. */
function fractionOf(digits: string, size: number): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (next > most) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (size / scale)));
}
