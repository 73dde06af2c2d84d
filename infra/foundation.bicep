// Who the bot is to Azure and Entra, and where its image lies. Deployed first: Entra has to trust these identities, and the
// image has to be there, before infra/main.bicep can start a bot.
targetScope = 'resourceGroup'

@description('Begins every name; small letters and digits.')
@minLength(3)
@maxLength(12)
param name string

@description('Azure region.')
param location string = resourceGroup().location

@description('WRITES_AS: person, or app for a managed identity of its own.')
@allowed([
  'person'
  'app'
])
param writesAs string = 'person'

@description('Tags of every resource.')
param tags object = {
  application: 'sync-warden'
}

// AcrPull, one of Azure's built-in roles.
var pullRole = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

// Vouches for the bot's app registration, is the database's user, and pulls the image.
resource bot 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}-bot'
  location: location
  tags: tags
}

// Reads Graph, all day.
resource reader 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}-reader'
  location: location
  tags: tags
}

// Writes to Graph without a person; only with WRITES_AS=app.
resource writer 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (writesAs == 'app') {
  name: 'id-${name}-writer'
  location: location
  tags: tags
}

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  // Names of registries are unique in all of Azure, and have no hyphens.
  name: '${name}${uniqueString(resourceGroup().id)}'
  location: location
  tags: tags
  sku: {
    name: 'Basic'
  }
  properties: {
    // The image is pulled by a managed identity; the registry's own user and password stay off.
    adminUserEnabled: false
  }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, bot.id, pullRole)
  scope: registry
  properties: {
    roleDefinitionId: pullRole
    principalId: bot.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

// Named like the settings: the Agents Toolkit writes outputs into env/.env.<environment>, in capitals.
output BOT_FEDERATED_IDENTITY string = bot.properties.clientId
output READ_MANAGED_IDENTITY string = reader.properties.clientId
output REGISTRY_NAME string = registry.name
output REGISTRY_SERVER string = registry.properties.loginServer
// An object, because the Toolkit can't write an empty text: WRITER__WRITE_MANAGED_IDENTITY, with WRITES_AS=app.
output WRITER object = writesAs == 'app'
  ? {
      WRITE_MANAGED_IDENTITY: writer!.properties.clientId
    }
  : {}
