import { commandHelp, mainHelp, usageLine } from '../src/commands/help.ts';
import { commandEntries } from '../src/commands/registry.ts';
import { filesOf } from '../src/core/change.ts';
import { cliPage } from '../src/docs/cli-page.ts';
import { ruleIndex, rulePage } from '../src/docs/rule-page.ts';
import { templatesPage } from '../src/docs/templates-page.ts';
import { packagedSchemas } from '../src/io/assets.ts';
import type { Repo } from '../src/model/repo.ts';
import type { Bases } from '../src/rules/example.ts';
import { rules } from '../src/rules/registry.ts';
import { apiSchemas } from '../src/schema/api-schemas.ts';

/** Path -> text of every page that is printed from the program's own objects. */
export async function generatedPages(
  bases: Readonly<Record<keyof Bases, Readonly<Record<string, string>>>>,
): Promise<Record<string, string>> {
  const commands = await Promise.all(commandEntries.map((entry) => entry.load()));
  const helps = await Promise.all(
    commands.map(async (command) => ({
      name: command.name,
      describe: command.describe,
      usage: usageLine(command),
      help: await commandHelp(command, 100),
    })),
  );
  const pages: Record<string, string> = {
    'docs/cli.md': cliPage(await mainHelp(commandEntries, 100), helps),
    'docs/rules/README.md': ruleIndex(rules),
    'docs/templates.md': templatesPage(),
  };
  const on = {
    bases: { golden: filesOf(bases.golden), fleet: filesOf(bases.fleet) },
    schemas: (repo: Repo) => apiSchemas(packagedSchemas, repo),
  };
  for (const rule of rules) pages[`docs/rules/${rule.id}.md`] = rulePage(rule, rules, on);
  return pages;
}
