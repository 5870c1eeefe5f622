/** More wildcards than that, or longer patterns, nobody writes; each costs time on every name. */
const mostWildcards = 2;
const longest = 500;

/**
 * Whether a text is, or may be, what the target of a patch names. Kustomize takes kind and name for regular expressions,
 * anchored at both ends (api/types/selector.go). They come from the repository, and JavaScript's engine may need for ever
 * for one: only names, alternatives and a few wildcards are read, and any other may match anything.
 */
export function mayMatch(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined || pattern === text) return true;
  const alternatives = pattern.replace(/^\((.*)\)$/, '$1').split('|');
  if (pattern.length > longest || !alternatives.every(isPlain)) return true;
  return alternatives.some((each) => new RegExp(`^(?:${each})$`).test(text));
}

/** Letters, digits, dots and dashes, with `.*` and `.+` here and there. */
function isPlain(pattern: string): boolean {
  const wildcards = pattern.match(/\.[*+]/g)?.length ?? 0;
  return wildcards <= mostWildcards && /^[\w.-]*$/.test(pattern.replace(/\.[*+]/g, ''));
}
