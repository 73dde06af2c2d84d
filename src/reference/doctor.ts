import { code, page, table } from './markdown.ts';

/** One check, as src/doctor/catalogue.ts keeps it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** The part of the report it stands in. */
  readonly group: string;
  readonly looksAt: string;
  readonly mend: string;
}

/** docs/reference/doctor.md: every check of `npm run doctor`. */
export function doctorReference(checks: readonly Check[]): string {
  return page('Checks of the doctor', 'src/doctor/catalogue.ts', [
    '`npm run doctor` prints a line for each, `npm run doctor -- --json` the same for machines. From a symptom to its check: [troubleshoot](../troubleshoot.md).',
    table(
      ['part', 'check', 'id', 'looks at', 'what mends it'],
      checks.map(({ id, title, group, looksAt, mend }) => [group, title, code(id), looksAt, mend]),
    ),
  ]);
}
