import { X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication, CryptoProvider, PublicClientApplication } from '@azure/msal-node';
import { adele, type Contoso, everything, expect, grady, pick, test } from './contoso';

/** What every application here is told of the authority: nothing but constructor options. */
async function authOf(contoso: Contoso, name: string) {
  const { clientId, tenantId } = await contoso.registered(name);
  return { clientId, authority: `${contoso.origin}/${tenantId}`, knownAuthorities: [new URL(contoso.origin).host] };
}

const payload = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

test('msal-node: a public client signs a person in with code and proof key, and refreshes', async ({ page, contoso }) => {
  const client = new PublicClientApplication({ auth: await authOf(contoso, 'public') });
  const scopes = ['User.Read', 'User.Invite.All'];
  const opened = await client.acquireTokenInteractive({ scopes, openBrowser: (url) => pick(page, url, adele) });
  expect(opened.account?.username).toBe(adele);
  expect(opened.account?.idTokenClaims).toMatchObject({ ver: '2.0', name: 'Adele Vance' });
  expect(opened.account?.idTokenClaims).not.toHaveProperty('acct');
  expect(payload(opened.accessToken).scp).toContain('User.Invite.All');

  const kept = await client.acquireTokenSilent({ account: opened.account!, scopes });
  expect(kept.fromCache).toBe(true);
  const renewed = await client.acquireTokenSilent({ account: opened.account!, scopes, forceRefresh: true });
  expect(renewed.fromCache).toBe(false);
  expect(renewed.accessToken).not.toBe(opened.accessToken);
});

test('msal-node: a confidential client exchanges a code for a guest', async ({ page, contoso }) => {
  const { clientSecret } = await contoso.registered('vestibule');
  const client = new ConfidentialClientApplication({ auth: { ...(await authOf(contoso, 'vestibule')), clientSecret } });
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const asked = { scopes: ['User.Read'], redirectUri: contoso.redirect };
  const address = await client.getAuthCodeUrl({ ...asked, codeChallenge: challenge, codeChallengeMethod: 'S256' });
  const code = (await contoso.answerTo(page, address, grady)).searchParams.get('code')!;
  const tokens = await client.acquireTokenByCode({ ...asked, code, codeVerifier: verifier });
  expect(tokens.idTokenClaims).toMatchObject({ acct: 1, email: grady });
  expect(tokens.idTokenClaims).toHaveProperty('idp', expect.stringContaining('https://sts.windows.net/'));
});

test('msal-node: client credentials with a secret', async ({ contoso }) => {
  const { clientSecret, tenantId } = await contoso.registered('daemon');
  const client = new ConfidentialClientApplication({ auth: { ...(await authOf(contoso, 'daemon')), clientSecret } });
  const tokens = await client.acquireTokenByClientCredential({ scopes: [everything] });
  expect(payload(tokens!.accessToken)).toMatchObject({ tid: tenantId, idtyp: 'app', aud: 'https://graph.microsoft.com' });
  expect(payload(tokens!.accessToken).roles).toContain('User.Read.All');
});

test('msal-node: client credentials with a certificate', async ({ contoso }) => {
  const pem = await contoso.certificate();
  const thumbprintSha256 = new X509Certificate(pem).fingerprint256.replaceAll(':', '');
  const privateKey = pem.slice(pem.indexOf('-----BEGIN PRIVATE KEY'));
  const clientCertificate = { thumbprintSha256, privateKey };
  const client = new ConfidentialClientApplication({ auth: { ...(await authOf(contoso, 'daemon')), clientCertificate } });
  const tokens = await client.acquireTokenByClientCredential({ scopes: [everything] });
  expect(payload(tokens!.accessToken).roles).toContain('User.Read.All');
});

test('msal-node: a refusal arrives as its number and correlation id', async ({ contoso }) => {
  const client = new ConfidentialClientApplication({ auth: { ...(await authOf(contoso, 'daemon')), clientSecret: 'wrong' } });
  const refused = await client.acquireTokenByClientCredential({ scopes: [everything] }).catch((error) => error);
  expect(refused).toMatchObject({ errorCode: 'invalid_client', status: 401 });
  expect(Number(refused.errorNo)).toBe(7_000_215);
  expect(refused.errorMessage).toContain('AADSTS7000215');
  expect(refused.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  expect(refused.errorMessage).toMatch(/ - Correlation ID: [0-9a-f-]{36} - Trace ID: [0-9a-f-]{36}$/);
});

test('msal-node: a claims challenge is answered by signing in again', async ({ page, contoso }) => {
  const auth = { ...(await authOf(contoso, 'public')), clientCapabilities: ['cp1'] };
  const client = new PublicClientApplication({ auth });
  const scopes = ['User.Read'];
  const diego = 'diego.siciliani@contoso.example';
  const opened = await client.acquireTokenInteractive({ scopes, openBrowser: (url) => pick(page, url, diego) });
  expect(payload(opened.accessToken).xms_cc).toEqual(['cp1']);
  const me = (token: string) => fetch(`${contoso.origin}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } });
  expect((await me(opened.accessToken)).status).toBe(200);

  await contoso.control('clock', { advance_ms: 5_000 });
  await contoso.control('revocations', { user: diego });
  const challenged = await me(opened.accessToken);
  expect(challenged.status).toBe(401);
  const header = challenged.headers.get('www-authenticate') ?? '';
  expect(header).toContain('error="insufficient_claims"');
  const claims = Buffer.from(/claims="([^"]+)"/.exec(header)?.[1] ?? '', 'base64').toString();
  expect(JSON.parse(claims)).toHaveProperty('access_token.nbf.essential', true);

  const silent = client.acquireTokenSilent({ account: opened.account!, scopes, claims });
  await expect(silent).rejects.toMatchObject({ errorCode: 'invalid_grant', errorNo: 50_173 });
  const again = await client.acquireTokenInteractive({ scopes, claims, openBrowser: (url) => pick(page, url, diego) });
  expect((await me(again.accessToken)).status).toBe(200);
});
