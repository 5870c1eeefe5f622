/** How a registry wants to be asked (RFC 9110, section 11.6.1; distribution's "Token Authentication Specification"). */
export type Challenge =
  | { readonly kind: 'basic' }
  | {
      readonly kind: 'bearer';
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(
  `[\\t ]*(${token})[\\t ]*=[\\t ]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))[\\t ]*`,
  'y',
);
const scheme = new RegExp(`[\\t ,]*(${token})(?:[\\t ]+|$|(?=,))`, 'y');
const comma = /[\t ]*,/y;

/** Longer headers are nobody's challenge. */
const longest = 8192;

/** The first challenge of a `www-authenticate` header that we can meet: a token where one is offered, else Basic. */
export function readChallenge(header: string | null): Challenge | undefined {
  if (header === null || header.length > longest) return undefined;
  const all = challenges(header);
  for (const { name, parameters } of all) {
    const realm = parameters.get('realm');
    if (name !== 'bearer' || realm === undefined) continue;
    return { kind: 'bearer', realm, service: parameters.get('service'), scope: parameters.get('scope') };
  }
  return all.some(({ name }) => name === 'basic') ? { kind: 'basic' } : undefined;
}

interface Written {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Schemes with their parameters; what comes after something that is neither is left out. */
function challenges(header: string): readonly Written[] {
  const found: Written[] = [];
  let at = 0;
  while (at < header.length) {
    const name = matchAt(scheme, header, at);
    if (name === undefined) return found;
    at = scheme.lastIndex;
    const parameters = new Map<string, string>();
    for (;;) {
      const match = matchAt(parameter, header, at);
      if (match === undefined) break;
      at = parameter.lastIndex;
      const key = match[1]?.toLowerCase() ?? '';
      if (!parameters.has(key)) parameters.set(key, match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
      if (matchAt(comma, header, at) === undefined) break;
      at = comma.lastIndex;
    }
    found.push({ name: name[1]?.toLowerCase() ?? '', parameters });
  }
  return found;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
