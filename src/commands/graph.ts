import { KitError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { type Graph, graphOf } from '../fleet/graph.ts';
import type { Host } from '../io/host.ts';
import type { Repo } from '../model/repo.ts';
import { dot, type GraphFormat, graphFormats, mermaid } from '../report/graph.ts';
import { appClusters, clustersInWords, noApps } from './app-clusters.ts';
import type { Arguments, Command } from './command.ts';
import { Exit } from './exit.ts';
import { openRepository } from './open.ts';
import { sayUnread } from './unread.ts';

/** Beyond this a picture takes minutes, and nobody can read it. */
const mostInPicture = 400;

export const graphCommand: Command = {
  name: 'graph',
  describe: 'draw the apps, what they wait for and where they run',
  positionals: [
    {
      name: 'apps',
      describe: 'only these, what they depend on, and what depends on them',
      required: false,
      rest: true,
    },
  ],
  options: {
    references: {
      type: 'boolean',
      describe: 'also every source, ConfigMap and Secret; otherwise only sources that several apps share',
      group: 'What to show',
    },
    format: {
      type: 'string',
      choices: graphFormats,
      describe: 'default: as the name of the file says, else mermaid',
      group: 'Output',
      value: 'FORMAT',
    },
    output: {
      type: 'string',
      describe: 'write to a file instead of stdout: .mmd, .dot or .svg',
      group: 'Output',
      value: 'FILE',
    },
  },
  examples: [
    ['gitops-kit graph', 'a Mermaid flowchart, for a README or a pull request'],
    ['gitops-kit graph --output apps.svg', 'a picture'],
    ['gitops-kit graph podinfo --references', 'one app, with everything it refers to'],
  ],
  run: runGraph,
};

async function runGraph(args: Arguments, host: Host): Promise<Exit> {
  const output = args.text('output');
  const format = formatOf(args.text('format'), output);
  const { repo, repository } = await openRepository(host);
  const exit = sayUnread(repo, host) ? Exit.findings : Exit.clean;
  const only = args.list('apps');
  checkNames(only, repo);
  const clusters = appClusters(repo);
  const graph = graphOf(repo, {
    only,
    allReferences: args.flag('references'),
    clustersOf: clusters && ((app) => clustersInWords(clusters(app), 'on no cluster')),
  });
  if (graph.nodes.length === 0) host.err(`${noApps(repo)}\n`);
  const text = await drawn(graph, format);
  if (output === undefined) {
    host.out(text, { verbatim: true });
    return exit;
  }
  const inside = repository.resolve(output);
  if (inside !== undefined && repo.yamlFiles.includes(inside))
    throw new KitError('bad-option', `--output ${output} would overwrite a file of the repository`);
  host.writeUserFile(output, text);
  host.err(`wrote ${output}: ${graph.nodes.length === 1 ? '1 node' : `${graph.nodes.length} nodes`}\n`);
  return exit;
}

async function drawn(graph: Graph, format: GraphFormat): Promise<string> {
  switch (format) {
    case 'mermaid':
      return mermaid(graph);
    case 'dot':
      return dot(graph);
    case 'svg': {
      if (graph.nodes.length > mostInPicture)
        throw new KitError('too-many-nodes', `a picture of ${graph.nodes.length} nodes would be of no use`, {
          help: ['name apps: gitops-kit graph APP… --format svg', 'or draw it with Graphviz: --format dot'],
        });
      // The layout is loaded only for a picture.
      const { svg } = await import('../report/graph-svg.ts');
      return svg(graph);
    }
  }
}

function formatOf(asked: string | undefined, output: string | undefined): GraphFormat {
  const format = graphFormats.find((each) => each === asked);
  if (format !== undefined) return format;
  if (output === undefined) return 'mermaid';
  const ending = /\.(svg|dot|gv|mmd|mermaid)$/i.exec(output)?.[1]?.toLowerCase();
  if (ending === 'svg') return 'svg';
  if (ending === 'dot' || ending === 'gv') return 'dot';
  if (ending === 'mmd' || ending === 'mermaid') return 'mermaid';
  throw new KitError(
    'bad-option',
    `--output ${output} does not say which format; expected .mmd, .dot or .svg`,
    {
      help: [`or name it: --format ${graphFormats.join(', --format ')}`],
    },
  );
}

function checkNames(only: readonly string[], { apps, ofKind }: Repo): void {
  const names = [...new Set([...apps, ...ofKind('Kustomization')].map(({ name }) => name))];
  const unknown = only.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new KitError('no-such-app', `there is no app ${unknown}${didYouMean(unknown, names)}`, {
    help: ['gitops-kit list'],
  });
}
