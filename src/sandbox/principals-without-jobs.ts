/**
 * Applications that are in every tenant and have nothing to synchronize: they make looking for jobs real work.
 * The app ids of Microsoft's own applications are the public ones.
 */
export const principalsWithoutJobs: readonly {
  readonly displayName: string;
  readonly id: string;
  readonly appId: string;
  readonly microsoft: boolean;
}[] = [
  {
    displayName: 'Microsoft Graph',
    id: '796e125b-bbc9-43be-bedd-b19041e33f2f',
    appId: '00000003-0000-0000-c000-000000000000',
    microsoft: true,
  },
  {
    displayName: 'Office 365 Exchange Online',
    id: 'abc556f5-1364-43b4-9e34-4820d05e2d6f',
    appId: '00000002-0000-0ff1-ce00-000000000000',
    microsoft: true,
  },
  {
    displayName: 'Office 365 SharePoint Online',
    id: '243adfcd-9b6d-459e-8fba-8ee54eb0a6f7',
    appId: '00000003-0000-0ff1-ce00-000000000000',
    microsoft: true,
  },
  {
    displayName: 'Graph Explorer',
    id: 'a6e28411-6299-4736-b637-a4de09933401',
    appId: 'de8bc8b5-d9f9-48b1-a8ad-b748da725064',
    microsoft: true,
  },
  {
    displayName: 'Azure DevOps',
    id: '20f09b0a-5676-4698-a7b9-367e90a4aeba',
    appId: '499b84ac-1321-427f-aa17-267ca6975798',
    microsoft: true,
  },
  {
    displayName: 'Azure Portal',
    id: '1c21da3c-7f98-49c4-88d4-b79be93ce4e7',
    appId: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
    microsoft: true,
  },
  {
    displayName: 'Sync Warden',
    id: 'b4d70701-98d9-4c23-a8d8-fa6b561e69bc',
    appId: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4',
    microsoft: false,
  },
  {
    displayName: 'Contoso Intranet',
    id: 'f225c312-1b75-4c7c-a489-27b64e2bc651',
    appId: '7f2fa2d8-3dfb-4b4d-9023-dd2ce1c9fda3',
    microsoft: false,
  },
  {
    displayName: 'Contoso Expense Reports',
    id: 'fff57983-79aa-4206-8bcc-e58ac541efc7',
    appId: 'b6141d48-079f-4b47-8b48-684ce5562b85',
    microsoft: false,
  },
  {
    displayName: 'Fabrikam Payroll Reader',
    id: 'f1f9d368-708e-4089-bb94-a6a1abc55763',
    appId: 'c0db82d1-552e-47e0-98dd-644efa1b307a',
    microsoft: false,
  },
  {
    displayName: 'Figma',
    id: '969bf021-8746-4993-bbb6-b1d394f9227c',
    appId: '7b3508b7-f1d0-4c19-b80c-7c716d8845fe',
    microsoft: false,
  },
  {
    displayName: 'Notion',
    id: 'ee8447c7-eb5d-4a73-b17c-dc734ac107e3',
    appId: 'bce9f82c-c959-4f17-9352-a4617cc08bc2',
    microsoft: false,
  },
  {
    displayName: 'Trello',
    id: '682c528b-8faf-4d42-9225-bfc74d0c56de',
    appId: '5475b9e3-f651-4a4e-825d-4e6827e2938a',
    microsoft: false,
  },
  {
    displayName: 'Zendesk Suite',
    id: '6a57a9c9-32aa-47f6-855e-c2885800d924',
    appId: '305d1aa0-a5b7-40fd-8282-a5c996368646',
    microsoft: false,
  },
  {
    displayName: 'DocuSign',
    id: 'edbc8cfa-06bf-48e1-9422-ef30dc20eecd',
    appId: '71a1666b-7371-437c-9d50-31934ee4bba5',
    microsoft: false,
  },
  {
    displayName: 'Lucidchart',
    id: '46966216-db1f-4d3c-a1c3-1f3fa654a190',
    appId: '53f8107d-5b8c-48b1-91b0-f872fbbc85a1',
    microsoft: false,
  },
  {
    displayName: 'Grammarly for Teachers',
    id: '2fa1128f-90d4-4b89-a581-c8ccc2302b49',
    appId: '4258dc6e-c7e3-48d3-89d0-bb2af92cd6f2',
    microsoft: false,
  },
  {
    displayName: 'Printix',
    id: 'c44798df-c622-4f7c-ad37-bf8ad2216e29',
    appId: '17e0199c-d8f4-4b73-86b7-88b84c3e2691',
    microsoft: false,
  },
];
