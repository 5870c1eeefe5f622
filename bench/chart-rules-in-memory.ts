import type { ChartFacts } from '../src/chart/chart.ts';
import type { KnownCharts } from '../src/chart/known-charts.ts';
import { runCli } from '../src/commands/cli.ts';
import type { RepoPath } from '../src/core/change.ts';
import { fakeHost } from '../src/io/fake.ts';
import { filesOfBytes } from './lint-in-memory.ts';

/**
 * What `gitops-kit lint --format json` says of a repository in memory, with charts known by name, wherever they are served.
 * @param pinned each chart has one version, and is taken to be pinned to it
 */
export async function lintWithCharts(
  entries: ReadonlyMap<RepoPath, Uint8Array | undefined>,
  charts: ReadonlyMap<string, readonly ChartFacts[]>,
  pinned: boolean,
): Promise<string> {
  const known: KnownCharts = {
    versions: ({ chart }) => {
      const versions = charts.get(chart)?.map(({ version }) => version);
      return pinned && versions !== undefined ? Object.assign(versions, { includes: () => true }) : versions;
    },
    facts: ({ chart }, version) => charts.get(chart)?.find((each) => pinned || each.version === version),
    names: () => undefined,
    isFresh: false,
  };
  const host = fakeHost({ known });
  const files = filesOfBytes(entries);
  const repository = () => ({ ...host.repository(), readFiles: () => files });
  const exit = await runCli(['lint', '--format', 'json', '--exit-zero'], { ...host, repository });
  if (exit !== 0) throw new Error(`lint exits ${exit}: ${host.stderr()}`);
  return host.stdout();
}
