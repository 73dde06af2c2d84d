// Everything the bot runs on in Azure, on top of infra/foundation.bicep. What is made and who must do what: docs/deploy.md.
targetScope = 'resourceGroup'

@description('Begins every name; small letters and digits.')
@minLength(3)
@maxLength(12)
param name string

@description('Whose policy file is taken, and what the resources are tagged with.')
@allowed([
  'dev'
  'prod'
])
param environmentName string

@description('Azure region.')
param location string = resourceGroup().location

@description('Image with a tag that never moves, such as myregistry.azurecr.io/sync-warden:0.1.0.')
param image string

@description('App id of the bot: BOT_ID.')
param botId string

@description('Tenant whose jobs the bot looks after, and the bot is registered in.')
param tenantId string = tenant().tenantId

@description('CLOUD: where the tenant is.')
@allowed([
  'global'
  'usgov'
  'dod'
  'china'
])
param cloud string = 'global'

@description('WRITES_AS: person, or app for a managed identity of its own.')
@allowed([
  'person'
  'app'
])
param writesAs string = 'person'

@description('SCHOOL_PROFILES.')
@allowed([
  'off'
  'on'
])
param schoolProfiles string = 'off'

@description('LOG_LEVEL.')
@allowed([
  'error'
  'warn'
  'info'
  'debug'
])
param logLevel string = 'info'

@description('Processes of the bot; two or more are needed for an update nobody notices.')
@allowed([
  '1'
  '2'
  '3'
  '4'
  '5'
])
param replicas string

@description('Compute size of the database server, such as Standard_B1ms.')
param databaseSku string

@description('Tier the compute size belongs to.')
@allowed([
  'Burstable'
  'GeneralPurpose'
  'MemoryOptimized'
])
param databaseTier string

@description('ZoneRedundant keeps a second server in another zone; not for Burstable.')
@allowed([
  'Disabled'
  'SameZone'
  'ZoneRedundant'
])
param databaseHighAvailability string

@description('How long backups of the database are kept, days.')
@minValue(7)
@maxValue(35)
param backupDays int = 14

@description('Who gets the alerts.')
param alertEmail string

@description('Addresses of the network that is made; 64 or more that nothing else in reach uses.')
param addressSpace string = '10.60.0.0/24'

@description('Tags of every resource.')
param tags object = {
  application: 'sync-warden'
  environment: environmentName
}

var policies = {
  dev: loadTextContent('policies/dev.yml')
  prod: loadTextContent('policies/prod.yml')
}

resource botIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: 'id-${name}-bot'
}

resource readerIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: 'id-${name}-reader'
}

resource writerIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = if (writesAs == 'app') {
  name: 'id-${name}-writer'
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'sync-warden-monitoring'
  params: {
    name: name
    location: location
    tags: tags
  }
}

module network 'modules/network.bicep' = {
  name: 'sync-warden-network'
  params: {
    name: name
    location: location
    cloud: cloud
    addressSpace: addressSpace
    tags: tags
  }
}

module database 'modules/database.bicep' = {
  name: 'sync-warden-database'
  params: {
    name: name
    location: location
    tenantId: tenantId
    sku: databaseSku
    tier: databaseTier
    highAvailability: databaseHighAvailability
    backupDays: backupDays
    subnetId: network.outputs.databaseSubnetId
    dnsZoneId: network.outputs.dnsZoneId
    ownerName: botIdentity.name
    ownerPrincipalId: botIdentity.properties.principalId
    tags: tags
  }
}

module app 'modules/app.bicep' = {
  name: 'sync-warden-app'
  params: {
    name: name
    location: location
    image: image
    subnetId: network.outputs.appsSubnetId
    workspaceId: monitoring.outputs.workspaceId
    insightsName: monitoring.outputs.insightsName
    botIdentityId: botIdentity.id
    botIdentityClientId: botIdentity.properties.clientId
    readerIdentityId: readerIdentity.id
    readerIdentityClientId: readerIdentity.properties.clientId
    writerIdentityId: writesAs == 'app' ? writerIdentity.id : ''
    writerIdentityClientId: writesAs == 'app' ? writerIdentity!.properties.clientId : ''
    botId: botId
    tenantId: tenantId
    cloud: cloud
    writesAs: writesAs
    schoolProfiles: schoolProfiles
    logLevel: logLevel
    // The Agents Toolkit has texts only.
    replicas: int(replicas)
    storeUrl: database.outputs.storeUrl
    policy: policies[environmentName]
    tags: tags
  }
}

module bot 'modules/bot.bicep' = {
  name: 'sync-warden-bot'
  params: {
    name: name
    botId: botId
    tenantId: tenantId
    host: app.outputs.host
    tags: tags
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'sync-warden-alerts'
  params: {
    name: name
    location: location
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
    tags: tags
  }
}

output BOT_HOST string = app.outputs.host
output BOT_ENDPOINT string = bot.outputs.endpoint
