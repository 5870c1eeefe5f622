/** The offset of the next character that is neither blank, newline, byte order mark nor part of a comment. */
export function skipTrivia(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0xfeff) {
      at += 1;
    } else if (code === 0x23) {
      const newline = text.indexOf('\n', at);
      if (newline === -1) return text.length;
      at = newline + 1;
    } else {
      return at;
    }
  }
}

/** The offset of the next character that is neither blank nor newline. */
export function skipBlankLines(text: string, from: number): number {
  let at = from;
  while (/[ \t\r\n]/.test(text[at] ?? '')) at += 1;
  return at;
}

/** The offset of the next character that is neither blank nor tab. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at += 1;
  return at;
}

/** The offset of the next character that is no space. */
export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20) at += 1;
  return at;
}
