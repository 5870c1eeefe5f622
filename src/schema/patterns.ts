/** Patterns of Flux's, Karmada's and Kubernetes' schemas in words. */
const known: Readonly<Record<string, string>> = {
  '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$': 'a duration such as 1h30m, 15m or 30s',
  '^([0-9]+(\\.[0-9]+)?(ms|s|m))+$': 'a duration in minutes and seconds such as 5m or 90s',
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$':
    'a quantity such as 500m, 2 or 1Gi',
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$': 'lower-case letters and digits, with - between them',
  '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$': 'lower-case letters and digits, with - between them',
  '^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$': 'lower-case letters and digits, with - and _ between them',
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$':
    'lower-case letters and digits, with - and . between them',
  '^[\\-._a-zA-Z0-9]+$': 'letters, digits, -, . and _',
  '^([a-zA-Z0-9_\\-.\\\\\\/]|\\[[0-9]{1,5}\\])+$': 'a path such as image.tag or hosts[0].name',
  '^@([a-z0-9]([a-z0-9_-]*[a-z0-9])?)$': '@ and the alias of a source',
  '^@([a-z0-9]([a-z0-9_-]*[a-z0-9])?)/(.*)$': '@, the alias of a source, and a path in it: @app/deploy/**',
  '^\\./': 'a path that begins with ./',
};

/** What a pattern wants, in words where it is well known. */
export function patternWords(pattern: string): string {
  return known[pattern] ?? addressWords(pattern) ?? `a text of the form ${pattern}`;
}

/** `^(http|https)://.*$`, `^https?://`, `^oci://.*$`. */
function addressWords(pattern: string): string | undefined {
  const found = /^\^\(*([a-z|?]+)\)?:\/\/(?:\.\*)?(?:\)\{0,1\})?\$?$/.exec(pattern);
  if (found?.[1] === undefined) return undefined;
  const schemes = found[1] === 'https?' ? ['http', 'https'] : found[1].split('|');
  const words = schemes.map((scheme) => `${scheme}://`);
  return `a URL that begins with ${words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`}`;
}
