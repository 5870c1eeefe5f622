import { resolve } from 'node:path';
import type { KnownCharts } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { cacheFolder, openCache } from './cache.ts';
import type { ChartFetcher, Host, Repository } from './host.ts';
import { knownCharts } from './known-charts.ts';
import { hasProgress, progressLine } from './progress.ts';
import { openRepository } from './repository.ts';
import { systemReason } from './system-error.ts';
import {
  askOnTerminal,
  colorChoice,
  inertText,
  isInteractive,
  safeText,
  styleOf,
  writerTo,
} from './terminal.ts';
import { writeUserFile, writeUserFolder } from './user-file.ts';
import { readUserFile } from './user-input.ts';

/** The real world, as a command sees it. */
export function createHost(argv: readonly string[]): Host {
  const variable = (name: string): string | undefined => process.env[name];
  const choice = colorChoice(argv);
  const style = {
    out: styleOf(process.stdout, choice, variable),
    err: styleOf(process.stderr, choice, variable),
  };
  const logged = variable('GITHUB_ACTIONS') === 'true' ? inertText : (text: string) => text;
  const writeOut = writerTo(process.stdout);
  const writeErr = writerTo(process.stderr);
  const line = progressLine({
    write: writeErr,
    // A terminal that does not know its width says 0.
    columns: () => process.stderr.columns || 80,
    shows: hasProgress(process.stderr, variable),
    now: () => Date.now(),
    later: (act, milliseconds) => {
      setTimeout(act, milliseconds).unref();
    },
  });
  let here: Repository | undefined;
  let known: KnownCharts | undefined;
  return {
    out: (text, options) => {
      const asIs = options?.verbatim === true && process.stdout.isTTY !== true;
      writeOut(asIs ? text : logged(safeText(text, style.out)));
    },
    err: (text) => {
      line.hide();
      writeErr(logged(safeText(text, style.err)));
    },
    progress: line.begin,
    style,
    interactive: isInteractive(variable),
    ask: askOnTerminal,
    variable,
    repository: (at = '.') => {
      if (at !== '.') return openRepository(startFolder(), at);
      here ??= openRepository(startFolder(), at);
      return here;
    },
    charts: (options) => lazyFetcher({ ...options, variable }),
    knownCharts: () => {
      known ??= knownCharts(openCache(cacheFolder(variable)));
      return known;
    },
    readUserFile: (path) => readUserFile(path === '-' ? 'stdin' : resolve(startFolder(), path), path),
    writeUserFile: (path, text) => writeUserFile(resolve(startFolder(), path), path, text),
    writeUserFolder: (folder, files) => writeUserFolder(resolve(startFolder(), folder), folder, files),
  };
}

function startFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new KitError('no-working-folder', `the current folder cannot be used: ${systemReason(error)}`, {
      help: ['change to another folder'],
      cause: error,
    });
  }
}

/** The network is loaded only when a chart is asked for. */
function lazyFetcher(options: {
  readonly offline: boolean;
  readonly variable: (name: string) => string | undefined;
}): ChartFetcher {
  const load = async (): Promise<ChartFetcher> => (await import('./fetch.ts')).createChartFetcher(options);
  let fetcher: Promise<ChartFetcher> | undefined;
  const loaded = (): Promise<ChartFetcher> => {
    fetcher ??= load();
    return fetcher;
  };
  return {
    fetch: async (request) => (await loaded()).fetch(request),
    versions: async (place) => (await loaded()).versions(place),
    serves: async (url, chart) => (await loaded()).serves(url, chart),
  };
}
