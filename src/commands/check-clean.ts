import { type KnownCharts, noCharts } from '../chart/known-charts.ts';
import { applyChanges, type Plan } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { packagedSchemas } from '../io/assets.ts';
import { lint } from '../lint/lint.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { rules } from '../rules/registry.ts';
import { schemaBroken } from '../rules/values/schema-broken.ts';
import { addedFindings } from '../scaffold/added-findings.ts';
import { ownTemplates, templateBehind } from '../scaffold/own-templates.ts';
import { apiSchemas } from '../schema/api-schemas.ts';

/**
 * The plan must bring no error and no warning, or nothing is written: neither to its own files, which then name something
 * that cannot be used (a dead repository, secrets without a key), nor to others, by how the repository is built.
 * @param charts the chart that the plan takes its values from: what is the chart's own is not the user's, and what its
 *   schema refuses is not written
 * @returns warnings about files that were there before and that the plan only makes Flux apply, as sentences
 */
export function checkClean(
  repo: Repo,
  plan: Plan,
  {
    becomesApplied = false,
    charts = noCharts,
  }: { readonly becomesApplied?: boolean; readonly charts?: KnownCharts } = {},
): string[] {
  const after = readRepo(applyChanges(repo.files, plan.changes), repo.settings);
  const judged = (each: Repo, known = noCharts, by = rules) =>
    lint(each, {
      settings: repo.settings,
      rules: by,
      schemas: apiSchemas(packagedSchemas, each),
      charts: known,
    });
  const touched = new Set(plan.changes.map(({ path }) => path));
  const added = addedFindings(judged(repo), judged(after), touched);
  const isRevealed = ({ severity, at }: Finding): boolean =>
    becomesApplied && severity === 'warning' && (repo.files.text(at.file)?.trim() ?? '') !== '';
  const words = ({ rule, at, message }: Finding): string => `${at.file}: ${message} [${rule}]`;
  const known = withChart(
    added.filter((finding) => !isRevealed(finding)),
    () => judged(after, charts).findings,
  );
  // What Helm refuses, nobody can want to be committed, whoever wrote it.
  const refused =
    charts === noCharts
      ? []
      : addedFindings(judged(repo, charts, [schemaBroken]), judged(after, charts, [schemaBroken]), touched);
  const brought = [...known, ...refused];
  const [first] = brought;
  if (first === undefined) return added.map(words);
  const lines = brought.map(words).join('; ');
  const template = templateBehind(ownTemplates(repo), first.at.file);
  if (template !== undefined && touched.has(first.at.file) && known.includes(first)) {
    throw new KitError('bad-template', `${template} writes what lint would report: ${lines}`, {
      help: [...(first.help === undefined ? [] : [first.help]), 'nothing was written'],
    });
  }
  throw new KitError('would-break', `the new files would bring what lint reports: ${lines}`, {
    help: [...(first.help === undefined ? [] : [first.help]), 'nothing was written'],
  });
}

/** What is still found by those who know the chart. What they find besides is no reason to refuse: a note says it. */
function withChart(brought: readonly Finding[], informed: () => readonly Finding[]): readonly Finding[] {
  if (brought.length === 0) return brought;
  const identity = ({ rule, at }: Finding): string => JSON.stringify([rule, at]);
  const left = new Set(informed().map(identity));
  return brought.filter((finding) => left.has(identity(finding)));
}
