import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles, projectRoot } from './generated-files.ts';

for (const [path, content] of Object.entries(generatedFiles())) {
  writeFileSync(join(projectRoot, path), content);
  process.stdout.write(`${path}\n`);
}
