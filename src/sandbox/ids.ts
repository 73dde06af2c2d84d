/**
 * Every fixed id of the sandbox's tenants. They never change, so that tests, docs and people can rely on them.
 * No two tenants share one.
 */

/** The home tenant: the only one there is where tokens aren't asked for. */
export const sandboxTenantId = 'a75d3a01-29fb-46ac-9a8a-6f5de5f41db2';

/** The sister school: another tenant that has the bot, with people and jobs of its own. */
export const sisterTenantId = 'e028e689-5376-4951-a3f9-41211fc4ac98';

/** The tenants that are in the sandbox Graph; their people and apps may call it. */
export const graphTenantIds = [sandboxTenantId, sisterTenantId] as const;
export type GraphTenantId = (typeof graphTenantIds)[number];

/** True for the id of a tenant that is in the sandbox Graph. */
export function isGraphTenantId(tenantId: string): tenantId is GraphTenantId {
  return (graphTenantIds as readonly string[]).includes(tenantId);
}

/** Job ids look like `{tag}.{tenant id without dashes}.{guid}` (examples in synchronizationJob get, Microsoft Graph). */
function jobIdIn(tenantId: string, tag: string, guid: string): string {
  return `${tag}.${tenantId.replaceAll('-', '')}.${guid}`;
}
const jobId = (tag: string, guid: string) => jobIdIn(sandboxTenantId, tag, guid);
const sisterJobId = (tag: string, guid: string) => jobIdIn(sisterTenantId, tag, guid);

/** The home tenant's applications that have jobs; the tag of a job id is its template here. */
export const sandboxIds = {
  salesforce: {
    displayName: 'Salesforce',
    servicePrincipalId: '91eed532-dbba-4631-9c17-311b136bc5a0',
    appId: '0487e618-84fe-4171-9dd3-2041c5eb75e0',
    templateId: 'SalesforceOutDelta',
    jobId: jobId('SalesforceOutDelta', '439daf72-0287-4b1b-bd4a-e166349b21c0'),
  },
  salesforceSandbox: {
    displayName: 'Salesforce Sandbox',
    servicePrincipalId: 'bb8fc579-4c10-490f-95b1-b9d5c59d837f',
    appId: '11fc2f85-3ddd-48c9-8f1b-5bfd15fcdbed',
    templateId: 'SfSandboxOutDelta',
    jobId: jobId('SfSandboxOutDelta', '29473f01-0fe8-4da1-8e82-a9ee17153694'),
  },
  serviceNow: {
    displayName: 'ServiceNow',
    servicePrincipalId: '82d09fc6-053c-4f90-9232-7ae8c0fdb1cf',
    appId: '88e94e46-a4e3-4b79-b881-8817dfc98d25',
    templateId: 'serviceNowOutDelta',
    jobId: jobId('serviceNowOutDelta', 'dfb29f3a-fcd4-42b1-8efb-df0e4fda6e8a'),
  },
  workday: {
    displayName: 'Workday to Active Directory',
    servicePrincipalId: '573eb62d-d123-4816-b1f2-c9eea83f3386',
    appId: '6db890f6-45f1-4ef1-95f6-3f5f4a00c43a',
    templateId: 'Workday2AD',
    jobId: jobId('Workday2AD', 'aee194b6-af6d-4c3e-81ec-9649c152eac3'),
  },
  slack: {
    displayName: 'Slack',
    servicePrincipalId: '0a0db930-cb07-4a6a-8e58-61391c964879',
    appId: 'eed8b4c7-b6b4-49ed-8302-9fe49dca42ea',
    templateId: 'slack',
    jobId: jobId('slack', 'eb4422d6-73fb-40e4-8462-8580781076ac'),
  },
  zoom: {
    displayName: 'Zoom',
    servicePrincipalId: 'd8a3031c-da28-4a28-b533-7bd835171c67',
    appId: '227b5227-646f-46f3-b145-59cf7b0d8615',
    templateId: 'zoom',
    jobId: jobId('zoom', 'a4359270-b472-4919-b08e-c2323e5c156b'),
  },
  awsIdentityCenter: {
    displayName: 'AWS IAM Identity Center',
    servicePrincipalId: 'e10a1da5-dd1d-4031-bc2d-2fe3a5f78c49',
    appId: '4a80ba88-af65-4d59-9bb8-daed1ac88376',
    templateId: 'awsSingleSignOn',
    jobId: jobId('awsSingleSignOn', '973e5291-0cb8-4c66-b414-c307a7205e7a'),
  },
  databricksEu: {
    displayName: 'Databricks EU',
    servicePrincipalId: '7d69cb53-d093-45c4-b898-4321d1061f4f',
    appId: '65fb9591-0e1d-4548-a11f-cdd75d111d0d',
    templateId: 'dataBricks',
    jobId: jobId('dataBricks', '66cd0972-8aa4-4329-9332-aba1cda87839'),
  },
  atlassianCloud: {
    displayName: 'Atlassian Cloud',
    servicePrincipalId: '9ef2244f-aeee-48bb-8c3c-e279c7b0a631',
    appId: '0f510155-ec75-4fd2-843e-4dc7d13bed42',
    templateId: 'atlassianCloud',
    jobId: jobId('atlassianCloud', 'bc7da75d-4b0e-4219-953b-6db169f45f3c'),
  },
  gitHub: {
    displayName: 'GitHub Enterprise Cloud',
    servicePrincipalId: '9a9dff10-3023-4055-9424-96f0426eee6b',
    appId: 'f92dd180-8eaf-497d-a1a9-1e5be957dd39',
    templateId: 'gitHubEnterpriseCloud',
    jobId: jobId('gitHubEnterpriseCloud', '594a43d4-e7fa-4164-93f1-4ffbc9ccb14b'),
  },
  googleWorkspace: {
    displayName: 'Google Workspace',
    servicePrincipalId: 'ef07c4b0-d152-4717-8552-73039819db62',
    appId: '2fdec01e-a3dd-43f6-a053-74dbca80474c',
    templateId: 'googleWorkspace',
    jobId: jobId('googleWorkspace', 'd23caaf6-20c5-45db-87df-930fd5b6afa2'),
  },
  dropbox: {
    displayName: 'Dropbox Business',
    servicePrincipalId: 'ab102dfe-2dd1-407b-969e-2d40b00b9a8b',
    appId: '5b8e830b-5a3b-4c32-bc5a-92ccef9fdd0f',
    templateId: 'dropboxForBusiness',
    jobId: jobId('dropboxForBusiness', '981e37eb-c443-4ef8-b4fc-fe8567fd909d'),
  },
  contosoCloudSync: {
    displayName: 'Contoso cloud sync',
    servicePrincipalId: '238ed587-bc7a-4105-a62c-7abdf16c6ca7',
    appId: 'd122e2ec-2273-423f-9471-9cd5bdb22358',
    templateId: 'AD2AADProvisioning',
    jobId: jobId('AD2AADProvisioning', '3eab8c45-8fa6-4413-a758-28e1b2399c3c'),
    passwordHashJobId: jobId('AD2AADPasswordHash', '24eb8037-6bfa-470e-b1c2-95d3de13440e'),
  },
  box: {
    displayName: 'Box',
    servicePrincipalId: '8b31a0cf-eb57-43d5-8da6-11306c14069b',
    appId: '22648a86-a2a1-4230-82ac-00d0517bbcca',
    templateId: 'BoxOutDelta',
    jobId: jobId('BoxOutDelta', 'dde22a1c-b269-45a0-ab7a-e1774f4cb043'),
  },
  boxGovernment: {
    displayName: 'Box for Government',
    servicePrincipalId: '94c49af2-a65d-4f6f-99b4-bd1286564e2c',
    appId: 'bbe929c5-6123-4dfb-bc53-e81de592f286',
    templateId: 'BoxOutDelta',
    jobId: jobId('BoxOutDelta', 'a474acb2-c2ec-4c24-a812-768042fbce86'),
  },
  adobe: {
    displayName: 'Adobe Creative Cloud for the Design and Media Faculty',
    servicePrincipalId: '84277af9-1732-40de-893c-c7dcf1f9f5b5',
    appId: '0a479358-5309-43ed-b4b0-fd6f3a152ed9',
    templateId: 'adobeIdentityManagement',
    jobId: jobId('adobeIdentityManagement', '09023774-17ab-47c9-9c20-86cb0b2b8761'),
  },
  miro: {
    displayName: 'Miro & Friends',
    servicePrincipalId: '58a63871-4335-4dda-b6f0-ac377d87a64e',
    appId: '39635cf2-96c1-4296-bf2a-86bcb4aa5d63',
    templateId: 'miro',
    jobId: jobId('miro', 'c2c8d3d7-ceb6-464c-a0c9-ed6d3192538f'),
  },
  webexFirst: {
    displayName: 'Cisco Webex',
    servicePrincipalId: '4c58eca4-eb7c-44b1-93ff-c7b04ecfecf8',
    appId: '5138e739-91f2-484f-bbab-eb3e96988f4a',
    templateId: 'ciscoWebex',
    jobId: jobId('ciscoWebex', '8724cfe8-e1ab-4e23-a42f-2c989a618f8d'),
  },
  webexSecond: {
    displayName: 'Cisco Webex',
    servicePrincipalId: '8091ebc0-1852-4fa5-b4a0-1acf07250e20',
    appId: '15968661-8df1-4ba4-aaa1-2845d904ce92',
    templateId: 'ciscoWebex',
    jobId: jobId('ciscoWebex', '96b900d5-a4c1-4bc9-b5d5-e4ff8b0baa86'),
  },
} as const;

/** The sister school's applications that have jobs. Its Slack has the name of the home tenant's and nothing else of it. */
export const sisterIds = {
  slack: {
    displayName: 'Slack',
    servicePrincipalId: 'f1134d8a-a854-4263-9c62-d9943587c9cb',
    appId: '22c3930e-a8b2-4865-97b6-658a0a8c759f',
    templateId: 'slack',
    jobId: sisterJobId('slack', '5cba84c2-906f-46c5-bfd8-ff05ebc99c9c'),
  },
  asana: {
    displayName: 'Asana',
    servicePrincipalId: 'ca327c9a-c79d-4cab-991f-30f436749978',
    appId: 'b691d03f-6f28-4108-95e2-942fa8da6bd6',
    templateId: 'asana',
    jobId: sisterJobId('asana', '7e71f153-3d37-4db4-965c-b112fad86ef4'),
  },
  egnyte: {
    displayName: 'Egnyte',
    servicePrincipalId: 'dc30967d-d7da-4897-832f-2be23fa20c5c',
    appId: '6d8af4c9-3d76-4850-b045-ae284b73101f',
    templateId: 'egnyte',
    jobId: sisterJobId('egnyte', '27a41e0d-00fe-4150-a06c-31eaf106279f'),
  },
  knowBe4: {
    displayName: 'KnowBe4 Security Awareness Training',
    servicePrincipalId: '4be7d815-60a2-4fe4-bc7a-47f03d964107',
    appId: '7ba46e86-eb9a-448a-8aa5-4127e5b29030',
    templateId: 'knowBe4',
    jobId: sisterJobId('knowBe4', 'fb44934d-7312-4796-896c-87cc25edf0ad'),
  },
} as const;

/** The home tenant's school profiles; `northwindRetired` answers a pause as the retired API would. */
export const sandboxProfileIds = {
  contosoHigh: { displayName: 'Contoso High School', profileId: '89a8f301-ffea-4822-8d34-f3225d3c71e0' },
  fabrikamPrimary: { displayName: 'Fabrikam Primary', profileId: '02637e29-6f05-4a5c-bc69-e0571cc48f87' },
  northwindRetired: {
    displayName: 'Northwind Academy (SDS Classic)',
    profileId: '2e031859-618d-429f-86c5-92385dd2d5a6',
  },
} as const;

/** The sister school's school profiles. */
export const sisterProfileIds = {
  tailwindMiddle: {
    displayName: 'Tailwind Middle School',
    profileId: '43323a10-fb4b-4045-8e6f-08e3c87fba1b',
  },
} as const;
