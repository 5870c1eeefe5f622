import { applyChanges, type Plan } from '../core/change.ts';
import { KitError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { packagedSchemas } from '../io/assets.ts';
import { lint } from '../lint/lint.ts';
import { readRepo } from '../model/read-repo.ts';
import type { Repo } from '../model/repo.ts';
import { rules } from '../rules/registry.ts';
import { addedFindings } from '../scaffold/added-findings.ts';
import { ownTemplates, templateBehind } from '../scaffold/own-templates.ts';
import { apiSchemas } from '../schema/api-schemas.ts';

/**
 * The plan must bring no error and no warning, or nothing is written: neither to its own files, which then name something
 * that cannot be used (a dead repository, secrets without a key), nor to others, by how the repository is built.
 * @returns warnings about files that were there before and that the plan only makes Flux apply, as sentences
 */
export function checkClean(
  repo: Repo,
  plan: Plan,
  { becomesApplied = false }: { readonly becomesApplied?: boolean } = {},
): string[] {
  const after = readRepo(applyChanges(repo.files, plan.changes), repo.settings);
  const judged = (each: Repo) =>
    lint(each, { settings: repo.settings, rules, schemas: apiSchemas(packagedSchemas, each) });
  const touched = new Set(plan.changes.map(({ path }) => path));
  const added = addedFindings(judged(repo), judged(after), touched);
  const isRevealed = ({ severity, at }: Finding): boolean =>
    becomesApplied && severity === 'warning' && (repo.files.text(at.file)?.trim() ?? '') !== '';
  const words = ({ rule, at, message }: Finding): string => `${at.file}: ${message} [${rule}]`;
  const brought = added.filter((finding) => !isRevealed(finding));
  const [first] = brought;
  if (first === undefined) return added.map(words);
  const lines = brought.map(words).join('; ');
  const template = templateBehind(ownTemplates(repo), first.at.file);
  if (template !== undefined && touched.has(first.at.file)) {
    throw new KitError('bad-template', `${template} writes what lint would report: ${lines}`, {
      help: [...(first.help === undefined ? [] : [first.help]), 'nothing was written'],
    });
  }
  throw new KitError('would-break', `the new files would bring what lint reports: ${lines}`, {
    help: [...(first.help === undefined ? [] : [first.help]), 'nothing was written'],
  });
}
