// The bot, two containers to a replica: the bot itself, and the collector that brings its telemetry away.
param name string
param location string
param image string
param subnetId string
param workspaceId string
param insightsName string
param botIdentityId string
param botIdentityClientId string
param readerIdentityId string
param readerIdentityClientId string
param writerIdentityId string
param writerIdentityClientId string
param botId string
param tenantId string
param cloud string
param writesAs string
param schoolProfiles string
param logLevel string
param replicas int
param storeUrl string
param policy string
param tags object

var port = 3978
var collectorImage = 'otel/opentelemetry-collector-contrib:0.160.0'

// An identity that isn't there must not be named, and WRITE_… without WRITES_AS=app is refused.
var writerIdentity = empty(writerIdentityId) ? {} : { '${writerIdentityId}': {} }
var writerSettings = empty(writerIdentityId) ? [] : [
  {
    name: 'WRITE_MANAGED_IDENTITY'
    value: writerIdentityClientId
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'cae-${name}'
  location: location
  tags: tags
  properties: {
    // Without the workspace's key, which log-analytics would need.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: 'ca-${name}'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: union(
      {
        '${botIdentityId}': {}
        '${readerIdentityId}': {}
      },
      writerIdentity
    )
  }
  properties: {
    managedEnvironmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      // Not from outside: the route below lets through what Teams needs, and nothing else.
      ingress: {
        external: false
        targetPort: port
        transport: 'http'
        allowInsecure: false
      }
      registries: [
        {
          server: split(image, '/')[0]
          identity: botIdentityId
        }
      ]
      // Only the last is one, and all it allows is to send telemetry. The others are files: a file share would take
      // the key of a storage account.
      secrets: [
        {
          name: 'policy'
          value: policy
        }
        {
          name: 'collector'
          value: loadTextContent('../collector.yml')
        }
        {
          name: 'insights'
          value: insights.properties.ConnectionString
        }
      ]
    }
    template: {
      // The bot takes less than 30 seconds to end what is under way, and leaves the rest to its peers.
      terminationGracePeriodSeconds: 45
      scale: {
        minReplicas: replicas
        maxReplicas: replicas
      }
      volumes: [
        {
          name: 'policy'
          storageType: 'Secret'
          secrets: [
            {
              secretRef: 'policy'
              path: 'policy.yml'
            }
          ]
        }
        {
          name: 'collector'
          storageType: 'Secret'
          secrets: [
            {
              secretRef: 'collector'
              path: 'collector.yml'
            }
          ]
        }
      ]
      containers: [
        {
          name: 'bot'
          image: image
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: concat(
            [
              {
                name: 'MODE'
                value: 'production'
              }
              {
                name: 'PORT'
                value: string(port)
              }
              {
                name: 'BOT_ID'
                value: botId
              }
              {
                name: 'BOT_TENANT_ID'
                value: tenantId
              }
              {
                name: 'ALLOWED_TENANTS'
                value: tenantId
              }
              {
                name: 'CLOUD'
                value: cloud
              }
              {
                name: 'POLICY_FILE'
                value: '/settings/policy.yml'
              }
              {
                name: 'WRITES_AS'
                value: writesAs
              }
              {
                name: 'SCHOOL_PROFILES'
                value: schoolProfiles
              }
              {
                name: 'BOT_FEDERATED_IDENTITY'
                value: botIdentityClientId
              }
              {
                name: 'READ_MANAGED_IDENTITY'
                value: readerIdentityClientId
              }
              {
                name: 'STORE_URL'
                value: storeUrl
              }
              {
                name: 'STORE_IDENTITY'
                value: botIdentityClientId
              }
              {
                name: 'LOG_LEVEL'
                value: logLevel
              }
              {
                name: 'OTEL_EXPORTER_OTLP_ENDPOINT'
                value: 'http://127.0.0.1:4318'
              }
              {
                // What Application Insights takes; the alerts add it up.
                name: 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE'
                value: 'delta'
              }
              {
                // A changed secret alone makes no new revision: this makes one whenever the policy changes.
                name: 'OTEL_RESOURCE_ATTRIBUTES'
                value: 'sync_warden.policy=${uniqueString(policy)}'
              }
            ],
            writerSettings
          )
          volumeMounts: [
            {
              volumeName: 'policy'
              mountPath: '/settings'
            }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: port
              }
              periodSeconds: 5
              timeoutSeconds: 3
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: port
              }
              periodSeconds: 10
              timeoutSeconds: 3
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: port
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
        {
          name: 'collector'
          image: collectorImage
          args: [
            '--config=/settings/collector.yml'
          ]
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
          env: [
            {
              name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
              secretRef: 'insights'
            }
          ]
          volumeMounts: [
            {
              volumeName: 'collector'
              mountPath: '/settings'
            }
          ]
        }
      ]
    }
  }
}

// /healthz and /readyz stay inside.
resource route 'Microsoft.App/managedEnvironments/httpRouteConfigs@2025-07-01' = {
  parent: environment
  name: 'messages'
  properties: {
    rules: [
      {
        description: 'What Teams sends'
        routes: [
          {
            match: {
              path: '/api/messages'
            }
          }
        ]
        targets: [
          {
            containerApp: app.name
          }
        ]
      }
    ]
  }
}

output host string = route.properties.fqdn
