import { KitError } from '../core/errors.ts';
import { parseVersion } from '../core/version-range.ts';
import { toData } from '../yaml/data.ts';
import type { Data } from '../yaml/node.ts';
import { readYaml } from '../yaml/read.ts';
import type { ChartVersion } from './chart.ts';
import { field, isMapping, listItems, textOf } from './fields.ts';
import { type Blocks, plainBlocks } from './plain-index.ts';

/** What an index says of one chart. */
export interface ChartListing {
  /** In the index's order; of several entries with one version the first. */
  readonly versions: readonly ChartVersion[];
  /** Entries that cannot be used: one sentence for each reason. */
  readonly notes: readonly string[];
}

/** What is to be done where there is none. */
export const indexHelp = 'the URL of a chart repository is the folder that holds its index.yaml';

/** An index that only a parser can read is parsed up to this size (UTF-16 units): it costs forty times its length in memory. */
const longestParsed = 16 * 2 ** 20;

/** A repository's `index.yaml` (https://helm.sh/docs/topics/chart_repository/); its reading is done once for all charts. */
export interface ChartIndex {
  /** One chart, hostile entries left out; undefined when the index does not list it. Throws KitError `not-an-index`, side outside. */
  listing(chart: string): ChartListing | undefined;
  /** The names of all charts, sorted. Throws as `listing` does. */
  names(): readonly string[];
}

/** @param from what messages call the index */
export function openIndex(text: string, from = 'the index'): ChartIndex {
  let blocks: { readonly found: Blocks | undefined } | undefined;
  let parsed: Entries | undefined;
  const plain = (): Blocks | undefined => {
    blocks ??= { found: plainBlocks(text) };
    return blocks.found;
  };
  const entries = (): Entries => {
    parsed ??= parsedEntries(text, from);
    return parsed;
  };
  return {
    listing: (chart) => {
      const found = plain();
      if (found === undefined) {
        return Object.hasOwn(entries(), chart) ? listing(entries()[chart], chart) : undefined;
      }
      const block = found.get(chart);
      if (block === undefined) return undefined;
      // An alias may stand for something outside of the block.
      return listing(field(parseYaml(text.slice(block.start, block.end)) ?? entries(), chart), chart);
    },
    names: () => [...(plain()?.keys() ?? Object.keys(entries()))].sort(),
  };
}

type Entries = { readonly [chart: string]: Data };

/** The whole index, parsed: JSON as some servers write it, else any YAML. */
function parsedEntries(text: string, from: string): Entries {
  if (/^\s*</.test(text)) throw notAnIndex(`${from} is a web page, not an index of charts`);
  const root = parseJson(text) ?? parseWhole(text, from);
  if (root === undefined || !isMapping(root) || !Object.hasOwn(root, 'entries')) {
    throw notAnIndex(`${from} is no index of charts: it has no entries`);
  }
  const entries = root['entries'] ?? {};
  if (!isMapping(entries)) throw notAnIndex(`${from} is no index of charts: its entries are no mapping`);
  return entries;
}

function parseJson(text: string): Data | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    // Checked border: whatever JSON.parse returns is Data.
    return JSON.parse(text) as Data;
  } catch {
    // A YAML text may begin with a brace too: the YAML reader decides.
    return undefined;
  }
}

function parseWhole(text: string, from: string): Data | undefined {
  if (text.length > longestParsed) {
    throw notAnIndex(
      `${from} is not in the form that Helm writes, and too long to be read otherwise (${text.length} characters)`,
    );
  }
  return parseYaml(text);
}

/** The data of a text as Helm's reader sees it; undefined when it cannot be read. */
function parseYaml(text: string): Data | undefined {
  const { documents, problems } = readYaml(text, { purpose: 'values' });
  const root = documents[0]?.root;
  if (root === undefined || problems.some(({ fatal }) => fatal)) return undefined;
  return toData(root, 'kubectl');
}

function notAnIndex(message: string): KitError {
  return new KitError('not-an-index', message, {
    side: 'outside',
    help: [indexHelp],
  });
}

function listing(entries: Data | undefined, chart: string): ChartListing {
  const items = listItems(entries);
  if (items === undefined) {
    const what = entries === null || entries === undefined ? 'no versions' : 'no list of versions';
    return { versions: [], notes: [`the index has ${what} for ${chart}`] };
  }
  const versions = new Map<string, ChartVersion>();
  const reasons = new Map<string, number>();
  for (const item of items) {
    const entry = readEntry(item, chart);
    if (typeof entry === 'string') reasons.set(entry, (reasons.get(entry) ?? 0) + 1);
    else if (!versions.has(entry.version)) versions.set(entry.version, entry);
  }
  const notes = [...reasons].map(
    ([reason, count]) => `${count} of ${items.length} index entries of ${chart} cannot be used: ${reason}`,
  );
  return { versions: [...versions.values()], notes };
}

/** One entry, or why it cannot be used. */
function readEntry(entry: Data, chart: string): ChartVersion | string {
  if (!isMapping(entry)) return 'an entry is no mapping';
  const version = textOf(entry['version']);
  if (version === undefined) return 'no version';
  if (parseVersion(version) === undefined) return 'a version that is no semantic version';
  if (textOf(entry['name']) !== chart) return 'no name, or the name of another chart';
  const urls = listItems(entry['urls'])?.filter((url) => typeof url === 'string' && url.trim() !== '');
  if (urls === undefined || urls.length === 0) return 'no URL';
  const digest = (textOf(entry['digest']) ?? '').toLowerCase().replace(/^sha256:/, '');
  if (digest !== '' && !/^[0-9a-f]{64}$/.test(digest)) return 'a digest that is no SHA-256';
  return {
    version,
    appVersion: textOf(entry['appVersion']),
    urls: urls.map(String),
    digest: digest === '' ? undefined : digest,
    deprecated: entry['deprecated'] === true,
  };
}
