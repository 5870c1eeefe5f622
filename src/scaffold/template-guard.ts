import Handlebars from 'handlebars';
import { didYouMean } from '../core/suggest.ts';
import type { TemplateVariable, TemplateVariables } from './template-variables.ts';

/** What is wrong with a template, and where: line and column from 1, as far as they are known. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly help: string | undefined;

  constructor(message: string, at?: { readonly line: number; readonly column: number }, help?: string) {
    super(message);
    this.line = at?.line;
    this.column = at === undefined ? undefined : at.column + 1;
    this.help = help;
  }
}

/** Characters of a template: ours have two thousand at most, and Handlebars takes its time over deep nests. */
const longest = 16 * 1024;
/** Blocks within blocks. */
const deepest = 16;
/** Columns that a block may stand in. */
const widest = 40;

const blocks: ReadonlySet<string> = new Set(['if', 'unless', 'each']);

/** What is known where a part of a template stands. */
interface Scope {
  /** Undefined for templates whose data is not listed: every name may be one. */
  readonly variables: TemplateVariables | undefined;
  /** Inside of `each`. */
  readonly isItem: boolean;
  readonly depth: number;
}

/**
 * A template's syntax tree: only names, `block`, `if`, `unless` and `each`, and every bare `{{x}}` a call of `scalar`.
 * @param variables the names that the template may use
 * @throws TemplateFault
 */
export function readTemplate(template: string, variables?: TemplateVariables): hbs.AST.Program {
  // Handlebars itself would also take a syntax tree, and skip its parser.
  if (typeof template !== 'string') throw new TypeError('a template is given as text');
  if (template.length > longest)
    throw new TemplateFault(`a template may have ${longest} characters; it has ${template.length}`);
  const program = parse(template);
  guard(program, { variables, isItem: false, depth: 0 });
  return program;
}

function parse(template: string): hbs.AST.Program {
  try {
    return Handlebars.parse(template);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    if (!(error instanceof Error)) throw error;
    const [, line] = /on line (\d+)/.exec(error.message) ?? [];
    const [, at, column] = / - (\d+):(\d+)$/.exec(error.message) ?? [];
    const place = { line: Number(line ?? at ?? 1), column: Number(column ?? 0) };
    const words = /^(?:Parse|Lexical) error/.test(error.message)
      ? 'not a template: a {{ or }} that nothing answers, or a block without its end'
      : error.message.replace(/ - \d+:\d+$/, '');
    throw new TemplateFault(words, place, 'https://handlebarsjs.com/guide/expressions.html');
  }
}

function tooDeep(at?: { readonly line: number; readonly column: number }): TemplateFault {
  return new TemplateFault(`blocks are nested deeper than ${deepest}`, at);
}

/** Turns every bare `{{x}}` into `{{scalar x}}` and refuses all that could write something unquoted. */
function guard(program: hbs.AST.Program, scope: Scope): void {
  for (const statement of program.body) {
    if (isContent(statement)) continue;
    if (isMustache(statement)) guardMustache(statement, scope);
    else if (isBlock(statement)) guardBlock(statement, scope);
    else throw refused(statement.type, statement);
  }
}

function guardMustache(mustache: hbs.AST.MustacheStatement, scope: Scope): void {
  const name = nameOf(mustache.path);
  if (!mustache.escaped) throw refused(`{{{${name}}}}`, mustache);
  const { params } = mustache;
  if (hasExtras(mustache)) throw refused(`{{${name} …}}`, mustache);
  if (name === 'block' && isBlockCall(params)) {
    checkVariable(params[0], scope, ['text']);
    return;
  }
  if (name === 'block' || params.length > 0 || !isSimple(mustache.path))
    throw refused(`{{${name} …}}`, mustache);
  checkVariable(mustache.path, scope, ['text']);
  const { loc } = mustache;
  // The name goes along for the message about a value that is not there.
  const shown: hbs.AST.StringLiteral = { type: 'StringLiteral', value: name, original: name, loc };
  mustache.params = [mustache.path, shown];
  mustache.path = {
    type: 'PathExpression',
    data: false,
    depth: 0,
    parts: ['scalar'],
    original: 'scalar',
    loc,
  };
}

function guardBlock(block: hbs.AST.BlockStatement, scope: Scope): void {
  const name = nameOf(block.path);
  const [param] = block.params;
  if (!blocks.has(name) || block.params.length !== 1 || !block.params.every(isSimple) || hasExtras(block))
    throw refused(`{{#${name} …}}`, block);
  checkVariable(param, scope, name === 'each' ? ['texts'] : ['text', 'texts', 'flag']);
  const depth = scope.depth + 1;
  if (depth > deepest) throw tooDeep(block.loc.start);
  // The declared types forget that either part may be left out.
  const parts: readonly [hbs.AST.Program | undefined, hbs.AST.Program | undefined] = [
    block.program,
    block.inverse,
  ];
  if (parts.some((part) => (part?.blockParams?.length ?? 0) > 0))
    throw refused(`{{#${name} … as |…|}}`, block);
  const [program, inverse] = parts;
  if (program !== undefined) guard(program, { ...scope, depth, isItem: scope.isItem || name === 'each' });
  if (inverse !== undefined) guard(inverse, { ...scope, depth });
}

/** `{{block x N}}` and `{{block x N K}}`. */
function isBlockCall(params: readonly hbs.AST.Expression[]): boolean {
  const [value, ...columns] = params;
  if (value === undefined || !isPath(value) || !isSimple(value)) return false;
  return (columns.length === 1 || columns.length === 2) && columns.every(isColumn);
}

function isColumn(expression: hbs.AST.Expression): boolean {
  if (!isNumber(expression)) return false;
  const { value } = expression;
  return Number.isInteger(value) && value >= 0 && value <= widest;
}

/** A name must be one of the template's, and be used as what it is. */
function checkVariable(
  expression: hbs.AST.Expression | undefined,
  { variables, isItem }: Scope,
  kinds: readonly TemplateVariable['kind'][],
): void {
  if (variables === undefined || expression === undefined || !isPath(expression)) return;
  const name = expression.parts.join('.');
  const at = expression.loc.start;
  if (isItem) {
    if (name === '' && kinds.includes('text')) return;
    throw new TemplateFault(`inside of {{#each}} there is only {{this}}, not ${name || 'a list'}`, at);
  }
  const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (variable === undefined) {
    const known = Object.keys(variables);
    throw new TemplateFault(
      `unknown variable ${name || expression.original}${didYouMean(name, known)}`,
      at,
      `its variables: ${known.join(', ')}`,
    );
  }
  if (kinds.includes(variable.kind)) return;
  throw new TemplateFault(`${name} is ${uses[variable.kind]}`, at);
}

const uses = {
  text: 'a text: write {{name}}, no {{#each}}',
  texts: 'a list: go through it with {{#each}}',
  flag: 'yes or no: ask for it with {{#if}}',
} as const;

function hasExtras({ hash }: { readonly hash?: hbs.AST.Hash }): boolean {
  return (hash?.pairs.length ?? 0) > 0;
}

function nameOf(path: hbs.AST.Expression): string {
  return 'original' in path ? String(path.original) : path.type;
}

/** A plain name or literal: no call inside a call, no `@root` and no `../`. */
function isSimple(expression: hbs.AST.Expression): boolean {
  if (expression.type === 'NumberLiteral') return true;
  return isPath(expression) && !expression.data && expression.depth === 0;
}

function isNumber(node: hbs.AST.Node): node is hbs.AST.NumberLiteral {
  return node.type === 'NumberLiteral';
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

function refused(what: string, at: hbs.AST.Node): TemplateFault {
  return new TemplateFault(
    `a template may not use ${what}`,
    at.loc.start,
    'there are {{name}}, {{block name 4 2}}, {{#if name}}, {{#unless name}} and {{#each name}}',
  );
}
