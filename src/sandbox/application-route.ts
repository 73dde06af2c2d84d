import { createHash } from 'node:crypto';
import type { EntraApp } from './entra/apps.ts';
import { graphAppId, graphPermissions } from './entra/graph-permissions.ts';
import {
  errorReply,
  type GraphReply,
  type GraphRequest,
  methodNotAllowed,
  notFound,
  unknownSegment,
} from './graph-reply.ts';
import { select } from './select.ts';
import type { World } from './world.ts';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const day = 86_400_000;
/** A secret made in the portal holds half a year unless somebody says otherwise. */
const usual = 180 * day;

/** An id that is the same whenever it is asked for. */
function idOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** `GET /applications(appId='…')`: an app registration, for those who may read applications. */
export function applicationOf(world: World, request: GraphRequest, appId: string): GraphReply {
  const beyond = request.segments[1];
  if (beyond !== undefined) return unknownSegment(beyond, 'Request_BadRequest');
  if (request.method !== 'GET') return methodNotAllowed('GET');
  if (!guid.test(appId))
    return errorReply(400, 'Request_BadRequest', `Invalid value '${appId}' specified for property 'appId'.`);
  const app = world.registrations?.get(appId.toLowerCase());
  if (app === undefined) return notFound(appId);
  const names = new URLSearchParams(request.rawQuery).get('$select');
  const selected = select(applicationJson(app, world.clock.now()), names);
  if ('missing' in selected) return errorReply(400, 'Request_BadRequest', selected.missing);
  const shape = names === null ? '' : `(${names})`;
  const context = `${request.origin}/${request.version}/$metadata#applications${shape}/$entity`;
  return { status: 200, body: { '@odata.context': context, ...selected.entity } };
}

/** In Graph's shape (application and passwordCredential resource types, v1.0); secrets are only hinted at. */
function applicationJson(app: EntraApp, now: number): Record<string, unknown> {
  const { exposes } = app;
  const scopeId = idOf(`${app.clientId} scope`);
  return {
    id: idOf(app.clientId),
    deletedDateTime: null,
    appId: app.clientId,
    displayName: app.name,
    signInAudience: 'AzureADMultipleOrgs',
    identifierUris: exposes === undefined ? [] : [exposes.uri],
    passwordCredentials: app.secrets.map(({ value, expired, endsAt }, index) => {
      const end = endsAt ?? (expired === true ? now - day : now + usual);
      return {
        customKeyIdentifier: null,
        displayName: `secret ${index + 1}`,
        endDateTime: new Date(end).toISOString(),
        hint: value.slice(0, 3),
        keyId: idOf(`${app.clientId} secret ${index}`),
        secretText: null,
        startDateTime: new Date(end - usual).toISOString(),
      };
    }),
    keyCredentials: [],
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      requestedAccessTokenVersion: 2,
      oauth2PermissionScopes:
        exposes === undefined
          ? []
          : [
              {
                adminConsentDescription: 'Lets Teams sign people in to the bot.',
                adminConsentDisplayName: 'Sign in to the bot',
                id: scopeId,
                isEnabled: true,
                type: 'User',
                userConsentDescription: null,
                userConsentDisplayName: null,
                value: exposes.scope,
              },
            ],
      preAuthorizedApplications: (exposes?.authorized ?? []).map((clientId) => ({
        appId: clientId,
        delegatedPermissionIds: [scopeId],
      })),
    },
    requiredResourceAccess: [
      {
        resourceAppId: graphAppId,
        resourceAccess: app.delegated.flatMap((asked) =>
          Object.entries(graphPermissions)
            .filter(([, { name, type }]) => name === asked && type === 'Scope')
            .map(([id, { type }]) => ({ id, type })),
        ),
      },
    ],
  };
}
