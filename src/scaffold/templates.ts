import Handlebars from 'handlebars';
import { textValue } from '../yaml/write.ts';
import { templateScalar } from './scalar.ts';

/** What a template may be filled with: own keys only, nothing is looked up on a prototype. */
export interface TemplateData {
  readonly [name: string]: TemplateValue;
}
type TemplateValue = string | number | boolean | undefined | TemplateData | readonly TemplateValue[];

/** Finds a template's text by its path below `templates/`: `helmrelease.yaml.hbs`. */
export type Templates = (name: string) => string;

/** How `{{x}}` is written: as a YAML scalar, or as it is (Markdown, where nobody parses it). */
export type Quoting = 'yaml' | 'none';

const lengthLimit = 16 * 1024 * 1024;
const blocks: ReadonlySet<string> = new Set(['if', 'unless', 'each']);
const withoutPrototypes = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/**
 * Fills a Handlebars template. Every `{{x}}` becomes a YAML scalar that both Kubernetes readers read back as meant;
 * `{{block x N K}}` writes a text as a block whose lines stand N columns deep, its key K. Besides these only `if`, `unless` and
 * `each` exist, and a value that the data does not have is an error.
 */
export function renderTemplate(template: string, data: TemplateData, quoting: Quoting = 'yaml'): string {
  // Handlebars itself would also take a syntax tree, and skip its parser.
  if (typeof template !== 'string') throw new TypeError('a template is given as text');
  const program = Handlebars.parse(template);
  guard(program);
  const house = Handlebars.create();
  for (const name of Object.keys(house.helpers)) if (!blocks.has(name)) house.unregisterHelper(name);
  house.registerHelper('scalar', (value: unknown) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      throw new TypeError('a template writes a value that is not there');
    }
    return quoting === 'yaml' ? templateScalar(value) : String(value);
  });
  house.registerHelper('block', (value: unknown, indent: unknown, keyColumn: unknown) => {
    if (typeof value !== 'string' || typeof indent !== 'number')
      throw new TypeError('block takes a text and a number');
    // Handlebars' own options come behind the last argument.
    return textValue(value, indent, typeof keyColumn === 'number' ? keyColumn : undefined);
  });
  const render = house.compile(program, {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    knownHelpers: { scalar: true, block: true },
  });
  const result = render(data, withoutPrototypes);
  if (result.length > lengthLimit) throw new RangeError('a template wrote more than 16 MiB');
  return result;
}

/** Turns every bare `{{x}}` into `{{scalar x}}` and refuses all that could write something unquoted. */
function guard(program: hbs.AST.Program): void {
  for (const statement of program.body) {
    if (isContent(statement)) continue;
    if (isMustache(statement)) guardMustache(statement);
    else if (isBlock(statement)) guardBlock(statement);
    else throw refused(statement.type);
  }
}

function guardMustache(mustache: hbs.AST.MustacheStatement): void {
  const name = nameOf(mustache.path);
  if (!mustache.escaped) throw refused(`{{{${name}}}}`);
  const { params } = mustache;
  if (name === 'block' && (params.length === 2 || params.length === 3) && params.every(isSimple)) return;
  if (name === 'block' || params.length > 0 || !isSimple(mustache.path)) throw refused(`{{${name} …}}`);
  mustache.params = [mustache.path];
  mustache.path = {
    type: 'PathExpression',
    data: false,
    depth: 0,
    parts: ['scalar'],
    original: 'scalar',
    loc: mustache.loc,
  };
}

function guardBlock(block: hbs.AST.BlockStatement): void {
  const name = nameOf(block.path);
  if (!blocks.has(name) || block.params.length !== 1 || !block.params.every(isSimple))
    throw refused(`{{#${name} …}}`);
  guard(block.program);
  // The declared type forgets that a block without `else` has no second part.
  const inverse: hbs.AST.Program | undefined = block.inverse;
  if (inverse !== undefined) guard(inverse);
}

function nameOf(path: hbs.AST.Expression): string {
  return 'original' in path ? String(path.original) : path.type;
}

/** A plain name or literal: no call inside a call, no `@root` and no `../`. */
function isSimple(expression: hbs.AST.Expression): boolean {
  if (expression.type === 'NumberLiteral') return true;
  return isPath(expression) && !expression.data && expression.depth === 0;
}

function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === 'PathExpression';
}

function isContent(node: hbs.AST.Node): boolean {
  return node.type === 'ContentStatement' || node.type === 'CommentStatement';
}

function isMustache(node: hbs.AST.Node): node is hbs.AST.MustacheStatement {
  return node.type === 'MustacheStatement';
}

function isBlock(node: hbs.AST.Node): node is hbs.AST.BlockStatement {
  return node.type === 'BlockStatement';
}

function refused(what: string): Error {
  return new Error(`a template may not use ${what}`);
}
