/** A number as go-yaml writes it: integers of 64 bits in full, others as Go's shortest `%g` (`1e+21`, `1.2345675e+06`). */
export function goNumber(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isInteger(value)) {
    const integer = BigInt(value);
    if (integer >= -(1n << 63n) && integer < 1n << 64n) return integer.toString();
  }
  const number = Number(value);
  const [mantissa = '', exponent = ''] = number.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(number);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
