// A fleet of any size for measurements, as new-app --clusters and override write it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fixture = fileURLToPath(new URL('../fixtures/fleet', import.meta.url));

/**
 * Apps on clusters: every app on ten of them by name, every fourth by labels; each has values of its own on three.
 * @param sections of about 350 bytes that the values of each app have: 6 make small charts, 60 those of real repositories
 */
export function generateFleet(folder, { apps, clusters, sections = 6 }) {
  const put = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const names = Array.from({ length: clusters }, (_, at) => `member${at}`);
  const described = names.map((name, at) => [
    name,
    { labels: { env: at % 5 === 0 ? 'staging' : 'production', tier: `t${at % 7}` }, fluxVersion: '2.9' },
  ]);
  put('fleet/clusters.jsonc', `${JSON.stringify({ clusters: Object.fromEntries(described) }, null, 2)}\n`);
  const templates = readdirSync(fixture, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.yaml') && path.includes('podinfo'))
    .map((path) => [path, readFileSync(join(fixture, path), 'utf8')]);
  const part = (at) =>
    `    # what the chart says of part ${at}\n    part${at}:\n      enabled: false\n      image:\n        repository: registry.example.com/part\n        tag: "1.${at}.0" # kept in step with the chart\n      resources: {}\n      env:\n        - name: LEVEL\n          value: "info"\n      annotations:\n        example.com/part: part-${at}\n`;
  const values = Array.from({ length: sections }, (_, at) => part(at)).join('');
  for (let index = 0; index < apps; index += 1) {
    const own = Array.from({ length: 10 }, (_, at) => names[(index * 7 + at * 3) % clusters]);
    const placed = [...new Set(own)].sort();
    for (const [path, template] of templates) {
      let text = template
        .replaceAll('podinfo', `app-${index}`)
        .replace('  dependsOn:\n    - name: redis\n', '')
        .replace(/^( +url: .*)$/m, `$1/app-${index}`);
      if (path.includes('configmap')) text += values;
      if (path.includes('propagationpolicy'))
        text = text.replace(
          /clusterNames:[\s\S]*$/,
          index % 4 === 0
            ? 'labelSelector:\n        matchLabels:\n          env: production\n'
            : `clusterNames:\n${placed.map((name) => `        - ${name}\n`).join('')}`,
        );
      if (path.includes('overridepolicy')) {
        const [head, rule] = text.split('  overrideRules:\n');
        // What labels place is overridden on clusters that have the label.
        const targets = index % 4 === 0 ? ['member1', 'member2', 'member3'] : placed.slice(0, 3);
        const rules = targets.map((name) => rule.replace('- member1', `- ${name}`));
        text = `${head}  overrideRules:\n${rules.join('')}`;
      }
      put(path.replaceAll('podinfo', `app-${index}`), text);
    }
  }
}
