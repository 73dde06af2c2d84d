import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type {
  AuthenticateRequestResult,
  ClaimsIdentity,
  ConnectorClient,
  ConnectorFactory,
} from 'botframework-connector';
import { isLoopback } from '../config.ts';

/** Service addresses that are remembered at most; the sandbox sees one, Teams a handful. */
const mostConnectors = 20;

interface HttpRequest {
  readonly url: string;
  readonly method: string;
  agent?: HttpAgent | HttpsAgent;
}

interface HttpPolicy {
  readonly name: string;
  sendRequest(request: HttpRequest, next: (request: HttpRequest) => Promise<unknown>): Promise<unknown>;
}

/** The part of the connector's HTTP client that is reached into; it has no public way to change these. */
interface WithPipeline {
  readonly pipeline?: {
    removePolicy(policy: { readonly name: string }): unknown;
    addPolicy(policy: HttpPolicy): void;
  };
}

const freshHttp = new HttpAgent({ keepAlive: false });
const freshHttps = new HttpsAgent({ keepAlive: false });

/**
 * A kept connection can be closed by the other side at the very moment it is used again, and then it can't be
 * told whether the message arrived. A first sending, which must not be repeated, gets a connection of its own.
 */
const freshConnection: HttpPolicy = {
  name: 'freshConnection',
  sendRequest(request, next) {
    if (request.method === 'POST') request.agent = request.url.startsWith('https:') ? freshHttps : freshHttp;
    return next(request);
  },
};

/**
 * The SDK repeats a POST up to three times on 5xx and broken connections, which shows a message twice. The
 * outbox decides what may be sent again.
 */
function withoutRetries(connector: ConnectorClient): ConnectorClient {
  const { client } = connector as unknown as { readonly client?: WithPipeline };
  if (client?.pipeline === undefined)
    throw new TypeError('the connector client has no pipeline to take retries from');
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  client.pipeline.addPolicy(freshConnection);
  return connector;
}

/** The connectors of the service addresses seen lately, so that none is built for each activity. */
export class ConnectorCache {
  readonly #connectors = new Map<string, Promise<ConnectorClient>>();

  /** @throws what `make` throws; the next call tries again */
  get(serviceUrl: string, make: () => Promise<ConnectorClient>): Promise<ConnectorClient> {
    const known = this.#connectors.get(serviceUrl);
    if (known !== undefined) return known;
    if (this.#connectors.size >= mostConnectors) this.#connectors.clear();
    const made = make().then(withoutRetries);
    made.catch(() => this.#connectors.delete(serviceUrl));
    this.#connectors.set(serviceUrl, made);
    return made;
  }
}

/** Authentication for the sandbox: no app id, so activities need no token and none is sent. */
export class SandboxAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #connectors = new ConnectorCache();

  constructor() {
    super({});
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return this.#cached(super.createConnectorFactory(identity));
  }

  override async authenticateRequest(activity: Activity, header: string): Promise<AuthenticateRequestResult> {
    const result = await super.authenticateRequest(activity, header);
    if (result.connectorFactory !== undefined) this.#cached(result.connectorFactory);
    return result;
  }

  #cached(factory: ConnectorFactory): ConnectorFactory {
    const create = factory.create.bind(factory);
    factory.create = async (serviceUrl, audience) => {
      // Whatever a store or an activity says: nothing of the sandbox leaves this machine.
      if (!isLoopback(URL.parse(serviceUrl)?.hostname ?? '')) {
        throw new Error('in sandbox mode nothing is sent to another machine');
      }
      return await this.#connectors.get(serviceUrl, () => create(serviceUrl, audience));
    };
    return factory;
  }
}
