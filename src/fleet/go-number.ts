/** A number as go-yaml writes it: integers of 64 bits in full, others as Go's shortest `%g` (`1e+21`, `1.2345675e+06`). */
export function goNumber(value: number | bigint): string {
  // The text is JSON before it is YAML, and JSON's shortest one: 2^60 has three zeros at its end.
  const text = String(value);
  if (/^-?[0-9]+$/.test(text)) {
    const integer = BigInt(text);
    if (integer >= -(1n << 63n) && integer < 1n << 64n) return text;
  }
  const number = Number(value);
  const [mantissa = '', exponent = ''] = number.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(number);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
