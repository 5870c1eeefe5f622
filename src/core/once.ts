/** Makes a value when it is first asked for, and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const longestWord = 64;
const mostWords = 10_000;

/** Made once for each short text, since a repository says the same words again and again; too many, and all are forgotten. */
export function keptForWords<T extends {}>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longestWord) return make(text);
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = make(text);
    if (known.size === mostWords) known.clear();
    known.set(text, value);
    return value;
  };
}

/** Made once for each key, which is compared as a Map does. */
export function kept<Key, T>(make: (key: Key) => T): (key: Key) => T {
  const known = new Map<Key, { readonly value: T }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found.value;
    const value = make(key);
    known.set(key, { value });
    return value;
  };
}
