import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { expect, test } from '@playwright/test';
import Provider, { interactionPolicy } from 'oidc-provider';
import { freePorts } from '../fixtures/ports';
import { startServer, type Server } from '../fixtures/server';

const tenant = '3b1f0d5e-7a5c-4f0e-9d57-1c2f6a0b9e01';
const sam = { oid: '9f0c6f0a-2f6b-4d9e-8a55-6b1f3d0c7e02', name: 'Sam Stranger', email: 'sam@elsewhere.example' };
const clientId = '5d9a4f5e-0b1c-4e0f-8f6d-2a7c9b3e4d03';
const clientSecret = 'a-secret-of-another-provider';

let authority: HttpServer;
let app: Server;

/** An authority that nobody here has written, told by configuration alone which names and claims Entra uses. */
async function startAuthority(port: number, appOrigin: string): Promise<HttpServer> {
  const path = `/${tenant}/v2.0`;
  // Whoever has signed out chooses the account anew: a prompt of OpenID Connect Core 1.0 that this provider has to be told of.
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }));
  const provider = new Provider(`http://localhost:${port}${path}`, {
    interactions: { policy },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${appOrigin}/sign-in/callback`],
        post_logout_redirect_uris: [`${appOrigin}/signed-out`],
      },
    ],
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: { openid: ['sub', 'tid', 'oid'], profile: ['name', 'preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, tid: tenant, oid: sam.oid, name: sam.name, preferred_username: sam.email, email: sam.email }),
    }),
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    // Mounted below the tenant, as frameworks do it.
    const mounted = Object.assign(request, { originalUrl: request.url });
    if (!request.url?.startsWith(path)) return response.writeHead(404).end();
    mounted.url = request.url.slice(path.length);
    return answer(mounted, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test.beforeAll(async () => {
  const [port, graph] = await freePorts(2);
  app = await startServer(async (url) => {
    authority = await startAuthority(port!, url);
    return {
      VESTIBULE_SECRET_KEY: randomBytes(32).toString('base64'),
      VESTIBULE_ENTRA_CLOUD: 'custom',
      VESTIBULE_ENTRA_AUTHORITY: `http://localhost:${port}`,
      VESTIBULE_GRAPH_URL: `http://localhost:${graph}`,
      VESTIBULE_ENTRA_TENANT: tenant,
      VESTIBULE_ENTRA_CLIENT_ID: clientId,
      VESTIBULE_ENTRA_CLIENT_SECRET: clientSecret,
    };
  });
});

test.afterAll(async () => {
  await app?.stop();
  authority?.close();
});

test('oidc-provider: the application signs a person in and out at a provider that is not ours', async ({ page }) => {
  await page.goto(`${app.url}/items`);
  await page.getByPlaceholder('Enter any login').fill('sam');
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(`${app.url}/items`);
  await page.getByRole('button', { name: `Account of ${sam.name}` }).click();
  await expect(page.getByText(sam.email)).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page).toHaveURL(`${app.url}/signed-out`);
  // Over on both sides: the application has nobody, and the provider asks who it is.
  await page.goto(app.url);
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await page.goto(`${app.url}/items`);
  // Signed out stays signed out: nobody is signed in again without a click.
  await page.getByRole('main').getByRole('link', { name: /^Sign in/ }).click();
  await expect(page.getByPlaceholder('Enter any login')).toBeVisible();
});
