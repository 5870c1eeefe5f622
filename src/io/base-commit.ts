import { KitError } from '../core/errors.ts';
import type { Git } from './git-blobs.ts';
import { gitFailed } from './git-run.ts';

/** The commit that HEAD names; undefined before the first one. */
export async function headOf(git: Git): Promise<string | undefined> {
  const { code, stdout, stderr } = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  // With --quiet, 1 is a name that is not there; stderr may hold a trace (GIT_TRACE).
  if (code !== 0 && code !== 1) throw gitFailed({ code, stderr }, 'read the repository');
  return code === 0 ? stdout.toString().trim() : undefined;
}

const wholeHistory =
  'a shallow clone has only the newest commits: in CI, fetch them all (fetch-depth: 0, GIT_DEPTH: 0)';

/** The commit that a word names; first its object alone, since `:/text` takes all that follows for text. */
async function commitOf(git: Git, word: string): Promise<string | undefined> {
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options'];
  const object = await git([...verify, word]);
  const id = object.stdout.toString().trim();
  if (object.code !== 0 || !/^[0-9a-f]+$/.test(id)) return undefined;
  const commit = await git([...verify, `${id}^{commit}`]);
  return commit.code === 0 ? commit.stdout.toString().trim() : undefined;
}

/** The newest commit that both REF and HEAD stand on: what came to REF since then is none of this change. */
export async function branchPoint(git: Git, since: string): Promise<string> {
  const head = await headOf(git);
  if (head === undefined)
    throw new KitError('no-commit', `there is no commit yet, so nothing can be compared with ${since}`, {
      help: ['gitops-kit lint --staged judges the first one'],
    });
  if (/\.\.|^\^/.test(since)) {
    throw new KitError('bad-option', `--since ${since} is a range; one commit or branch was expected`, {
      help: [`as in --since ${since.replace(/^\^/, '').split('..')[0] || 'origin/main'}`],
    });
  }
  const named = await commitOf(git, since);
  if (named === undefined) {
    throw new KitError('unknown-ref', `this clone knows no commit ${since}`, {
      side: 'outside',
      help: ['it may be misspelt; git branch --all names the branches', wholeHistory],
    });
  }
  const common = await git(['merge-base', named, head]);
  const [commit = ''] = common.stdout.toString().split('\n');
  if (common.code === 0 && commit !== '') return commit;
  if (common.code !== 1) throw gitFailed(common, `compare HEAD with ${since}`);
  const shallow = await git(['rev-parse', '--is-shallow-repository']);
  const isShallow = shallow.stdout.toString().trim() === 'true';
  throw new KitError(
    'no-common-commit',
    `${since} and HEAD have no commit in common${isShallow ? ' in this shallow clone' : ''}`,
    {
      side: 'outside',
      help: [isShallow ? wholeHistory : 'gitops-kit lint judges all files'],
    },
  );
}
