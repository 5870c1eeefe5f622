import { resourcesOf } from '../src/model/resource.ts';
import { readYaml } from '../src/yaml/read.ts';

export { readYaml, resourcesOf };
