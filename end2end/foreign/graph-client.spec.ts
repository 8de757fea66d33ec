import { BatchRequestContent, BatchResponseContent, type BatchRequestStep, Client, GraphError, PageIterator } from '@microsoft/microsoft-graph-client';
import { type Contoso, everything, expect, test } from './contoso';

interface User {
  id: string;
  mail: string;
  userType?: string;
}

/** Graph for an application by itself. */
async function graphFor(contoso: Contoso, name: string): Promise<Client> {
  const { origin } = contoso;
  const { clientId, clientSecret, tenantId } = await contoso.registered(name);
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: everything };
  const getAccessToken = async () => {
    const body = new URLSearchParams(form);
    const answer = await fetch(`${origin}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  return Client.initWithMiddleware({
    authProvider: { getAccessToken },
    baseUrl: `${origin}/`,
    customHosts: new Set([new URL(origin).hostname]),
  });
}

test('graph client: users are listed page by page, filtered and selected', async ({ contoso }) => {
  const graph = await graphFor(contoso, 'daemon');
  const first = await graph.api('/users').select(['id', 'mail']).top(2).get();
  expect(first['@odata.nextLink']).toContain(`${contoso.origin}/v1.0/users`);
  const mails: string[] = [];
  await new PageIterator(graph, first, (user: User) => mails.push(user.mail) > 0).iterate();
  expect(mails).toContain('grady.archie@fabrikam.example');
  expect(new Set(mails).size).toBe(mails.length);

  const guests = await graph.api('/users').filter("userType eq 'Guest'").select('mail,userType').get();
  expect(guests.value.length).toBeGreaterThan(0);
  expect(guests.value.every((user: User) => user.userType === 'Guest')).toBe(true);
  const counted = graph.api('/users').header('ConsistencyLevel', 'eventual').count(true).filter("endsWith(mail,'@fabrikam.example')");
  expect((await counted.get())['@odata.count']).toBe(1);
});

test('graph client: an invitation makes a guest, a second one the same', async ({ contoso }) => {
  const graph = await graphFor(contoso, 'daemon');
  // The emulator shows a guest late, and this client does not wait.
  await contoso.control('directory', { visibilityLagMs: 0 }, 'PATCH');
  const invitation = {
    invitedUserEmailAddress: 'graph.client@tailspin.example',
    inviteRedirectUrl: `${contoso.application}/items/1`,
    sendInvitationMessage: false,
  };
  const first = await graph.api('/invitations').post(invitation);
  const second = await graph.api('/invitations').post(invitation);
  expect(first.status).toBe('PendingAcceptance');
  expect(second.invitedUser.id).toBe(first.invitedUser.id);
  expect(second.inviteRedeemUrl).not.toBe(first.inviteRedeemUrl);

  const guest = await graph.api(`/users/${first.invitedUser.id}`).select('id,mail,userType').get();
  expect(guest).toMatchObject({ mail: invitation.invitedUserEmailAddress, userType: 'Guest' });
  await graph.api(`/users/${guest.id}`).patch({ jobTitle: 'Engineer' });
  expect(await graph.api(`/users/${guest.id}`).select('jobTitle').get()).toMatchObject({ jobTitle: 'Engineer' });
});

/** A part of a batch, as the client's own documentation writes it. */
function part({ origin }: Contoso, id: string, path: string, body?: unknown, dependsOn?: string[]): BatchRequestStep {
  const headers = { 'content-type': 'application/json' };
  const request = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { method: 'GET' };
  return { id, dependsOn, request: new Request(`${origin}${path}`, request) };
}

test('graph client: a batch answers each part by itself, and what depends on a failure is not done', async ({ contoso }) => {
  const graph = await graphFor(contoso, 'daemon');
  const batch = async (parts: BatchRequestStep[]) => {
    const content = await new BatchRequestContent(parts).getContent();
    return new BatchResponseContent(await graph.api('/$batch').post(content));
  };
  const invitation = {
    invitedUserEmailAddress: 'batch.client@tailspin.example',
    inviteRedirectUrl: `${contoso.application}/items/1`,
    sendInvitationMessage: false,
  };
  const answers = await batch([
    part(contoso, 'known', '/users/alex.wilber@contoso.example?$select=displayName'),
    part(contoso, 'new', '/invitations', invitation),
    part(contoso, 'unknown', '/users/00000000-0000-4000-8000-000000000000'),
  ]);
  const known = answers.getResponseById('known');
  expect([known.status, (await known.json()).displayName]).toEqual([200, 'Alex Wilber']);
  const made = answers.getResponseById('new');
  expect([made.status, (await made.json()).status]).toEqual([201, 'PendingAcceptance']);
  const missing = answers.getResponseById('unknown');
  expect([missing.status, (await missing.json()).error.code]).toEqual([404, 'Request_ResourceNotFound']);

  const broken = await batch([
    part(contoso, '1', '/users/00000000-0000-4000-8000-000000000000'),
    part(contoso, '2', '/invitations', { ...invitation, invitedUserEmailAddress: 'never.asked@tailspin.example' }, ['1']),
  ]);
  expect(broken.getResponseById('1').status).toBe(404);
  expect(broken.getResponseById('2').status).toBe(424);
  const ledger = JSON.stringify(await contoso.control('ledger'));
  expect(ledger).toContain('batch.client@tailspin.example');
  expect(ledger).not.toContain('never.asked@tailspin.example');
});

test('graph client: errors arrive with status, code and request id', async ({ contoso }) => {
  const nobody = (await graphFor(contoso, 'daemon')).api('/users/00000000-0000-4000-8000-000000000000').get();
  const missing = await nobody.catch((error: unknown) => error);
  expect(missing).toBeInstanceOf(GraphError);
  expect(missing).toMatchObject({ statusCode: 404, code: 'Request_ResourceNotFound' });
  expect((missing as GraphError).requestId).toMatch(/^[0-9a-f-]{36}$/);
  const denied = (await graphFor(contoso, 'powerless')).api('/users').get();
  await expect(denied).rejects.toMatchObject({ statusCode: 403, code: 'Authorization_RequestDenied' });
});

test('graph client: what is busy is asked again after the time it names', async ({ contoso }) => {
  const graph = await graphFor(contoso, 'daemon');
  const on = { method: 'GET', path: '/v1.0/users/alex.wilber@contoso.example' };
  const effect = { status: 429, code: 'TooManyRequests', headers: { 'Retry-After': '1' } };
  await contoso.control('faults', [{ on, effect, times: 1 }]);
  const begun = Date.now();
  expect(await graph.api('/users/alex.wilber@contoso.example').get()).toHaveProperty('displayName', 'Alex Wilber');
  // Timers may be a little early.
  expect(Date.now() - begun).toBeGreaterThanOrEqual(990);
  expect(await contoso.control<{ times: number }[]>('faults')).toMatchObject([{ times: 0 }]);
  await contoso.control('faults', undefined, 'DELETE');
});
