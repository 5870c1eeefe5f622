/** A line that occurs more often than this tells nothing by itself. */
const often = 8;
/** How many lines above it say which of its kind it is. */
const context = 3;
/** More pairs of equal lines than this are not tried. */
const most = 4_000_000;

/**
 * What stands for the lines of some texts while they are compared: each line, with those above it where it is one of
 * many (empty lines, `##`), so that the time goes with the length. Where even then almost all lines are alike, only those
 * with the same number are compared.
 */
export function lineTokens(texts: readonly (readonly string[])[]): string[][] {
  const counts = countsOf(texts);
  const tokens = texts.map((lines) =>
    lines.map((line, index) => {
      let token = line;
      for (
        let at = index;
        at > index - context && at > 0 && (counts.get(lines[at] ?? '') ?? 0) > often;
        at -= 1
      ) {
        token = `${lines[at - 1]}\n${token}`;
      }
      return token;
    }),
  );
  const pairs = [...countsOf(tokens).values()].reduce((sum, count) => sum + count * count, 0);
  return pairs <= most ? tokens : texts.map((lines) => lines.map((line, index) => `${index}\n${line}`));
}

function countsOf(texts: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of texts.flat()) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
