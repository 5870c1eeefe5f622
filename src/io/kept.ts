import type { ChartFacts } from '../chart/chart.ts';
import type { KeptIndex } from './cache.ts';

/**
 * The versions in a file of the cache.
 * @param of the chart that the file must say it is about
 * @returns undefined when it says anything else: another release of gitops-kit may have written it
 */
export function readKeptVersions(text: string | undefined, of: string): readonly string[] | undefined {
  const versions = property(parsed(text, of), 'versions');
  return Array.isArray(versions) && versions.every((each) => typeof each === 'string') ? versions : undefined;
}

/** As `readKeptVersions`: what an archive said. */
export function readKeptFacts(text: string | undefined, of: string): ChartFacts | undefined {
  const facts = property(parsed(text, of), 'facts');
  const name = textAt(facts, 'name');
  const version = textAt(facts, 'version');
  const valuesDigest = textAt(facts, 'valuesDigest');
  const hasCrds = property(facts, 'hasCrds');
  const deprecated = property(facts, 'deprecated');
  if (name === undefined || version === undefined || valuesDigest === undefined) return undefined;
  if (typeof hasCrds !== 'boolean' || typeof deprecated !== 'boolean') return undefined;
  return {
    name,
    version,
    appVersion: textAt(facts, 'appVersion'),
    values: textAt(facts, 'values'),
    valuesDigest,
    valuesSchema: textAt(facts, 'valuesSchema'),
    hasCrds,
    deprecated,
    reads: readsAt(facts),
  };
}

/** As `readKeptVersions`: an index, with what the server called it in the line above. */
export function readKeptIndex(text: string | undefined): KeptIndex | undefined {
  const end = text?.indexOf('\n') ?? -1;
  if (text === undefined || end === -1) return undefined;
  const head = json(text.slice(0, end));
  if (typeof head !== 'object') return undefined;
  return {
    text: text.slice(end + 1),
    etag: textAt(head, 'etag'),
    lastModified: textAt(head, 'lastModified'),
  };
}

function readsAt(facts: unknown): ChartFacts['reads'] {
  const reads = property(facts, 'reads');
  const texts = (key: string): readonly string[] | undefined => {
    const list = property(reads, key);
    return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : undefined;
  };
  const [charts, words, whole] = [texts('charts'), texts('words'), texts('whole')];
  if (charts === undefined || words === undefined || whole === undefined) return undefined;
  return { charts, words, whole };
}

function parsed(text: string | undefined, of: string): unknown {
  const content = text === undefined ? undefined : json(text);
  return property(content, 'of') === of ? content : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Written by something else: as good as none.
    return undefined;
  }
}

function property(data: unknown, key: string): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return undefined;
  // Checked border: an object has any key, of unknown type.
  return (data as { readonly [key: string]: unknown })[key];
}

function textAt(data: unknown, key: string): string | undefined {
  const value = property(data, key);
  return typeof value === 'string' ? value : undefined;
}
