import { code, page, table } from './markdown.ts';

/** One Graph permission, as src/registration/permissions.ts keeps it. */
export interface Permission {
  readonly name: string;
  readonly kind: 'delegated' | 'application';
  /** Id of the permission in Graph's own registration. */
  readonly id: string;
  /** Which registration holds it. */
  readonly holder: string;
  readonly features: readonly string[];
  readonly why: string;
  /** What happens without it. */
  readonly without: string;
}

/** docs/reference/permissions.md: every Graph permission the bot can use. */
export function permissionsReference(permissions: readonly Permission[]): string {
  return page('Graph permissions', 'src/registration/permissions.ts', [
    'A registration asks for those of the chosen features and no others. How to make one: [register](../register.md).',
    table(
      ['permission', 'kind', 'held by', 'for', 'why', 'without it', 'id'],
      permissions.map(({ name, kind, holder, id, features, why, without }) => [
        code(name),
        kind,
        holder,
        features.join(', '),
        why,
        without,
        code(id),
      ]),
    ),
  ]);
}
