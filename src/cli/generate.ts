import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files.ts';
import { projectRoot } from './project-root.ts';

for (const [path, content] of Object.entries(generatedFiles())) {
  writeFileSync(join(projectRoot, path), content);
  process.stdout.write(`${path}\n`);
}
