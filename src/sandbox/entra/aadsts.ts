/** What Entra answers for one of its error numbers. */
export interface EntraError {
  readonly status: number;
  /** OAuth's error code. */
  readonly error: string;
  /** Behind `AADSTS…: `. */
  readonly message: string;
  readonly suberror?: string;
  /** Whether a `claims` challenge comes along, for the person to satisfy by signing in again. */
  readonly challenge?: boolean;
}

const stepUp = { status: 400, error: 'interaction_required', suberror: 'basic_action', challenge: true };

/** Errors by number, worded as Entra words them (its reference of error codes, and issue threads). */
export const knownErrors: Readonly<Record<number, EntraError>> = {
  50011: {
    status: 400,
    error: 'invalid_request',
    message:
      'The redirect URI specified in the request does not match the redirect URIs configured for the application. Make sure the redirect URI sent in the request matches one added to your application.',
  },
  50013: { status: 400, error: 'invalid_grant', message: 'Assertion failed signature validation.' },
  50034: {
    status: 400,
    error: 'invalid_grant',
    message: 'The user account does not exist in the directory.',
  },
  50057: { status: 400, error: 'invalid_grant', message: 'The user account is disabled.' },
  50076: {
    ...stepUp,
    message:
      'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  },
  50079: {
    ...stepUp,
    message:
      'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
  },
  53003: {
    status: 400,
    error: 'interaction_required',
    suberror: 'message_only',
    challenge: true,
    message:
      'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  65001: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'consent_required',
    message:
      'The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.',
  },
  70003: {
    status: 400,
    error: 'unsupported_grant_type',
    message: 'The app requested an unsupported grant type.',
  },
  70011: {
    status: 400,
    error: 'invalid_scope',
    message: 'The provided value for the input parameter scope is not valid.',
  },
  90002: {
    status: 400,
    error: 'invalid_request',
    message:
      'Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.',
  },
  500011: {
    status: 400,
    error: 'invalid_resource',
    message: 'The resource principal was not found in the tenant.',
  },
  500113: {
    status: 400,
    error: 'invalid_request',
    message: 'No reply address is registered for the application.',
  },
  500131: {
    status: 400,
    error: 'invalid_grant',
    message: 'Assertion audience does not match the Client app presenting the assertion.',
  },
  500133: {
    status: 400,
    error: 'invalid_grant',
    message:
      'Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token.',
  },
  700016: {
    status: 400,
    error: 'unauthorized_client',
    message:
      'Application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant.',
  },
  700024: {
    status: 401,
    error: 'invalid_client',
    message: 'Client assertion is not within its valid time range.',
  },
  700027: {
    status: 401,
    error: 'invalid_client',
    message: 'The certificate or key that signed the client assertion is not registered on the application.',
  },
  700211: {
    status: 401,
    error: 'invalid_client',
    message: 'No matching federated identity record found for presented assertion issuer.',
  },
  700212: {
    status: 401,
    error: 'invalid_client',
    message: 'No matching federated identity record found for presented assertion audience.',
  },
  700213: {
    status: 401,
    error: 'invalid_client',
    message: 'No matching federated identity record found for presented assertion subject.',
  },
  900144: {
    status: 400,
    error: 'invalid_request',
    message: 'The request body must contain the following parameter:',
  },
  1002012: {
    status: 400,
    error: 'invalid_scope',
    message:
      'The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.',
  },
  7000114: {
    status: 400,
    error: 'invalid_grant',
    message: 'Application is not allowed to make application on-behalf-of calls.',
  },
  7000215: {
    status: 401,
    error: 'invalid_client',
    message:
      'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
  },
  7000216: {
    status: 401,
    error: 'invalid_client',
    message:
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  },
  7000222: {
    status: 401,
    error: 'invalid_client',
    message: 'The provided client secret keys are expired.',
  },
};
