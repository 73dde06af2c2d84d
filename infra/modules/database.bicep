// PostgreSQL for the bot alone. Nobody has a password: the only user is the bot's managed identity.
param name string
param location string
param tenantId string
param sku string
param tier string
param highAvailability string
param backupDays int
param subnetId string
param dnsZoneId string
param ownerName string
param ownerPrincipalId string
param tags object

var databaseName = 'sync_warden'

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  // Names of servers are unique in all of Azure.
  name: 'psql-${name}-${uniqueString(resourceGroup().id)}'
  location: location
  tags: tags
  sku: {
    name: sku
    tier: tier
  }
  properties: {
    version: '16'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenantId
    }
    storage: {
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupDays
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: highAvailability
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: dnsZoneId
      publicNetworkAccess: 'Disabled'
    }
  }
}

// The server is the bot's own, and its administrator may make tables in the schema `public`, which belongs to
// Azure's role for administrators.
resource owner 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: ownerPrincipalId
  properties: {
    principalName: ownerName
    principalType: 'ServicePrincipal'
    tenantId: tenantId
  }
}

// Not before there is an administrator: a database made on a server without one belongs to Azure itself, and nobody
// can be given anything in it (hashicorp/terraform-provider-azurerm, issue 27895).
resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: databaseName
  properties: {
    charset: 'UTF8'
    collation: 'C'
  }
  dependsOn: [
    owner
  ]
}

output storeUrl string = 'postgres://${ownerName}@${server.properties.fullyQualifiedDomainName}:5432/${database.name}?sslmode=verify-full'
