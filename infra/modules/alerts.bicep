// The five alerts of docs/operate.md, asked of what the collector brought.
param name string
param location string
param workspaceId string
param email string
param tags object

// Each query gives `value`; more than one period only where it has a time beside it. Limits as in docs/operate.md.
var rules = [
  {
    name: 'outbox-age'
    title: 'Messages wait to be sent'
    severity: 1
    query: loadTextContent('../alerts/outbox-age.kql')
    window: 'PT5M'
    threshold: 300
    periods: 2
  }
  {
    name: 'poll-lag'
    title: 'Watched jobs are read too late'
    severity: 2
    query: loadTextContent('../alerts/poll-lag.kql')
    window: 'PT5M'
    threshold: 600
    periods: 2
  }
  {
    name: 'graph-refusals'
    title: 'Graph refuses'
    severity: 1
    query: loadTextContent('../alerts/graph-refusals.kql')
    window: 'PT15M'
    threshold: 5
    periods: 1
  }
  {
    name: 'confirmations-failing'
    title: 'Confirmations fail'
    severity: 1
    query: loadTextContent('../alerts/confirmations-failing.kql')
    window: 'PT30M'
    threshold: 3
    periods: 1
  }
  {
    name: 'lease-losses'
    title: 'Replicas take work from each other'
    severity: 2
    query: loadTextContent('../alerts/lease-losses.kql')
    window: 'PT15M'
    threshold: 3
    periods: 1
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    // Shown in text messages; 12 characters at most.
    groupShortName: 'sync-warden'
    enabled: true
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${name}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Sync Warden: ${rule.title}'
      description: 'First steps: docs/operate.md'
      severity: rule.severity
      enabled: true
      // The table of metrics may not be there before the first ones came.
      skipQueryValidation: true
      scopes: [
        workspaceId
      ]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'value'
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: rule.periods
              minFailingPeriodsToAlert: rule.periods
            }
          }
        ]
      }
      autoMitigate: true
      actions: {
        actionGroups: [
          people.id
        ]
      }
    }
  }
]
