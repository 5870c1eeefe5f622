import { runGitNow } from './git-run.ts';

/** The branch that HEAD names, born or not; undefined on a detached HEAD. Git is asked: not every HEAD is a text file. */
export function branchOf(top: string): string | undefined {
  const answer = runGitNow(top, ['symbolic-ref', '--quiet', 'HEAD']);
  return /^refs\/heads\/(.+)\n$/.exec(answer.stdout)?.[1];
}
