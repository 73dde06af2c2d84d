// What Teams knows of the bot: its app registration, and where to send to.
param name string
param botId string
param tenantId string
param host string
param tags object

var messages = 'https://${host}/api/messages'

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: 'bot-${name}'
  location: 'global'
  tags: tags
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: 'Sync Warden'
    description: 'Pauses, starts and deletes synchronization jobs, and asks first.'
    endpoint: messages
    msaAppId: botId
    msaAppTenantId: tenantId
    msaAppType: 'SingleTenant'
    // The service's own keys (Direct Line and the like) are not used.
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
      enableCalling: false
    }
  }
}

output endpoint string = messages
