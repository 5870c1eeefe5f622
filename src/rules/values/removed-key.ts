import { likelyRename } from '../../chart/likely-rename.ts';
import { rangeOf } from '../../core/text.ts';
import { fieldName } from '../../schema/data-path.ts';
import { podinfoCharts, podinfoConfig, podinfoRelease } from '../chart-examples.ts';
import { judgedValues } from '../chart-values.ts';
import type { Rule } from '../rule.ts';

const dropped = podinfoCharts({ '6.15.0': ['  color: "#34577c"\n', ''], '6.14.1': ['', ''] });

export const removedKey: Rule = {
  id: 'values/removed-key',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The values set a key that the chart had at the version they were made from, and has no more.',
  why: `Charts rename and drop values, also within one major version. The old key stays in the ConfigMap, and has no effect
from the version on that dropped it: a setting is lost without an error. The annotation \`gitops-kit/chart-version\` says
from which version the values were made; both versions must be known from \`new-app\` or \`lint --online\`.`,
  examples: [
    {
      title: 'a key that went',
      charts: dropped,
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides sets ui.color, which podinfo 6.15.0 has no more; 6.14.1 had it',
      ],
    },
    {
      title: 'a key that was renamed',
      charts: podinfoCharts({
        '6.15.0': ['  color: "#34577c"\n', '  background: "#34577c"\n'],
        '6.14.1': ['', ''],
      }),
      finds: [
        'values.yaml of ConfigMap podinfo-helm-chart-value-overrides sets ui.color, which podinfo 6.15.0 has no more; 6.14.1 had it; it may be ui.background now',
      ],
    },
    {
      title: 'a key that templates still ask for',
      charts: podinfoCharts(
        { '6.15.0': ['  color: "#34577c"\n', ''], '6.14.1': ['', ''] },
        { template: 'background: {{ .Values.ui.color }}' },
      ),
      finds: [],
    },
    {
      title: 'the version that the values were made from',
      charts: dropped,
      replace: [[podinfoRelease, 'version: 6.x', 'version: 6.14.1']],
      finds: [],
    },
    {
      title: 'values of which nothing is recorded',
      charts: dropped,
      replace: [[podinfoConfig, '    gitops-kit/chart: podinfo\n    gitops-kit/chart-version: 6.14.1\n', '']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo, charts }) {
    for (const { title, holder, facts, base, flaws, at, charted } of judgedValues(repo, charts)) {
      const origin = base === undefined ? undefined : charts.facts(charted.place, base);
      if (origin === undefined) continue;
      for (const flaw of flaws) {
        if (flaw.kind !== 'removed') continue;
        const { path, key } = flaw;
        const renamed = likelyRename(path, { from: origin, to: facts });
        const guess = renamed === undefined ? '' : `; it may be ${fieldName(renamed)} now`;
        yield {
          at: at(rangeOf(key)),
          object: holder.object,
          message: `${title} sets ${fieldName(path)}, which ${facts.name} ${facts.version} has no more; ${base} had it${guess}`,
          help:
            renamed === undefined
              ? 'it has no effect: remove it, and look in the notes of the chart for what takes its place'
              : `see whether ${fieldName(renamed)} means the same, and move the value there`,
        };
      }
    }
  },
};
