import type { Problem } from '../../core/finding.ts';
import { rangeOf } from '../../core/text.ts';
import type { Repo } from '../../model/repo.ts';
import { fieldName } from '../../schema/data-path.ts';
import type { Path } from '../../yaml/node.ts';
import { podinfoCharts, podinfoConfig, podinfoRelease, podinfoValuesKey } from '../chart-examples.ts';
import { placeIn } from '../chart-values.ts';
import { offerFix, offerValuesFix } from '../fixes.ts';
import { type RepeatingValues, repeatedDefaults } from '../repeated-defaults.ts';
import type { Example, Rule } from '../rule.ts';

const pinned = [podinfoRelease, 'version: 6.x', 'version: 6.14.1'] as const;

/** The values of the golden repository, down to those that one example is about. */
const values = `    # How many copies run.
    replicaCount: 2

    image:
      repository: ghcr.io/stefanprodan/podinfo
      tag: 6.14.1
      pullPolicy: IfNotPresent

    ui:
      color: "#34577c" # the colour of the page
      message: ""

    # Where podinfo keeps what it is told.
    cache: tcp://redis.redis:6379

    ingress:
      enabled: false
      hosts: []

    resources:
      requests:
        cpu: 10m
        memory: 32Mi
`;

const example = (
  now: string,
  charts = podinfoCharts({ '6.14.1': ['', ''] }),
): Omit<Example, 'title' | 'finds'> => ({
  valuesStyle: 'minimal',
  charts,
  replace: [pinned, [podinfoConfig, values, now]],
});

export const equalDefault: Rule = {
  id: 'values/equal-default',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A value repeats the default of the chart, where only differences are kept.',
  why: `With \`"valuesStyle": "minimal"\` the values say what you changed and nothing else: a line that repeats the chart looks
like a decision, and keeps its value when the chart's authors have found a better one.

The chart is judged at the version that Flux takes, as far as it is known from \`new-app\` or \`lint --online\`. A value that
another source of the release sets as well is no repetition, nor is one below values that nobody can see here, as in a Secret.`,
  examples: [
    {
      title: 'one value',
      ...example('    replicaCount: 2\n    ui:\n      color: red\n      message: ""\n'),
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides sets ui.message to the default of podinfo 6.14.1',
      ],
    },
    {
      title: 'a mapping in which nothing is changed, and a list',
      ...example(
        '    replicaCount: 2\n    image:\n      tag: 6.14.1\n      pullPolicy: IfNotPresent\n    ingress:\n      enabled: true\n      hosts: []\n',
      ),
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides sets image to the default of podinfo 6.14.1',
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides sets ingress.hosts to the default of podinfo 6.14.1',
      ],
    },
    {
      title: 'values that change nothing at all',
      ...example('    replicaCount: 1\n    ui:\n      message: ""\n'),
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides sets nothing but defaults of podinfo 6.14.1',
      ],
    },
    {
      title: 'inline values, and a pin that is a range',
      valuesStyle: 'minimal',
      charts: podinfoCharts({ '6.14.1': ['', ''] }),
      replace: [
        [podinfoConfig, values, '    cache: tcp://redis.redis:6379\n'],
        [podinfoRelease, podinfoValuesKey, `${podinfoValuesKey}  values:\n    ui:\n      color: "#34577c"\n`],
      ],
      finds: ['values of HelmRelease podinfo sets nothing but defaults of podinfo 6.14.1'],
    },
    {
      title: 'a default that another source replaces, and this one restores',
      valuesStyle: 'minimal',
      charts: podinfoCharts({ '6.14.1': ['', ''] }),
      replace: [
        [podinfoConfig, values, '    replicaCount: 2\n    ui:\n      color: "#34577c"\n'],
        [
          podinfoRelease,
          podinfoValuesKey,
          `${podinfoValuesKey}  values:\n    replicaCount: 1\n    ui:\n      color: "#34577c"\n`,
        ],
      ],
      finds: [],
    },
    {
      title: 'a default taken away, and another version of the chart',
      ...example(
        '    resources: null\n    cache: tcp://redis.redis:6379\n    ui:\n      message: hello\n',
        podinfoCharts({ '6.14.1': ['message: ""', 'message: hi'] }),
      ),
      finds: [],
    },
    {
      title: 'the style that keeps the whole values of the chart',
      charts: podinfoCharts({ '6.14.1': ['', ''] }),
      finds: [],
    },
  ],
  repair: {
    safe: 'Where the chart is pinned to one version, Helm is given the same values without it; a value that a comment speaks of stays.',
    unsafe:
      'Where the pin is a range, a later version of the chart may have another default, which would then count.',
  },
  *check({ repo, charts, settings }) {
    if (settings.valuesStyle !== 'minimal') return;
    for (const found of repeatedDefaults(repo, charts)) {
      const { repeated, isAll } = found;
      if (isAll)
        yield problem(
          repo,
          found,
          repeated.map(({ path }) => path),
        );
      else for (const { path } of repeated) yield problem(repo, found, [path]);
    }
  },
};

/** One finding for values of a place that may go together. */
function problem(repo: Repo, found: RepeatingValues, paths: readonly Path[]): Problem {
  const { charted, facts, holder, title, path, text, repeated, isAll } = found;
  const [first = []] = paths;
  const range = repeated.find((each) => each.path === first)?.range ?? rangeOf(holder.node);
  const isPinned = charted.version === charted.chart.range;
  const what = isAll ? 'nothing but defaults' : `${fieldName(first)} to the default`;
  const said = {
    title: isAll ? 'remove what repeats the chart' : `remove ${fieldName(first)}`,
    safety: isPinned ? 'safe' : 'unsafe',
  } as const;
  return {
    at: placeIn(repo, holder, text)(range),
    object: holder.object,
    message: `${title} sets ${what} of ${facts.name} ${facts.version}`,
    help: isPinned
      ? 'remove it: the chart says the same'
      : 'remove it, unless it shall stay when a later version of the chart has another default',
    ...(text === undefined
      ? offerFix(repo, holder, said, [{ kind: 'remove', path: isAll ? path : [...path, ...first] }])
      : offerValuesFix(repo, holder, said, { at: path, remove: paths })),
  };
}
