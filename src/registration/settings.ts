import * as z from 'zod/v4';
import type { CloudName } from '../clouds.ts';

const clouds = ['global', 'usgov', 'dod', 'china'] as const satisfies readonly CloudName[];
const guid = (name: string) => z.guid(`${name} must be an app’s client id, a GUID`).toLowerCase().optional();
const isGuid = (text: string) => z.guid().safeParse(text).success;

/** The settings that decide about registrations; ids, tenants and credentials may be missing. */
export const registrationSettings = z.object({
  CLOUD: z.enum(clouds, `CLOUD must be one of ${clouds.join(', ')}`).default('global'),
  WRITES_AS: z.enum(['person', 'app'], 'WRITES_AS must be one of person, app').default('person'),
  SCHOOL_PROFILES: z.enum(['off', 'on'], 'SCHOOL_PROFILES must be one of off, on').default('off'),
  BOT_ID: guid('BOT_ID'),
  READ_CLIENT_ID: guid('READ_CLIENT_ID'),
  WRITE_CLIENT_ID: guid('WRITE_CLIENT_ID'),
  ALLOWED_TENANTS: z
    .string()
    .transform((text) => text.split(',').map((id) => id.trim().toLowerCase()))
    .transform((ids) => [...new Set(ids.filter((id) => id !== ''))])
    .refine((ids) => ids.every(isGuid), 'ALLOWED_TENANTS must hold tenants’ ids, GUIDs with commas between')
    .optional(),
  BOT_TENANT_ID: z
    .string()
    .refine(
      (text) => isGuid(text) || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text),
      'BOT_TENANT_ID must be the tenant the bot is registered in: a GUID or a domain',
    )
    .optional(),
  APP_ID_URI: z
    .string()
    .regex(/^api:\/\/[^\s'"\\$`]+$/, 'APP_ID_URI must look like api://botid-<BOT_ID>')
    .optional(),
});

export type RegistrationSettings = z.infer<typeof registrationSettings>;
