// The bot and its database share a network; the database can't be reached from anywhere else.
param name string
param location string
param cloud string
param addressSpace string
param tags object

// A private zone of a database server must end like its public one.
var databaseSuffixes = {
  global: 'postgres.database.azure.com'
  usgov: 'postgres.database.usgovcloudapi.net'
  dod: 'postgres.database.usgovcloudapi.net'
  china: 'postgres.database.chinacloudapi.cn'
}

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: 'vnet-${name}'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressSpace
      ]
    }
    subnets: [
      {
        name: 'apps'
        properties: {
          // The least that an environment with workload profiles takes.
          addressPrefix: cidrSubnet(addressSpace, 27, 0)
          delegations: [
            {
              name: 'apps'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 28, 2)
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }
}

resource appsSubnet 'Microsoft.Network/virtualNetworks/subnets@2025-01-01' existing = {
  parent: network
  name: 'apps'
}

resource databaseSubnet 'Microsoft.Network/virtualNetworks/subnets@2025-01-01' existing = {
  parent: network
  name: 'database'
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${name}.private.${databaseSuffixes[cloud]}'
  location: 'global'
  tags: tags
  properties: {}
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'vnet-${name}'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

output appsSubnetId string = appsSubnet.id
output databaseSubnetId string = databaseSubnet.id
output dnsZoneId string = zone.id
