/** One `${…}` of a text, nested ones included. */
export interface Expression {
  /** From `$` to `}`. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** The operator behind the name: empty, `:=`, `^^`, `/`… */
  readonly operator: string;
  /** What stands behind the operator of a default. */
  readonly fallback: string | undefined;
}

/** A `${` that Flux cannot read; it refuses the whole object. */
export interface BadExpression {
  readonly start: number;
  readonly end: number;
  readonly reason: 'name' | 'operator' | 'unclosed';
}

/** What a text asks of the substitution. */
export interface Template {
  readonly expressions: readonly Expression[];
  /** The first that cannot be read; the rest of the text is then not looked at. */
  readonly bad: BadExpression | undefined;
}

/**
 * Reads a text as Flux's substitution does (github.com/fluxcd/pkg envsubst/parse, a fork of drone/envsubst): `${name}`
 * with the operators of its README, `$${` for a plain `${`. Its parser knows no `${name-default}`, although the README does.
 */
export function readTemplate(text: string): Template {
  const reader: Reader = { text, at: 0, expressions: [] };
  while (reader.at < text.length) {
    if (text.startsWith('${', reader.at)) {
      const bad = readExpression(reader);
      if (bad !== undefined) return { expressions: reader.expressions, bad };
    } else reader.at += text.startsWith('$$', reader.at) ? 2 : 1;
  }
  return { expressions: reader.expressions, bad: undefined };
}

/** Whether a missing variable is no fault: the operator gives another value. */
export function hasFallback({ operator }: Expression): boolean {
  return /^:?[-=?+]$/.test(operator);
}

interface Reader {
  readonly text: string;
  at: number;
  readonly expressions: Expression[];
}

/** Letters and digits of any script, and `_` (scan.go, acceptIdent). */
const identifier = /[\p{L}\p{Nd}_]+/uy;

/** Everything between a name and the parameters; the order is that of parse.go. */
const operators = /:[-=?+]|=|:|,{1,2}|\^{1,2}|\/[/#%]?|#{1,2}|%{1,2}/y;

function readExpression(reader: Reader): BadExpression | undefined {
  const { text } = reader;
  const start = reader.at;
  const refuse = (reason: BadExpression['reason']): BadExpression => {
    const close = text.indexOf('}', start);
    const line = text.indexOf('\n', start);
    const stop = line === -1 ? text.length : line;
    return { start, end: close === -1 || close > stop ? stop : close + 1, reason };
  };
  reader.at += 2;
  const isLength = text[reader.at] === '#';
  if (isLength) reader.at += 1;
  const name = take(reader, identifier);
  if (name === '') return refuse('name');
  const index = reader.expressions.length;
  const operator = isLength ? '#' : take(reader, operators);
  const parameters = reader.at;
  const bad = isLength ? undefined : readParameters(reader, operator);
  if (bad !== undefined) return typeof bad === 'string' ? refuse(bad) : bad;
  if (text[reader.at] !== '}') return refuse(reader.at >= text.length ? 'unclosed' : 'operator');
  const isDefault = /^:?[-=?+]$/.test(operator);
  const fallback = isDefault ? text.slice(parameters, reader.at) : undefined;
  reader.at += 1;
  reader.expressions.splice(index, 0, { start, end: reader.at, name, operator, fallback });
  return undefined;
}

/** Leaves the reader at the closing brace, where there is one. */
function readParameters(
  reader: Reader,
  operator: string,
): BadExpression | BadExpression['reason'] | undefined {
  switch (operator) {
    case '':
    case ',':
    case ',,':
    case '^':
    case '^^':
      return undefined;
    case ':':
      return readOffsets(reader);
    case '/':
    case '//':
    case '/#':
    case '/%': {
      const bad = readUntil(reader, '/');
      if (bad !== undefined || reader.text[reader.at] !== '/') return bad ?? 'unclosed';
      reader.at += 1;
      return readUntil(reader, '}');
    }
    default:
      // `#`, `%` and their doubles need a pattern; a default may be empty.
      if (/^[#%]/.test(operator) && reader.text[reader.at] === '}') return 'operator';
      return readUntil(reader, '}');
  }
}

/** `offset` and `offset:length`. */
function readOffsets(reader: Reader): BadExpression | BadExpression['reason'] | undefined {
  const { text } = reader;
  for (const stop of [':', '}']) {
    if (text[reader.at] === '}' || text[reader.at] === ':') return 'operator';
    while (reader.at < text.length && text[reader.at] !== stop && text[reader.at] !== '}') {
      if (!text.startsWith('${', reader.at)) reader.at += 1;
      else {
        const bad = readExpression(reader);
        if (bad !== undefined) return bad;
      }
    }
    if (text[reader.at] !== ':') return undefined;
    reader.at += 1;
  }
  return undefined;
}

/** Up to the character, nested expressions read on the way. */
function readUntil(reader: Reader, stop: string): BadExpression | BadExpression['reason'] | undefined {
  const { text } = reader;
  while (reader.at < text.length && text[reader.at] !== stop) {
    if (text.startsWith('${', reader.at)) {
      const bad = readExpression(reader);
      if (bad !== undefined) return bad;
    } else reader.at += stop === '/' && text.startsWith('\\/', reader.at) ? 2 : 1;
  }
  return reader.at >= text.length ? 'unclosed' : undefined;
}

function take(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0] ?? '';
  reader.at += found.length;
  return found;
}
