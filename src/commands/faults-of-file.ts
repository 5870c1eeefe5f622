import type { Problem } from '../core/finding.ts';
import { positions } from '../core/text.ts';

/** Every fault of a file of ours at once: the first is the message, then the others and what to do about the first. */
export function faultsOfFile(
  text: string | undefined,
  problems: readonly Problem[],
): { readonly message: string; readonly help: readonly string[] } {
  const place = positions(text ?? '');
  const [message = '', ...others] = problems.map((problem) => {
    const { line, column } = place(problem.at.range.start);
    return `${problem.at.file}:${line}:${column}: ${problem.message}`;
  });
  return { message, help: [...others, ...problems.flatMap(({ help }) => help ?? []).slice(0, 1)] };
}
